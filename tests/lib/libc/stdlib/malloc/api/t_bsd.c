/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * reallocf, reallocarray, recallocarray, freezero, reallocarr, and of macOS
 * malloc_size and malloc_good_size.
 */
#include "malloc_dies.h"
#include "malloc_doors.h"

#define HALF	(SIZE_MAX / 2)

static const size_t sizes[] = {
	1, 9, 100, 129, 1000, 3840, 4097, 65536, 1000000, 4 * MIB + 1
};

static void *
make(size_t n)
{
	void *p;

	p = opaque(malloc(n));
	REQUIRE(p != NULL, "%zu", n);
	pattern_fill(p, 0, n, n);
	return p;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

ATF_TC_WITHOUT_HEAD(reallocf_resizes);
ATF_TC_BODY(reallocf_resizes, tc)
{
	size_t i, j, n;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(sizes); j++) {
			p = make(sizes[i]);
			errno = 1789;
			p = reallocf(p, sizes[j]);
			REQUIRE(p != NULL && errno == 1789, "%p, errno %d", p,
			    errno);
			n = least(sizes[i], sizes[j]);
			REQUIRE(malloc_usable_size(p) >= sizes[j] &&
			    pattern_check(p, n, sizes[i]) == n, "%zu to %zu",
			    sizes[i], sizes[j]);
			free(p);
		}
	p = reallocf(NULL, 100);
	REQUIRE(p != NULL && malloc_usable_size(p) == class_of(100), "%p", p);
	p = reallocf(p, 0);
	REQUIRE(p != NULL && malloc_usable_size(p) == SMALLEST, "%p", p);
	free(p);
}

static void
free_again(void *p)
{
	free(opaque(p));
}

ATF_TC_WITHOUT_HEAD(reallocf_frees_when_it_fails);
ATF_TC_BODY(reallocf_frees_when_it_fails, tc)
{
	size_t i;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		p = make(sizes[i]);
		errno = 0;
		REQUIRE(reallocf(p, opaque_size(TOO_LARGE)) == NULL &&
		    errno == ENOMEM, "errno %d", errno);
		if (!option_on("tcache") || sizes[i] < 10000)
			require_abort(free_again, p,
			    "^<jemalloc>: Error in free\\(\\): ");
	}
	errno = 0;
	REQUIRE(reallocf(NULL, opaque_size(SIZE_MAX)) == NULL &&
	    errno == ENOMEM, "errno %d", errno);
}

ATF_TC_WITHOUT_HEAD(reallocarray_multiplies);
ATF_TC_BODY(reallocarray_multiplies, tc)
{
	void *p, *q;

	errno = 1789;
	p = reallocarray(NULL, 10, 100);
	REQUIRE(p != NULL && malloc_usable_size(p) == class_of(1000) &&
	    errno == 1789, "%p, errno %d", p, errno);
	pattern_fill(p, 0, 1000, 1);
	p = reallocarray(p, 1000, 100);
	REQUIRE(p != NULL && malloc_usable_size(p) == class_of(100000), "%p",
	    p);
	REQUIRE(pattern_check(p, 1000, 1) == 1000, "contents");
	q = p;
	errno = 0;
	REQUIRE(reallocarray(p, opaque_size(HALF), 3) == NULL &&
	    errno == ENOMEM, "errno %d", errno);
	errno = 0;
	REQUIRE(reallocarray(p, opaque_size((size_t)1 << 32),
	    (size_t)1 << 32) == NULL && errno == ENOMEM, "errno %d", errno);
	errno = 0;
	REQUIRE(reallocarray(p, opaque_size(TOO_LARGE / 8), 8) == NULL &&
	    errno == ENOMEM, "errno %d", errno);
	q = opaque(q);
	REQUIRE(pattern_check(q, 1000, 1) == 1000, "contents");
	q = reallocarray(q, 0, 100);
	REQUIRE(q != NULL && malloc_usable_size(q) == SMALLEST, "%p", q);
	free(q);
}

ATF_TC_WITHOUT_HEAD(recallocarray_clears_what_is_new);
ATF_TC_BODY(recallocarray_clears_what_is_new, tc)
{
	size_t from, i, j, n, to;
	char *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(sizes); j++) {
			from = sizes[i] / 5 + 1;
			to = sizes[j] / 5 + 1;
			dirty_heap();
			errno = 1789;
			p = recallocarray(NULL, 1789, from, 5);
			REQUIRE(p != NULL && errno == 1789, "%p, errno %d", p,
			    errno);
			REQUIRE(zero_check(p, from * 5) == from * 5, "%zu",
			    from);
			pattern_fill(p, 0, from * 5, i);
			p = recallocarray(p, from, to, 5);
			REQUIRE(p != NULL && errno == 1789, "%p, errno %d", p,
			    errno);
			n = least(from, to) * 5;
			REQUIRE(pattern_check(p, n, i) == n, "%zu to %zu",
			    from, to);
			if (to > from)
				REQUIRE(zero_check(p + n, (to - from) * 5) ==
				    (to - from) * 5, "%zu to %zu", from, to);
			free(p);
		}
}

ATF_TC_WITHOUT_HEAD(recallocarray_errors);
ATF_TC_BODY(recallocarray_errors, tc)
{
	void *p;

	p = make(1000);
	errno = 0;
	REQUIRE(recallocarray(p, 10, opaque_size(HALF), 3) == NULL &&
	    errno == ENOMEM, "errno %d", errno);
	errno = 0;
	REQUIRE(recallocarray(p, opaque_size(HALF), 10, 3) == NULL &&
	    errno == EINVAL, "errno %d", errno);
	errno = 0;
	REQUIRE(recallocarray(p, 10, opaque_size(TOO_LARGE / 100), 100) ==
	    NULL && errno == ENOMEM, "errno %d", errno);
	errno = 0;
	REQUIRE(recallocarray(NULL, 0, opaque_size(HALF), 3) == NULL &&
	    errno == ENOMEM, "errno %d", errno);
	/* More than there ever was. */
	errno = 0;
	REQUIRE(recallocarray(p, 20000, 30000, 1) == NULL && errno == EINVAL,
	    "errno %d", errno);
	REQUIRE(pattern_check(p, 1000, 1000) == 1000, "contents");
	p = recallocarray(p, 1000, 0, 1);
	REQUIRE(p != NULL && malloc_usable_size(p) == SMALLEST, "%p", p);
	free(p);
}

/*
 * What is freed bears the mark of it or what junk writes; behind the first
 * word of a cached object nothing else does.
 */
static void
require_forgotten(const char *p, size_t n, const char *what)
{
	int byte = option_on("junk") ? 0x5a : 0;

	REQUIRE(byte_check(p + 8, byte, n - 8) == n - 8, "%s: byte %zu: %#x",
	    what, 8 + byte_check(p + 8, byte, n - 8),
	    (unsigned char)p[8 + byte_check(p + 8, byte, n - 8)]);
}

ATF_TC_WITHOUT_HEAD(nothing_of_the_old_is_left_behind);
ATF_TC_BODY(nothing_of_the_old_is_left_behind, tc)
{
	size_t n;
	char *p, *q;

	for (n = 16; n <= 32 * KIB; n *= 2) {
		p = make(n);
		freezero(p, n);
		require_forgotten(opaque(p), n, "freezero");
		p = make(n);
		q = recallocarray(p, 1, 3, n);
		REQUIRE(q != NULL && q != p, "%p", q);
		require_forgotten(opaque(p), n, "recallocarray");
		free(q);
		p = make(n);
		q = recallocarray(p, n, n / 4, 1);
		REQUIRE(q != NULL, "%zu", n);
		if (q != p)
			require_forgotten(opaque(p), n, "recallocarray");
		else
			REQUIRE(zero_check(p + n / 4, n - n / 4) == n - n / 4,
			    "%zu", n);
		free(q);
	}
}

ATF_TC_WITHOUT_HEAD(freezero_frees);
ATF_TC_BODY(freezero_frees, tc)
{
	size_t i, round;
	void *p;

	errno = 1789;
	freezero(NULL, 0);
	freezero(NULL, 100);
	for (round = 0; round < 100; round++)
		for (i = 0; i < NELEM(sizes); i++)
			freezero(make(sizes[i]), round % 2 == 0 ? sizes[i] : 0);
	REQUIRE(errno == 1789, "errno %d", errno);
	for (i = 0; i < NELEM(sizes) && sizes[i] < 10000; i++) {
		p = make(sizes[i]);
		freezero(p, sizes[i]);
		require_abort(free_again, p,
		    "^<jemalloc>: Error in free\\(\\): ");
	}
}

static void
freezero_lies(void *arg)
{
	freezero(opaque(malloc(128)), *(size_t *)arg);
}

ATF_TC_WITHOUT_HEAD(freezero_of_more_than_there_is);
ATF_TC_BODY(freezero_of_more_than_there_is, tc)
{
	static size_t said[] = { 129, 5000, SIZE_MAX };
	size_t i;

	for (i = 0; i < NELEM(said); i++)
		require_abort(freezero_lies, &said[i],
		    "^<jemalloc>: Error in freezero\\(\\): wrong size [0-9]+ "
		    "of 0x[0-9a-f]+: an object of 128 bytes\n$");
}

ATF_TC_WITHOUT_HEAD(reallocarr_changes_the_pointer);
ATF_TC_BODY(reallocarr_changes_the_pointer, tc)
{
	char *p = NULL, *q;

	errno = 1789;
	REQUIRE(reallocarr(&p, 10, 100) == 0 && p != NULL, "%p", p);
	pattern_fill(p, 0, 1000, 1);
	REQUIRE(reallocarr(&p, 1000, 100) == 0 && p != NULL, "%p", p);
	REQUIRE(malloc_usable_size(p) == class_of(100000) &&
	    pattern_check(p, 1000, 1) == 1000, "contents");
	q = p;
	REQUIRE(reallocarr(&p, opaque_size(HALF), 3) == EOVERFLOW, "overflow");
	REQUIRE(reallocarr(&p, opaque_size(TOO_LARGE), 1) == ENOMEM,
	    "too large");
	REQUIRE(p == q && pattern_check(p, 1000, 1) == 1000, "%p was %p", p,
	    q);
	REQUIRE(reallocarr(&p, 0, 100) == 0 && p == NULL, "%p", p);
	REQUIRE(reallocarr(&p, 100, 0) == 0 && p == NULL, "%p", p);
	REQUIRE(reallocarr(&p, 7, 7) == 0 && p != NULL, "%p", p);
	REQUIRE(reallocarr(&p, 7, 0) == 0 && p == NULL, "%p", p);
	REQUIRE(errno == 1789, "errno %d", errno);
}

ATF_TC_WITHOUT_HEAD(malloc_size_and_good_size);
ATF_TC_BODY(malloc_size_and_good_size, tc)
{
	size_t n;
	void *p;

	REQUIRE(malloc_size(NULL) == 0, "%zu", malloc_size(NULL));
	for (n = 0; n < 20 * MIB; n += n / 20 + 1) {
		errno = 1789;
		p = opaque(malloc(n));
		REQUIRE(malloc_size(p) == malloc_usable_size(p) &&
		    malloc_good_size(n) == malloc_size(p), "%zu: %zu, %zu", n,
		    malloc_size(p), malloc_good_size(n));
		free(p);
		REQUIRE(errno == 1789, "errno %d", errno);
	}
	REQUIRE(malloc_good_size(opaque_size(SIZE_MAX)) == 0 &&
	    malloc_good_size(opaque_size(TOO_LARGE)) == 0, "%zu",
	    malloc_good_size(TOO_LARGE));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, reallocf_resizes);
	ATF_TP_ADD_TC(tp, reallocf_frees_when_it_fails);
	ATF_TP_ADD_TC(tp, reallocarray_multiplies);
	ATF_TP_ADD_TC(tp, recallocarray_clears_what_is_new);
	ATF_TP_ADD_TC(tp, recallocarray_errors);
	ATF_TP_ADD_TC(tp, nothing_of_the_old_is_left_behind);
	ATF_TP_ADD_TC(tp, freezero_frees);
	ATF_TP_ADD_TC(tp, freezero_of_more_than_there_is);
	ATF_TP_ADD_TC(tp, reallocarr_changes_the_pointer);
	ATF_TP_ADD_TC(tp, malloc_size_and_good_size);
	return atf_no_error();
}
