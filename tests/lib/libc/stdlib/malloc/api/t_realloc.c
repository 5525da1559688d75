/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* realloc(3): contents, size 0, failure that leaves the old block alone. */
#include <pthread.h>

#include "malloc_atf.h"

static const size_t impossible[] = {
	SIZE_MAX, SIZE_MAX - 15, SIZE_MAX - 4095, SIZE_MAX - 4096,
	SIZE_MAX - 4 * MIB, SIZE_MAX / 2, SIZE_MAX / 2 + 1, TOO_LARGE,
	PTRDIFF_MAX, (size_t)1 << 62
};

/* One object of each kind: tiny, the three small ones, large and huge. */
static const size_t kinds[] = {
	1, 8, 16, 100, 128, 192, 500, 768, 3840, 4096, 16 * KIB, 32 * KIB,
	33 * KIB, 512 * KIB, 4072 * KIB, 4 * MIB, 9 * MIB
};

ATF_TC_WITHOUT_HEAD(contents_are_kept_between_all_kinds_of_classes);
ATF_TC_BODY(contents_are_kept_between_all_kinds_of_classes, tc)
{
	size_t i, j, keep;
	void *p, *q;

	for (i = 0; i < NELEM(kinds); i++)
		for (j = 0; j < NELEM(kinds); j++) {
			p = opaque(malloc(kinds[i]));
			REQUIRE(p != NULL, "malloc(%zu)", kinds[i]);
			pattern_fill(p, 0, kinds[i], i);
			q = opaque(realloc(p, kinds[j]));
			REQUIRE(q != NULL, "realloc to %zu", kinds[j]);
			keep = kinds[i] < kinds[j] ? kinds[i] : kinds[j];
			REQUIRE(pattern_check(q, keep, i) == keep,
			    "%zu -> %zu", kinds[i], kinds[j]);
			REQUIRE(malloc_usable_size(q) >= kinds[j],
			    "%zu -> %zu has %zu", kinds[i], kinds[j],
			    malloc_usable_size(q));
			free(q);
		}
}

ATF_TC_WITHOUT_HEAD(contents_are_kept_on_a_random_walk);
ATF_TC_BODY(contents_are_kept_on_a_random_walk, tc)
{
	uint64_t seed = test_seed(tc);
	size_t have, i, keep, n, size[32] = { 0 };
	unsigned int round;
	void *p[32] = { NULL }, *q;

	for (round = 0; round < 4000; round++) {
		i = rng_below(&seed, NELEM(p));
		n = rng_below(&seed, (size_t)1 << rng_below(&seed, 23)) + 1;
		q = opaque(realloc(p[i], n));
		REQUIRE(q != NULL, "realloc(%zu -> %zu)", size[i], n);
		keep = size[i] < n ? size[i] : n;
		have = pattern_check(q, keep, i);
		REQUIRE(have == keep, "round %u, %zu -> %zu: byte %zu", round,
		    size[i], n, have);
		pattern_fill(q, keep, n, i);
		p[i] = q;
		size[i] = n;
	}
	for (i = 0; i < NELEM(p); i++) {
		REQUIRE(pattern_check(p[i], size[i], i) == size[i], "%zu",
		    size[i]);
		free(p[i]);
	}
}

/* The last odd bytes of an object count as much as the first. */
ATF_TC_WITHOUT_HEAD(contents_are_kept_byte_by_byte);
ATF_TC_BODY(contents_are_kept_byte_by_byte, tc)
{
	size_t n;
	void *p = NULL;

	for (n = 1; n <= 20000; n++) {
		p = opaque(realloc(p, n));
		REQUIRE(p != NULL, "realloc to %zu", n);
		REQUIRE(pattern_check(p, n - 1, 7) == n - 1, "to %zu", n);
		pattern_fill(p, n - 1, n, 7);
	}
	for (; n > 0; n -= n > 5000 ? 97 : 1) {
		p = opaque(realloc(p, n));
		REQUIRE(p != NULL, "realloc to %zu", n);
		REQUIRE(n > 20000 || pattern_check(p, n, 7) == n, "to %zu", n);
	}
	free(p);
}

ATF_TC_WITHOUT_HEAD(null_pointer_is_malloc);
ATF_TC_BODY(null_pointer_is_malloc, tc)
{
	void *p, *q;

	p = opaque(realloc(NULL, 100));
	REQUIRE(p != NULL, "realloc(NULL, 100)");
	REQUIRE(is_aligned(p, 16), "%p", p);
	memset(p, 1, 100);
	q = opaque(realloc(NULL, opaque_size(0)));
	REQUIRE(q != NULL && q != p, "realloc(NULL, 0) = %p", q);
	REQUIRE(malloc_usable_size(q) == SMALLEST, "%zu",
	    malloc_usable_size(q));
	free(p);
	free(q);
}

ATF_TC_WITHOUT_HEAD(size_0_gives_a_minimal_block);
ATF_TC_BODY(size_0_gives_a_minimal_block, tc)
{
	size_t i;
	void *p, *q;

	for (i = 0; i < NELEM(kinds); i++) {
		p = opaque(malloc(kinds[i]));
		REQUIRE(p != NULL, "malloc(%zu)", kinds[i]);
		q = opaque(realloc(p, opaque_size(0)));
		REQUIRE(q != NULL, "realloc(%zu -> 0)", kinds[i]);
		REQUIRE(malloc_usable_size(q) == SMALLEST, "%zu -> 0 has %zu",
		    kinds[i], malloc_usable_size(q));
		free(q);
	}
}

/* Shrinking to nothing again and again must give the memory back. */
ATF_TC_WITHOUT_HEAD(size_0_does_not_leak);
ATF_TC_BODY(size_0_does_not_leak, tc)
{
	size_t after, before = 0, i;
	void *p;

	for (i = 0; i < 3000; i++) {
		p = opaque(malloc(256 * KIB));
		REQUIRE(p != NULL, "round %zu", i);
		p = opaque(realloc(p, opaque_size(0)));
		REQUIRE(p != NULL, "round %zu", i);
		free(p);
		if (i == 1000)
			before = memory_now(0);
	}
	after = memory_now(0);
	REQUIRE(after <= before + 64 * MIB, "grew from %zu to %zu", before,
	    after);
}

ATF_TC_WITHOUT_HEAD(failure_leaves_the_old_block_alone);
ATF_TC_BODY(failure_leaves_the_old_block_alone, tc)
{
	size_t i, j, usable;
	void *p, *q;

	for (i = 0; i < NELEM(kinds); i++) {
		p = opaque(malloc(kinds[i]));
		REQUIRE(p != NULL, "malloc(%zu)", kinds[i]);
		usable = malloc_usable_size(p);
		pattern_fill(p, 0, usable, i);
		for (j = 0; j < NELEM(impossible); j++) {
			errno = 0;
			q = opaque(realloc(p, opaque_size(impossible[j])));
			REQUIRE(q == NULL, "realloc(%zu -> %#zx) = %p",
			    kinds[i], impossible[j], q);
			REQUIRE(errno == ENOMEM, "%zu -> %#zx: errno %d",
			    kinds[i], impossible[j], errno);
			REQUIRE(malloc_usable_size(p) == usable,
			    "%zu -> %#zx: the size changed", kinds[i],
			    impossible[j]);
		}
		REQUIRE(pattern_check(p, usable, i) == usable,
		    "the object of %zu bytes lost its contents", kinds[i]);
		free(p);
	}
	for (j = 0; j < NELEM(impossible); j++) {
		errno = 0;
		q = opaque(realloc(NULL, opaque_size(impossible[j])));
		REQUIRE(q == NULL && errno == ENOMEM, "realloc(NULL, %#zx)",
		    impossible[j]);
	}
}

/* Sizes that are possible, but not any more. */
static void
fail_under_limit(void *arg)
{
	size_t i, usable;
	void *p[NELEM(kinds)], *q;

	(void)arg;
	for (i = 0; i < NELEM(kinds); i++) {
		p[i] = opaque(malloc(kinds[i]));
		MUST(p[i] != NULL, "malloc(%zu)", kinds[i]);
		pattern_fill(p[i], 0, malloc_usable_size(p[i]), i);
	}
	MUST(limit_address_space(16 * MIB) == 0, "errno %d", errno);
	for (i = 0; i < NELEM(kinds); i++) {
		errno = 0;
		q = opaque(realloc(p[i], 512 * MIB));
		MUST(q == NULL && errno == ENOMEM, "%zu bytes: %p, errno %d",
		    kinds[i], q, errno);
		usable = malloc_usable_size(p[i]);
		MUST(pattern_check(p[i], usable, i) == usable, "%zu bytes",
		    kinds[i]);
		q = opaque(realloc(p[i], kinds[i] / 2 + 1));
		MUST(q != NULL, "shrinking %zu bytes", kinds[i]);
		MUST(pattern_check(q, kinds[i] / 2 + 1, i) ==
		    kinds[i] / 2 + 1, "shrinking %zu bytes", kinds[i]);
		free(q);
	}
}

ATF_TC_WITHOUT_HEAD(failure_under_rlimit_as_leaves_the_old_block_alone);
ATF_TC_BODY(failure_under_rlimit_as_leaves_the_old_block_alone, tc)
{
	run_child(fail_under_limit, NULL, 60);
}

ATF_TC_WITHOUT_HEAD(errno_is_kept_on_success);
ATF_TC_BODY(errno_is_kept_on_success, tc)
{
	size_t i, j;
	void *p, *q;

	for (i = 0; i < NELEM(kinds); i++)
		for (j = 0; j < NELEM(kinds); j++) {
			p = opaque(malloc(kinds[i]));
			REQUIRE(p != NULL, "malloc(%zu)", kinds[i]);
			errno = 1789;
			q = opaque(realloc(p, kinds[j]));
			REQUIRE(q != NULL, "%zu -> %zu", kinds[i], kinds[j]);
			REQUIRE(errno == 1789, "%zu -> %zu: errno %d",
			    kinds[i], kinds[j], errno);
			free(q);
		}
}

ATF_TC_WITHOUT_HEAD(huge_growth_keeps_contents);
ATF_TC_BODY(huge_growth_keeps_contents, tc)
{
	static const size_t steps[] = {
		4, 5, 8, 12, 40, 41, 96, 64, 33, 8, 70, 4
	};
	size_t have = 0, i, keep, n;
	void *p = NULL, *other[NELEM(steps)];

	for (i = 0; i < NELEM(steps); i++) {
		n = steps[i] * MIB - 24;
		p = opaque(realloc(p, n));
		REQUIRE(p != NULL, "%zu MiB", steps[i]);
		keep = n < have ? n : have;
		REQUIRE(pattern_check(p, keep, 3) == keep, "to %zu MiB",
		    steps[i]);
		pattern_fill(p, keep, n, 3);
		have = n;
		/* In the way of growth where it stands. */
		other[i] = opaque(malloc(4 * MIB));
		REQUIRE(other[i] != NULL, "malloc(4 MiB)");
		memset(other[i], 0xff, 4 * MIB);
	}
	for (i = 0; i < NELEM(other); i++)
		free(other[i]);
	free(p);
}

/* Moving mappings races with other threads who get the old address. */
static void *
realloc_huge(void *arg)
{
	uint64_t seed = (uintptr_t)arg + 1, tag = seed;
	size_t have = 0, i, keep, n;
	void *p = NULL;

	for (i = 0; i < 24; i++) {
		n = (rng_below(&seed, 20) + 4) * MIB;
		p = opaque(realloc(p, n));
		REQUIRE(p != NULL, "realloc to %zu", n);
		keep = n < have ? n : have;
		REQUIRE(pattern_check(p, keep, tag) == keep, "%zu -> %zu",
		    have, n);
		pattern_fill(p, keep, n, tag);
		have = n;
	}
	free(p);
	return NULL;
}

ATF_TC_WITHOUT_HEAD(huge_objects_of_4_threads_do_not_mix);
ATF_TC_BODY(huge_objects_of_4_threads_do_not_mix, tc)
{
	pthread_t t[4];
	size_t i;

	for (i = 0; i < NELEM(t); i++)
		REQUIRE(pthread_create(&t[i], NULL, realloc_huge,
		    (void *)(i << 32)) == 0, "thread %zu", i);
	for (i = 0; i < NELEM(t); i++)
		REQUIRE(pthread_join(t[i], NULL) == 0, "thread %zu", i);
}

ATF_TC_WITHOUT_HEAD(alignment_stays_that_of_malloc);
ATF_TC_BODY(alignment_stays_that_of_malloc, tc)
{
	size_t i, n;
	void *p;

	for (i = 0; i < NELEM(kinds); i++) {
		p = opaque(malloc(kinds[i]));
		for (n = 9; n <= 70000; n += n / 9 + 1) {
			p = opaque(realloc(p, n));
			REQUIRE(p != NULL, "realloc to %zu", n);
			REQUIRE(is_aligned(p, 16), "to %zu: %p", n, p);
		}
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(moved_object_leaves_its_place);
ATF_TC_BODY(moved_object_leaves_its_place, tc)
{
	static const size_t sizes[] = { 64, 3000, 200, 70000, 16 };
	size_t before = memory_now(0), i;
	void *p = NULL;

	for (i = 0; i < 20000; i++) {
		p = opaque(realloc(p, sizes[i % NELEM(sizes)]));
		REQUIRE(p != NULL, "round %zu", i);
	}
	free(p);
	REQUIRE(memory_now(0) < before + 32 * MIB, "%zu bytes more",
	    memory_now(0) - before);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, contents_are_kept_between_all_kinds_of_classes);
	ATF_TP_ADD_TC(tp, contents_are_kept_on_a_random_walk);
	ATF_TP_ADD_TC(tp, contents_are_kept_byte_by_byte);
	ATF_TP_ADD_TC(tp, null_pointer_is_malloc);
	ATF_TP_ADD_TC(tp, size_0_gives_a_minimal_block);
	ATF_TP_ADD_TC(tp, size_0_does_not_leak);
	ATF_TP_ADD_TC(tp, failure_leaves_the_old_block_alone);
	ATF_TP_ADD_TC(tp, failure_under_rlimit_as_leaves_the_old_block_alone);
	ATF_TP_ADD_TC(tp, errno_is_kept_on_success);
	ATF_TP_ADD_TC(tp, huge_growth_keeps_contents);
	ATF_TP_ADD_TC(tp, huge_objects_of_4_threads_do_not_mix);
	ATF_TP_ADD_TC(tp, alignment_stays_that_of_malloc);
	ATF_TP_ADD_TC(tp, moved_object_leaves_its_place);
	return atf_no_error();
}
