/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* malloc_usable_size(3) */
#include "malloc_atf.h"

ATF_TC_WITHOUT_HEAD(null_pointer_has_size_0);
ATF_TC_BODY(null_pointer_has_size_0, tc)
{
	errno = 1789;
	ATF_REQUIRE_EQ(malloc_usable_size(opaque(NULL)), 0);
	ATF_REQUIRE_EQ(errno, 1789);
}

ATF_TC_WITHOUT_HEAD(at_least_what_was_asked_for_and_all_of_it_usable);
ATF_TC_BODY(at_least_what_was_asked_for_and_all_of_it_usable, tc)
{
	enum { OBJECTS = 600 };
	static void *p[OBJECTS];
	static size_t usable[OBJECTS];
	size_t i, n;

	/* Neighbours of all classes: a size too great would overwrite. */
	for (i = 0, n = 1; i < OBJECTS; i++, n += n / 53 + 1) {
		p[i] = opaque(malloc(n));
		REQUIRE(p[i] != NULL, "malloc(%zu)", n);
		usable[i] = malloc_usable_size(p[i]);
		REQUIRE(usable[i] >= n, "malloc(%zu) has %zu", n, usable[i]);
		if (usable[i] > 8 * MIB)
			break;
		pattern_fill(p[i], 0, usable[i], i);
	}
	n = i;
	for (i = 0; i < n; i++)
		REQUIRE(pattern_check(p[i], usable[i], i) == usable[i],
		    "object of %zu bytes", usable[i]);
	for (i = 0; i <= n && i < OBJECTS; i++)
		free(p[i]);
}

ATF_TC_WITHOUT_HEAD(constant_over_the_life_of_an_object);
ATF_TC_BODY(constant_over_the_life_of_an_object, tc)
{
	uint64_t seed = test_seed(tc);
	size_t i, j, n, usable[64];
	void *p[64], *q;

	for (i = 0, n = 1; i < NELEM(p); i++, n += n / 4 + 1) {
		p[i] = opaque(malloc(n));
		REQUIRE(p[i] != NULL, "malloc(%zu)", n);
		usable[i] = malloc_usable_size(p[i]);
	}
	for (i = 0; i < 20000; i++) {
		q = opaque(malloc(rng_below(&seed, 60000)));
		j = rng_below(&seed, NELEM(p));
		REQUIRE(malloc_usable_size(p[j]) == usable[j],
		    "was %zu, is %zu", usable[j], malloc_usable_size(p[j]));
		free(q);
	}
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
}

/* A caller may fill the usable size and grow the object: nothing is lost. */
ATF_TC_WITHOUT_HEAD(realloc_keeps_what_was_asked_for_and_more);
ATF_TC_BODY(realloc_keeps_what_was_asked_for_and_more, tc)
{
	size_t n, usable;
	void *p;

	for (n = 1; n <= MIB; n += n / 9 + 1) {
		p = opaque(malloc(n));
		REQUIRE(p != NULL, "malloc(%zu)", n);
		usable = malloc_usable_size(p);
		pattern_fill(p, 0, usable, n);
		p = opaque(realloc(p, usable + 1));
		REQUIRE(p != NULL, "realloc to %zu", usable + 1);
		REQUIRE(pattern_check(p, usable, n) == usable, "%zu -> %zu",
		    n, usable + 1);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(object_is_not_moved_within_its_usable_size);
ATF_TC_BODY(object_is_not_moved_within_its_usable_size, tc)
{
	size_t n, usable;
	void *p, *q;

	for (n = 1; n <= 3840; n += n / 9 + 1) {
		p = opaque(malloc(n));
		REQUIRE(p != NULL, "malloc(%zu)", n);
		usable = malloc_usable_size(p);
		q = opaque(realloc(p, usable));
		REQUIRE(q == p, "%zu -> %zu moved", n, usable);
		REQUIRE(malloc_usable_size(q) == usable, "%zu -> %zu", n,
		    usable);
		free(q);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, null_pointer_has_size_0);
	ATF_TP_ADD_TC(tp, at_least_what_was_asked_for_and_all_of_it_usable);
	ATF_TP_ADD_TC(tp, constant_over_the_life_of_an_object);
	ATF_TP_ADD_TC(tp, realloc_keeps_what_was_asked_for_and_more);
	ATF_TP_ADD_TC(tp, object_is_not_moved_within_its_usable_size);
	return atf_no_error();
}
