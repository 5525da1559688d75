/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* posix_memalign(3): alignments, and what a failure leaves untouched. */
#include "malloc_atf.h"

#define MAX_ALIGNMENT	((size_t)1 << 25)

/* Something no allocation is. */
static char untouched;

static void
check_one(size_t alignment, size_t n)
{
	size_t usable;
	void *p = &untouched;
	int error;

	error = posix_memalign(&p, alignment, opaque_size(n));
	REQUIRE(error == 0, "(%zu, %zu): error %d", alignment, n, error);
	REQUIRE(p != NULL && p != &untouched, "(%zu, %zu)", alignment, n);
	REQUIRE(is_aligned(p, alignment), "(%zu, %zu) = %p", alignment, n, p);
	usable = malloc_usable_size(p);
	REQUIRE(usable >= n, "(%zu, %zu) has %zu", alignment, n, usable);
	if (usable < 256 * KIB) {
		pattern_fill(p, 0, usable, n);
		REQUIRE(pattern_check(p, usable, n) == usable, "(%zu, %zu)",
		    alignment, n);
	} else {
		*(volatile char *)p = 1;
		((volatile char *)p)[usable - 1] = 1;
	}
	free(p);
}

ATF_TC_WITHOUT_HEAD(every_alignment_with_many_sizes);
ATF_TC_BODY(every_alignment_with_many_sizes, tc)
{
	size_t a, n;

	for (a = sizeof(void *); a <= MAX_ALIGNMENT; a *= 2) {
		for (n = 1; n <= 3 * a; n += n / 5 + 1)
			check_one(a, n);
		check_one(a, a - 1);
		check_one(a, a);
		check_one(a, a + 1);
	}
	for (a = sizeof(void *); a <= PAGE; a *= 2)
		for (n = 1; n <= 40 * KIB; n += n / 5 + 1)
			check_one(a, n);
}

/* Objects of one alignment all at the same time, small ones by hundreds. */
ATF_TC_WITHOUT_HEAD(aligned_objects_live_side_by_side);
ATF_TC_BODY(aligned_objects_live_side_by_side, tc)
{
	static const size_t sizes[] = { 1, 40, 200, 1000, 3000, 5000 };
	void *p[64];
	size_t a, i, j, n;

	for (a = 16; a <= 256 * KIB; a *= 2)
		for (i = 0; i < NELEM(sizes); i++) {
			n = sizes[i];
			for (j = 0; j < NELEM(p); j++) {
				REQUIRE(posix_memalign(&p[j], a, n) == 0,
				    "(%zu, %zu)", a, n);
				REQUIRE(is_aligned(p[j], a), "(%zu, %zu) = %p",
				    a, n, p[j]);
				pattern_fill(p[j], 0, n, j);
			}
			for (j = 0; j < NELEM(p); j++) {
				REQUIRE(pattern_check(p[j], n, j) == n,
				    "(%zu, %zu)", a, n);
				free(p[j]);
			}
		}
}

ATF_TC_WITHOUT_HEAD(bad_alignment_is_einval_and_nothing_is_touched);
ATF_TC_BODY(bad_alignment_is_einval_and_nothing_is_touched, tc)
{
	static const size_t bad[] = {
		0, 1, 2, 3, 4, 5, 7, 9, 12, 24, 48, 100, 4095, 4097, 12288,
		3 * MIB, SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 2,
		((size_t)1 << 63) + 8
	};
	static const size_t sizes[] = { 0, 1, 64, 5 * MIB, SIZE_MAX };
	size_t i, j;
	void *p;
	int error;

	for (i = 0; i < NELEM(bad); i++)
		for (j = 0; j < NELEM(sizes); j++) {
			p = &untouched;
			errno = 1789;
			error = posix_memalign(&p, opaque_size(bad[i]),
			    opaque_size(sizes[j]));
			REQUIRE(error == EINVAL, "(%zu, %zu): error %d",
			    bad[i], sizes[j], error);
			REQUIRE(p == &untouched, "(%zu, %zu): %p", bad[i],
			    sizes[j], p);
			REQUIRE(errno == 1789, "(%zu, %zu): errno %d", bad[i],
			    sizes[j], errno);
		}
}

ATF_TC_WITHOUT_HEAD(impossible_is_enomem_and_nothing_is_touched);
ATF_TC_BODY(impossible_is_enomem_and_nothing_is_touched, tc)
{
	static const size_t bad[][2] = {
		{ (size_t)1 << 63, (size_t)1 << 63 },
		{ (size_t)1 << 63, 1 }, { (size_t)1 << 62, 1 },
		{ (size_t)1 << 48, 1 },
		{ 16, SIZE_MAX - 15 }, { 16, SIZE_MAX }, { 8, SIZE_MAX },
		{ 4096, SIZE_MAX - 4095 }, { 4 * MIB, SIZE_MAX - 4 * MIB + 1 },
		{ 4 * MIB, SIZE_MAX - 1 }, { 8 * MIB, SIZE_MAX / 2 },
		{ (size_t)1 << 62, (size_t)0x8400000000000001 },
		{ 64, TOO_LARGE }, { 8, TOO_LARGE }, { 8, PTRDIFF_MAX },
		{ MAX_ALIGNMENT, TOO_LARGE }
	};
	size_t i;
	void *p;
	int error;

	for (i = 0; i < NELEM(bad); i++) {
		p = &untouched;
		errno = 1789;
		error = posix_memalign(&p, opaque_size(bad[i][0]),
		    opaque_size(bad[i][1]));
		REQUIRE(error == ENOMEM, "(%#zx, %#zx): error %d", bad[i][0],
		    bad[i][1], error);
		REQUIRE(p == &untouched, "(%#zx, %#zx): %p", bad[i][0],
		    bad[i][1], p);
		REQUIRE(errno == 1789, "(%#zx, %#zx): errno %d", bad[i][0],
		    bad[i][1], errno);
	}
}

static void
fail_under_limit(void *arg)
{
	size_t a;
	void *p;
	int error;

	(void)arg;
	MUST(limit_address_space(32 * MIB) == 0, "errno %d", errno);
	for (a = sizeof(void *); a <= MAX_ALIGNMENT; a *= 2) {
		p = &untouched;
		errno = 1789;
		error = posix_memalign(&p, a, 512 * MIB);
		MUST(error == ENOMEM, "alignment %zu: error %d", a, error);
		MUST(p == &untouched && errno == 1789,
		    "alignment %zu: %p, errno %d", a, p, errno);
		if (a <= 64 * KIB) {
			error = posix_memalign(&p, a, 100);
			MUST(error == 0 && is_aligned(p, a),
			    "alignment %zu: error %d, %p", a, error, p);
			free(p);
		}
	}
}

ATF_TC_WITHOUT_HEAD(rlimit_as_is_enomem_and_nothing_is_touched);
ATF_TC_BODY(rlimit_as_is_enomem_and_nothing_is_touched, tc)
{
	run_child(fail_under_limit, NULL, 60);
}

ATF_TC_WITHOUT_HEAD(size_0_is_a_block_of_that_alignment);
ATF_TC_BODY(size_0_is_a_block_of_that_alignment, tc)
{
	size_t a;
	void *p, *q;

	for (a = sizeof(void *); a <= MAX_ALIGNMENT; a *= 2) {
		p = q = NULL;
		REQUIRE(posix_memalign(&p, a, 0) == 0, "alignment %zu", a);
		REQUIRE(posix_memalign(&q, a, 0) == 0, "alignment %zu", a);
		REQUIRE(p != NULL && q != NULL && p != q, "%p %p", p, q);
		REQUIRE(is_aligned(p, a) && is_aligned(q, a), "%p %p", p, q);
		free(p);
		free(q);
	}
}

/* A block of great alignment is an ordinary block to realloc. */
ATF_TC_WITHOUT_HEAD(realloc_of_an_aligned_block_keeps_contents);
ATF_TC_BODY(realloc_of_an_aligned_block_keeps_contents, tc)
{
	size_t a, n;
	void *p;

	for (a = sizeof(void *); a <= MAX_ALIGNMENT; a *= 2)
		for (n = 24; n <= 8 * MIB; n *= 9) {
			REQUIRE(posix_memalign(&p, a, n) == 0, "(%zu, %zu)", a,
			    n);
			pattern_fill(p, 0, n, a);
			p = opaque(realloc(p, n * 2));
			REQUIRE(p != NULL, "(%zu, %zu)", a, n);
			REQUIRE(pattern_check(p, n, a) == n, "(%zu, %zu)", a,
			    n);
			p = opaque(realloc(p, n / 3));
			REQUIRE(p != NULL, "(%zu, %zu)", a, n);
			REQUIRE(pattern_check(p, n / 3, a) == n / 3,
			    "(%zu, %zu)", a, n);
			free(p);
		}
}

/* What is cut off around an aligned block is memory again. */
static void
repeat_under_limit(void *arg)
{
	size_t a, i;
	void *p[8];

	(void)arg;
	MUST(limit_address_space(320 * MIB) == 0, "errno %d", errno);
	for (a = PAGE; a <= MAX_ALIGNMENT; a *= 2)
		for (i = 0; i < 3000 / (a < MIB ? 1 : FILL_COST); i++) {
			MUST(posix_memalign(&p[i % 4], a, a / 2 + 5) == 0,
			    "alignment %zu, round %zu", a, i);
			if (i % 4 == 3) {
				free(p[0]);
				free(p[1]);
				free(p[2]);
				free(p[3]);
			}
		}
}

ATF_TC_WITHOUT_HEAD(aligned_blocks_do_not_leak_their_surroundings);
ATF_TC_BODY(aligned_blocks_do_not_leak_their_surroundings, tc)
{
	run_child(repeat_under_limit, NULL, 120);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_alignment_with_many_sizes);
	ATF_TP_ADD_TC(tp, aligned_objects_live_side_by_side);
	ATF_TP_ADD_TC(tp, bad_alignment_is_einval_and_nothing_is_touched);
	ATF_TP_ADD_TC(tp, impossible_is_enomem_and_nothing_is_touched);
	ATF_TP_ADD_TC(tp, rlimit_as_is_enomem_and_nothing_is_touched);
	ATF_TP_ADD_TC(tp, size_0_is_a_block_of_that_alignment);
	ATF_TP_ADD_TC(tp, realloc_of_an_aligned_block_keeps_contents);
	ATF_TP_ADD_TC(tp, aligned_blocks_do_not_leak_their_surroundings);
	return atf_no_error();
}
