/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* memalign(3): the old interface, which takes alignments below a pointer's. */
#include "malloc_atf.h"

ATF_TC_WITHOUT_HEAD(alignment_below_a_pointer_works);
ATF_TC_BODY(alignment_below_a_pointer_works, tc)
{
	size_t a, n;
	void *p;

	for (a = 1; a < sizeof(void *); a *= 2)
		for (n = 0; n <= 5000; n += n / 8 + 1) {
			p = opaque(memalign(opaque_size(a), opaque_size(n)));
			REQUIRE(p != NULL, "(%zu, %zu): errno %d", a, n, errno);
			REQUIRE(malloc_usable_size(p) >= n, "(%zu, %zu)", a,
			    n);
			memset(p, 1, n);
			free(p);
		}
}

ATF_TC_WITHOUT_HEAD(every_power_of_two_aligns);
ATF_TC_BODY(every_power_of_two_aligns, tc)
{
	size_t a, n;
	void *p;

	for (a = sizeof(void *); a <= (size_t)1 << 25; a *= 2)
		for (n = 1; n <= 3 * a; n += n / 3 + 1) {
			errno = 1789;
			p = opaque(memalign(opaque_size(a), opaque_size(n)));
			REQUIRE(p != NULL, "(%zu, %zu): errno %d", a, n, errno);
			REQUIRE(errno == 1789, "(%zu, %zu): errno %d", a, n,
			    errno);
			REQUIRE(is_aligned(p, a), "(%zu, %zu) = %p", a, n, p);
			REQUIRE(malloc_usable_size(p) >= n, "(%zu, %zu)", a,
			    n);
			free(p);
		}
}

/* Other libraries round, and old programs rely on it. */
ATF_TC_WITHOUT_HEAD(odd_alignment_is_rounded_up_to_a_power_of_two);
ATF_TC_BODY(odd_alignment_is_rounded_up_to_a_power_of_two, tc)
{
	static const size_t odd[][2] = {
		{ 0, 1 }, { 3, 4 }, { 5, 8 }, { 9, 16 }, { 24, 32 },
		{ 4095, 4096 }, { 4097, 8192 }, { 3 * MIB, 4 * MIB }
	};
	size_t i, j;
	void *p[8];

	for (i = 0; i < NELEM(odd); i++) {
		for (j = 0; j < NELEM(p); j++) {
			p[j] = opaque(memalign(opaque_size(odd[i][0]), 100));
			REQUIRE(p[j] != NULL, "(%zu, 100): errno %d",
			    odd[i][0], errno);
			REQUIRE(is_aligned(p[j], odd[i][1]),
			    "(%zu, 100) = %p", odd[i][0], p[j]);
		}
		for (j = 0; j < NELEM(p); j++)
			free(p[j]);
	}
}

ATF_TC_WITHOUT_HEAD(impossible_is_null_and_enomem_not_garbage);
ATF_TC_BODY(impossible_is_null_and_enomem_not_garbage, tc)
{
	static const size_t bad[][2] = {
		{ 1, SIZE_MAX }, { 4, SIZE_MAX }, { 16, SIZE_MAX - 15 },
		{ 16, TOO_LARGE }, { 4096, SIZE_MAX - 4095 },
		{ 16 * MIB, SIZE_MAX - 16 * MIB }, { 64, PTRDIFF_MAX },
		{ (size_t)1 << 63, 1 }, { (size_t)1 << 62, (size_t)1 << 62 }
	};
	size_t i;
	void *p;

	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		p = opaque(memalign(opaque_size(bad[i][0]),
		    opaque_size(bad[i][1])));
		REQUIRE(p == NULL, "(%#zx, %#zx) = %p", bad[i][0], bad[i][1],
		    p);
		REQUIRE(errno == ENOMEM, "(%#zx, %#zx): errno %d", bad[i][0],
		    bad[i][1], errno);
	}
}

/* No power of two is as large. */
ATF_TC_WITHOUT_HEAD(alignment_above_all_powers_is_enomem);
ATF_TC_BODY(alignment_above_all_powers_is_enomem, tc)
{
	static const size_t bad[] = {
		((size_t)1 << 63) + 1, SIZE_MAX - 1, SIZE_MAX
	};
	size_t i;
	void *p;

	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		p = opaque(memalign(opaque_size(bad[i]), 8));
		REQUIRE(p == NULL, "(%#zx, 8) = %p", bad[i], p);
		REQUIRE(errno == ENOMEM, "(%#zx, 8): errno %d", bad[i], errno);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, alignment_below_a_pointer_works);
	ATF_TP_ADD_TC(tp, every_power_of_two_aligns);
	ATF_TP_ADD_TC(tp, odd_alignment_is_rounded_up_to_a_power_of_two);
	ATF_TP_ADD_TC(tp, impossible_is_null_and_enomem_not_garbage);
	ATF_TP_ADD_TC(tp, alignment_above_all_powers_is_enomem);
	return atf_no_error();
}
