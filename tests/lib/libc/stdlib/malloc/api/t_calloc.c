/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* calloc(3): zero whatever the memory was before; products that overflow. */
#include "malloc_atf.h"

static void
require_zero(size_t n)
{
	size_t bad;
	void *p;

	p = opaque(calloc(1, n));
	REQUIRE(p != NULL, "calloc(1, %zu)", n);
	bad = zero_check(p, n);
	REQUIRE(bad == n, "calloc(1, %zu): byte %zu is not zero", n, bad);
	memset(p, 0xff, malloc_usable_size(p));
	free(p);
}

ATF_TC_WITHOUT_HEAD(zero_over_dirty_small_memory);
ATF_TC_BODY(zero_over_dirty_small_memory, tc)
{
	void *p[64];
	size_t i, n;

	for (n = 1; n <= 4 * KIB; n += n < 256 ? 7 : 61) {
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(malloc(n));
			REQUIRE(p[i] != NULL, "malloc(%zu)", n);
			memset(p[i], 0xff, malloc_usable_size(p[i]));
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(calloc(1, n));
			REQUIRE(p[i] != NULL, "calloc(1, %zu)", n);
			REQUIRE(zero_check(p[i], n) == n,
			    "calloc(1, %zu) is dirty", n);
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
}

ATF_TC_WITHOUT_HEAD(zero_over_dirty_large_memory);
ATF_TC_BODY(zero_over_dirty_large_memory, tc)
{
	size_t n;

	for (n = 4 * KIB; n <= 4 * MIB; n += n / 7) {
		require_zero(n);
		require_zero(n);
		require_zero(n / 2);
	}
}

ATF_TC_WITHOUT_HEAD(zero_over_dirty_huge_memory);
ATF_TC_BODY(zero_over_dirty_huge_memory, tc)
{
	size_t n;

	for (n = 4 * MIB; n <= 32 * MIB; n += 4 * MIB) {
		require_zero(n);
		require_zero(n);
		require_zero(n / 2);
	}
}

/*
 * Runs are split, merged and purged in between; the knowledge of which of
 * their pages are zero has to follow.
 */
ATF_TC_WITHOUT_HEAD(zero_after_purge_split_and_merge);
ATF_TC_BODY(zero_after_purge_split_and_merge, tc)
{
	uint64_t seed = test_seed(tc);
	size_t bad, i, n, round, size[256];
	unsigned char *p[256] = { NULL };

	for (round = 0; round < 6000; round++) {
		i = rng_below(&seed, NELEM(p));
		free(p[i]);
		n = (rng_below(&seed, 40) + 1) * PAGE;
		if (rng_below(&seed, 32) == 0)
			n *= 20;
		if (rng_below(&seed, 2) == 0) {
			p[i] = opaque(malloc(n));
			REQUIRE(p[i] != NULL, "malloc(%zu)", n);
		} else {
			p[i] = opaque(calloc(n, 1));
			REQUIRE(p[i] != NULL, "calloc(%zu, 1)", n);
			bad = zero_check(p[i], n);
			REQUIRE(bad == n, "round %zu: byte %zu of %zu", round,
			    bad, n);
		}
		size[i] = n;
		memset(p[i], 0xee, n);
		if (round % 1000 == 999)
			for (i = 0; i < NELEM(p); i++)
				if (size[i] > 8 * PAGE) {
					free(p[i]);
					p[i] = NULL;
				}
	}
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
}

/* Chunks that come back from huge objects serve as arena chunks. */
ATF_TC_WITHOUT_HEAD(zero_where_huge_memory_becomes_small_and_back);
ATF_TC_BODY(zero_where_huge_memory_becomes_small_and_back, tc)
{
	enum { SMALLS = 3000 };
	void *huge[3], *small[SMALLS];
	size_t i, round;

	for (round = 0; round < 6; round++) {
		for (i = 0; i < NELEM(huge); i++) {
			huge[i] = opaque(calloc(1, 8 * MIB));
			REQUIRE(huge[i] != NULL, "round %zu", round);
			REQUIRE(zero_check(huge[i], 8 * MIB) == 8 * MIB,
			    "round %zu", round);
			memset(huge[i], 0xff, 8 * MIB);
		}
		for (i = 0; i < NELEM(huge); i++)
			free(huge[i]);
		for (i = 0; i < SMALLS; i++) {
			small[i] = opaque(calloc(1, 3000));
			REQUIRE(small[i] != NULL, "round %zu", round);
			REQUIRE(zero_check(small[i], 3000) == 3000,
			    "round %zu", round);
			memset(small[i], 0xff, 3000);
		}
		for (i = 0; i < SMALLS; i++)
			free(small[i]);
	}
}

/* Locked pages cannot be purged: madvise fails, the bytes stay. */
static void
zero_under_mlockall(void *arg)
{
	size_t i, n;
	void *p[32];

	(void)arg;
	if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
		child_skip("mlockall is not permitted");
	for (n = PAGE; n <= 2 * MIB; n *= 2) {
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(malloc(n));
			if (p[i] == NULL)
				child_skip("too little memory may be locked");
			memset(p[i], 0xff, n);
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
		/* In vain. */
		(void)malloc_trim(0);
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(calloc(1, n));
			MUST(p[i] != NULL, "calloc(1, %zu)", n);
			MUST(zero_check(p[i], n) == n, "calloc(1, %zu)", n);
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
	for (i = 0; i < 6; i++) {
		n = 8 * MIB;
		p[0] = opaque(calloc(1, n));
		if (p[0] == NULL)
			child_skip("too little memory may be locked");
		MUST(zero_check(p[0], n) == n, "calloc(1, %zu)", n);
		memset(p[0], 0xff, n);
		free(p[0]);
	}
}

ATF_TC_WITHOUT_HEAD(zero_though_mlockall_forbids_to_purge);
ATF_TC_BODY(zero_though_mlockall_forbids_to_purge, tc)
{
	run_child(zero_under_mlockall, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(overflow_gives_null_and_enomem);
ATF_TC_BODY(overflow_gives_null_and_enomem, tc)
{
	static const size_t bad[][2] = {
		{ SIZE_MAX / 2, 3 }, { 3, SIZE_MAX / 2 },
		{ (size_t)1 << 33, ((size_t)1 << 31) + 1 },
		{ SIZE_MAX, SIZE_MAX }, { SIZE_MAX, 2 }, { 2, SIZE_MAX },
		{ SIZE_MAX / 16 + 1, 16 + 1 }, { SIZE_MAX, 1 }, { 1, SIZE_MAX },
		{ TOO_LARGE, 1 }, { 1, TOO_LARGE }, { TOO_LARGE / 16, 16 },
		/* The products are a few bytes when they wrap. */
		{ (SIZE_MAX - 15) / 16 + 2, 16 }, { SIZE_MAX / 3 + 2, 3 }
	};
	size_t i;
	void *p;

	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		p = opaque(calloc(opaque_size(bad[i][0]),
		    opaque_size(bad[i][1])));
		REQUIRE(p == NULL, "calloc(%#zx, %#zx) = %p", bad[i][0],
		    bad[i][1], p);
		REQUIRE(errno == ENOMEM, "calloc(%#zx, %#zx): errno %d",
		    bad[i][0], bad[i][1], errno);
	}
}

ATF_TC_WITHOUT_HEAD(product_that_wraps_to_0_is_refused);
ATF_TC_BODY(product_that_wraps_to_0_is_refused, tc)
{
	unsigned int lg;
	void *p;

	for (lg = 1; lg < 64; lg++) {
		errno = 0;
		p = opaque(calloc(opaque_size((size_t)1 << lg),
		    opaque_size((size_t)1 << (64 - lg))));
		REQUIRE(p == NULL, "calloc(1 << %u, 1 << %u)", lg, 64 - lg);
		REQUIRE(errno == ENOMEM, "errno %d", errno);
	}
}

ATF_TC_WITHOUT_HEAD(no_elements_is_a_minimal_block);
ATF_TC_BODY(no_elements_is_a_minimal_block, tc)
{
	static const size_t args[][2] = {
		{ 0, 0 }, { 0, 1 }, { 1, 0 }, { 0, SIZE_MAX }, { SIZE_MAX, 0 }
	};
	size_t i;
	void *p, *q;

	for (i = 0; i < NELEM(args); i++) {
		p = opaque(calloc(opaque_size(args[i][0]),
		    opaque_size(args[i][1])));
		q = opaque(calloc(opaque_size(args[i][0]),
		    opaque_size(args[i][1])));
		REQUIRE(p != NULL && q != NULL && p != q, "%p %p", p, q);
		REQUIRE(malloc_usable_size(p) == SMALLEST, "%zu",
		    malloc_usable_size(p));
		free(p);
		free(q);
	}
}

ATF_TC_WITHOUT_HEAD(errno_is_kept_on_success);
ATF_TC_BODY(errno_is_kept_on_success, tc)
{
	size_t n;
	void *p;

	for (n = 1; n <= 32 * MIB; n *= 2) {
		errno = 1789;
		p = opaque(calloc(1, n));
		REQUIRE(p != NULL, "calloc(1, %zu)", n);
		REQUIRE(errno == 1789, "calloc(1, %zu): errno %d", n, errno);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(aligned_as_malloc);
ATF_TC_BODY(aligned_as_malloc, tc)
{
	size_t n;
	void *p;

	for (n = 1; n <= 9000; n++) {
		p = opaque(calloc(n, 1));
		REQUIRE(p != NULL, "calloc(%zu, 1)", n);
		REQUIRE(is_aligned(p, alignment_of(n)), "calloc(%zu, 1) = %p",
		    n, p);
		free(p);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, zero_over_dirty_small_memory);
	ATF_TP_ADD_TC(tp, zero_over_dirty_large_memory);
	ATF_TP_ADD_TC(tp, zero_over_dirty_huge_memory);
	ATF_TP_ADD_TC(tp, zero_after_purge_split_and_merge);
	ATF_TP_ADD_TC(tp, zero_where_huge_memory_becomes_small_and_back);
	ATF_TP_ADD_TC(tp, zero_though_mlockall_forbids_to_purge);
	ATF_TP_ADD_TC(tp, overflow_gives_null_and_enomem);
	ATF_TP_ADD_TC(tp, product_that_wraps_to_0_is_refused);
	ATF_TP_ADD_TC(tp, no_elements_is_a_minimal_block);
	ATF_TP_ADD_TC(tp, errno_is_kept_on_success);
	ATF_TP_ADD_TC(tp, aligned_as_malloc);
	return atf_no_error();
}
