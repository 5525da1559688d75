/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* aligned_alloc(3): any power of two; the size need not be a multiple. */
#include "malloc_atf.h"

ATF_TC_WITHOUT_HEAD(every_power_of_two_aligns);
ATF_TC_BODY(every_power_of_two_aligns, tc)
{
	size_t a, n;
	void *p;

	for (a = 1; a <= (size_t)1 << 25; a *= 2)
		for (n = 1; n <= 3 * a + 64; n += n / 3 + 1) {
			errno = 1789;
			p = opaque(aligned_alloc(opaque_size(a),
			    opaque_size(n)));
			REQUIRE(p != NULL, "(%zu, %zu): errno %d", a, n, errno);
			REQUIRE(errno == 1789, "(%zu, %zu): errno %d", a, n,
			    errno);
			REQUIRE(is_aligned(p, a), "(%zu, %zu) = %p", a, n, p);
			REQUIRE(malloc_usable_size(p) >= n, "(%zu, %zu)", a,
			    n);
			free(p);
		}
}

/* A peer got the case of equal arguments wrong. */
ATF_TC_WITHOUT_HEAD(size_equal_to_the_alignment_aligns);
ATF_TC_BODY(size_equal_to_the_alignment_aligns, tc)
{
	void *p[40];
	size_t a, i;

	for (a = 16; a <= 64 * KIB; a *= 2) {
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(aligned_alloc(a, a));
			REQUIRE(p[i] != NULL, "(%zu, %zu)", a, a);
			REQUIRE(is_aligned(p[i], a), "(%zu, %zu) = %p", a, a,
			    p[i]);
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
}

ATF_TC_WITHOUT_HEAD(size_need_not_be_a_multiple);
ATF_TC_BODY(size_need_not_be_a_multiple, tc)
{
	void *p;

	p = opaque(aligned_alloc(64, opaque_size(100)));
	REQUIRE(p != NULL, "errno %d", errno);
	REQUIRE(is_aligned(p, 64), "%p", p);
	memset(p, 1, 100);
	free(p);
}

ATF_TC_WITHOUT_HEAD(bad_alignment_is_einval);
ATF_TC_BODY(bad_alignment_is_einval, tc)
{
	static const size_t bad[] = {
		0, 3, 5, 6, 7, 9, 12, 24, 48, 4095, 4097, SIZE_MAX,
		SIZE_MAX / 2, ((size_t)1 << 63) + 1
	};
	static const size_t sizes[] = { 0, 1, 96, 5 * MIB, SIZE_MAX };
	size_t i, j;
	void *p;

	for (i = 0; i < NELEM(bad); i++)
		for (j = 0; j < NELEM(sizes); j++) {
			errno = 0;
			p = opaque(aligned_alloc(opaque_size(bad[i]),
			    opaque_size(sizes[j])));
			REQUIRE(p == NULL, "(%zu, %zu) = %p", bad[i], sizes[j],
			    p);
			REQUIRE(errno == EINVAL, "(%zu, %zu): errno %d",
			    bad[i], sizes[j], errno);
		}
}

ATF_TC_WITHOUT_HEAD(impossible_is_null_and_enomem);
ATF_TC_BODY(impossible_is_null_and_enomem, tc)
{
	static const size_t bad[][2] = {
		{ 16, SIZE_MAX }, { 16, SIZE_MAX - 15 }, { 1, SIZE_MAX },
		{ 4096, SIZE_MAX - 4095 }, { 8 * MIB, SIZE_MAX - 8 * MIB },
		{ 16, TOO_LARGE }, { 4096, PTRDIFF_MAX },
		{ (size_t)1 << 63, 1 }, { (size_t)1 << 63, (size_t)1 << 63 },
		{ (size_t)1 << 62, 16 }
	};
	size_t i;
	void *p;

	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		p = opaque(aligned_alloc(opaque_size(bad[i][0]),
		    opaque_size(bad[i][1])));
		REQUIRE(p == NULL, "(%#zx, %#zx) = %p", bad[i][0], bad[i][1],
		    p);
		REQUIRE(errno == ENOMEM, "(%#zx, %#zx): errno %d", bad[i][0],
		    bad[i][1], errno);
	}
}

ATF_TC_WITHOUT_HEAD(size_0_is_a_block_of_that_alignment);
ATF_TC_BODY(size_0_is_a_block_of_that_alignment, tc)
{
	size_t a;
	void *p;

	for (a = 1; a <= 8 * MIB; a *= 2) {
		p = opaque(aligned_alloc(opaque_size(a), opaque_size(0)));
		REQUIRE(p != NULL, "alignment %zu: errno %d", a, errno);
		REQUIRE(is_aligned(p, a), "alignment %zu: %p", a, p);
		free(p);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_power_of_two_aligns);
	ATF_TP_ADD_TC(tp, size_equal_to_the_alignment_aligns);
	ATF_TP_ADD_TC(tp, size_need_not_be_a_multiple);
	ATF_TP_ADD_TC(tp, bad_alignment_is_einval);
	ATF_TP_ADD_TC(tp, impossible_is_null_and_enomem);
	ATF_TP_ADD_TC(tp, size_0_is_a_block_of_that_alignment);
	return atf_no_error();
}
