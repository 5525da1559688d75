/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* allocm, rallocm, sallocm, dallocm: M052 to M069 of the manual's rows. */
#include "malloc_atf.h"
#include "malloc_doors.h"

#define MAX_LG_ALIGN	25

static const size_t sizes[] = {
	1, 7, 8, 9, 16, 42, 100, 128, 129, 500, 513, 1000, 3840, 3841, 4096,
	4097, 10000, 40000, 65536, 200000, 1000000, 4 * MIB - 100, 4 * MIB + 1
};

static char untouched;

static void *
make(size_t size, int flags)
{
	size_t rsize = 0;
	void *p = &untouched;
	int error;

	errno = 1789;
	error = allocm(&p, &rsize, size, flags);
	REQUIRE(error == ALLOCM_SUCCESS, "allocm(%zu, %#x): %d", size,
	    (unsigned)flags, error);
	REQUIRE(p != NULL && p != &untouched, "allocm(%zu, %#x)", size,
	    (unsigned)flags);
	REQUIRE(rsize >= size && rsize == malloc_usable_size(p),
	    "allocm(%zu, %#x): %zu, %zu usable", size, (unsigned)flags, rsize,
	    malloc_usable_size(p));
	REQUIRE(errno == 1789, "errno %d", errno);
	return p;
}

static void
drop(void *p, int flags)
{
	errno = 1789;
	REQUIRE(dallocm(p, flags) == ALLOCM_SUCCESS, "%p, %#x", p,
	    (unsigned)flags);
	REQUIRE(errno == 1789, "errno %d", errno);
}

/* M052 */
ATF_TC_WITHOUT_HEAD(allocm_stores_address_and_real_size);
ATF_TC_BODY(allocm_stores_address_and_real_size, tc)
{
	size_t i, usable;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		p = make(sizes[i], 0);
		usable = malloc_usable_size(p);
		if (class_of(sizes[i]) != 0)
			REQUIRE(usable == class_of(sizes[i]), "%zu: %zu",
			    sizes[i], usable);
		pattern_fill(p, 0, usable, i);
		REQUIRE(pattern_check(p, usable, i) == usable, "%zu",
		    sizes[i]);
		drop(p, 0);
	}
}

/* M053 */
ATF_TC_WITHOUT_HEAD(rsize_may_be_null);
ATF_TC_BODY(rsize_may_be_null, tc)
{
	void *p = NULL;

	REQUIRE(allocm(&p, NULL, 42, 0) == ALLOCM_SUCCESS && p != NULL,
	    "%p", p);
	memset(p, 1, 42);
	REQUIRE(rallocm(&p, NULL, 4200, 0, 0) == ALLOCM_SUCCESS, "%p", p);
	REQUIRE(byte_check(p, 1, 42) == 42, "%p", p);
	REQUIRE(malloc_usable_size(p) >= 4200, "%zu", malloc_usable_size(p));
	REQUIRE(rallocm(&p, NULL, 4096, 0, ALLOCM_NO_MOVE) == ALLOCM_SUCCESS,
	    "%p", p);
	drop(p, 0);
}

/* M054, M055 */
ATF_TC_WITHOUT_HEAD(alignments_from_8_to_32_mib);
ATF_TC_BODY(alignments_from_8_to_32_mib, tc)
{
	size_t i, la;
	void *p, *q;

	for (la = 3; la <= MAX_LG_ALIGN; la++)
		for (i = 0; i < NELEM(sizes); i += la > 20 ? 4 : 1) {
			p = make(sizes[i], ALLOCM_LG_ALIGN((int)la));
			REQUIRE(is_aligned(p, (size_t)1 << la),
			    "%zu, 2^%zu: %p", sizes[i], la, p);
			q = make(sizes[i], ALLOCM_LG_ALIGN((int)la));
			REQUIRE(is_aligned(q, (size_t)1 << la),
			    "%zu, 2^%zu: %p", sizes[i], la, q);
			drop(p, ALLOCM_LG_ALIGN((int)la));
			drop(q, 0);
		}
}

ATF_TC_WITHOUT_HEAD(rallocm_aligns);
ATF_TC_BODY(rallocm_aligns, tc)
{
	size_t i, la, rsize;
	void *p;

	for (la = 3; la <= MAX_LG_ALIGN; la++) {
		p = make(100, 0);
		pattern_fill(p, 0, 100, la);
		for (i = 0; i < NELEM(sizes); i += 3) {
			rsize = 0;
			REQUIRE(rallocm(&p, &rsize, 100 + sizes[i], 0,
			    ALLOCM_LG_ALIGN((int)la)) == ALLOCM_SUCCESS,
			    "2^%zu, %zu", la, sizes[i]);
			REQUIRE(is_aligned(p, (size_t)1 << la) &&
			    rsize >= 100 + sizes[i] &&
			    rsize == malloc_usable_size(p),
			    "2^%zu, %zu: %p, %zu", la, sizes[i], p, rsize);
			REQUIRE(pattern_check(p, 100, la) == 100,
			    "2^%zu, %zu", la, sizes[i]);
		}
		drop(p, 0);
	}
}

/* M055, M056: whatever the bits say, an answer and no crash. */
static void
impossible_alignments(void *arg)
{
	int error, la;
	void *p;

	(void)arg;
	for (la = MAX_LG_ALIGN + 1; la < 64; la++) {
		p = &untouched;
		error = allocm(&p, NULL, 100, la);
		if (error == ALLOCM_SUCCESS) {
			MUST(is_aligned(p, (size_t)1 << la), "2^%d: %p", la,
			    p);
			MUST(dallocm(p, la) == ALLOCM_SUCCESS, "2^%d", la);
		} else {
			MUST(error == ALLOCM_ERR_OOM && p == NULL,
			    "2^%d: %d, %p", la, error, p);
			MUST(la > 35, "2^%d", la);
		}
	}
	MUST(allocm(&p, NULL, 100, 0) == ALLOCM_SUCCESS, "after all");
	pattern_fill(p, 0, 100, 1);
	for (la = 48; la < 64; la++)
		MUST(rallocm(&p, NULL, 200, 0, la) == ALLOCM_ERR_OOM, "2^%d",
		    la);
	MUST(pattern_check(p, 100, 1) == 100, "contents");
}

ATF_TC_WITHOUT_HEAD(alignments_beyond_reason);
ATF_TC_BODY(alignments_beyond_reason, tc)
{
	run_child(impossible_alignments, NULL, 60);
}

/* M056: 2^0 to 2^2 ask for nothing. */
ATF_TC_WITHOUT_HEAD(alignments_below_8);
ATF_TC_BODY(alignments_below_8, tc)
{
	int la;
	void *p;

	for (la = 0; la < 3; la++) {
		p = make(42, ALLOCM_LG_ALIGN(la));
		REQUIRE(is_aligned(p, 16), "2^%d: %p", la, p);
		drop(p, 0);
	}
}

/* M057 */
ATF_TC_WITHOUT_HEAD(zero_clears_the_whole_usable_size);
ATF_TC_BODY(zero_clears_the_whole_usable_size, tc)
{
	size_t i, la, usable;
	void *p, *q;

	for (la = 3; la <= 22; la++) {
		dirty_heap();
		for (i = 0; i < NELEM(sizes); i++) {
			if (la > 12 && sizes[i] > 65536 && i % 3 != 0)
				continue;
			p = make(sizes[i], (int)la | ALLOCM_ZERO);
			q = make(sizes[i], (int)la | ALLOCM_ZERO);
			usable = malloc_usable_size(q);
			REQUIRE(zero_check(p, malloc_usable_size(p)) ==
			    malloc_usable_size(p), "2^%zu, %zu", la, sizes[i]);
			REQUIRE(zero_check(q, usable) == usable,
			    "2^%zu, %zu: byte %zu of %zu", la, sizes[i],
			    zero_check(q, usable), usable);
			memset(p, 0xd7, malloc_usable_size(p));
			memset(q, 0xd7, usable);
			drop(p, 0);
			drop(q, 0);
		}
	}
}

/* M058 */
ATF_TC_WITHOUT_HEAD(zero_on_growth_from_the_old_real_size_on);
ATF_TC_BODY(zero_on_growth_from_the_old_real_size_on, tc)
{
	size_t i, j, old, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = i; j < NELEM(sizes); j++) {
			if (j % 4 == 0)
				dirty_heap();
			p = make(sizes[i], 0);
			old = malloc_usable_size(p);
			pattern_fill(p, 0, old, j);
			REQUIRE(rallocm(&p, &rsize, sizes[j], 0,
			    ALLOCM_ZERO) == ALLOCM_SUCCESS, "%zu to %zu",
			    sizes[i], sizes[j]);
			REQUIRE(pattern_check(p, old, j) == old,
			    "%zu to %zu: byte %zu of %zu", sizes[i], sizes[j],
			    pattern_check(p, old, j), old);
			REQUIRE(zero_check((char *)p + old, rsize - old) ==
			    rsize - old, "%zu to %zu: byte %zu behind %zu",
			    sizes[i], sizes[j],
			    zero_check((char *)p + old, rsize - old), old);
			memset(p, 0xd7, rsize);
			drop(p, 0);
		}
}

/* M058, in place: the pages that follow were used before. */
ATF_TC_WITHOUT_HEAD(zero_on_growth_in_place);
ATF_TC_BODY(zero_on_growth_in_place, tc)
{
	size_t rsize, size;
	unsigned grown = 0;
	void *p;

	if (geometry().chunk < MIB)
		atf_tc_skip("512 KiB is huge here");
	for (size = 2 * PAGE; size <= 64 * PAGE; size += PAGE) {
		p = make(512 * KIB, 0);
		memset(p, 0xd7, malloc_usable_size(p));
		REQUIRE(rallocm(&p, NULL, size, 0, ALLOCM_NO_MOVE) ==
		    ALLOCM_SUCCESS, "512 KiB to %zu", size);
		if (rallocm(&p, &rsize, 2 * size, 0, ALLOCM_NO_MOVE |
		    ALLOCM_ZERO) == ALLOCM_SUCCESS) {
			grown++;
			REQUIRE(byte_check(p, 0xd7, size) == size, "%zu",
			    byte_check(p, 0xd7, size));
			REQUIRE(zero_check((char *)p + size, rsize - size) ==
			    rsize - size, "%zu + %zu", size,
			    zero_check((char *)p + size, rsize - size));
		}
		drop(p, 0);
	}
	REQUIRE(grown > 50, "%u", grown);
}

/* M059: what must succeed and what must not. */
ATF_TC_WITHOUT_HEAD(no_move_shrinks_in_place);
ATF_TC_BODY(no_move_shrinks_in_place, tc)
{
	size_t chunk = geometry().chunk, rsize = 0;
	void *p, *q;

	p = q = make(64 * KIB, 0);
	pattern_fill(p, 0, 64 * KIB, 1);
	REQUIRE(rallocm(&p, &rsize, 3 * PAGE - 5, 0, ALLOCM_NO_MOVE) ==
	    ALLOCM_SUCCESS, "64 KiB to 3 pages");
	REQUIRE(p == q && rsize == 3 * PAGE, "%p, %zu", p, rsize);
	REQUIRE(pattern_check(p, 3 * PAGE, 1) == 3 * PAGE, "contents");
	/* And back: what follows is free. */
	REQUIRE(rallocm(&p, &rsize, 64 * KIB, 0, ALLOCM_NO_MOVE) ==
	    ALLOCM_SUCCESS && p == q && rsize == 64 * KIB, "%p, %zu", p,
	    rsize);
	REQUIRE(pattern_check(p, 3 * PAGE, 1) == 3 * PAGE, "contents");
	drop(p, 0);
	p = q = make(3 * chunk, 0);
	REQUIRE(rallocm(&p, &rsize, chunk, 0, ALLOCM_NO_MOVE) ==
	    ALLOCM_SUCCESS, "three chunks to one");
	REQUIRE(p == q && rsize == chunk, "%p, %zu", p, rsize);
	drop(p, 0);
}

static void
require_not_moved(size_t from, size_t to, size_t extra, int flags)
{
	size_t old, rsize = 1789;
	void *p, *q;

	p = q = make(from, 0);
	old = malloc_usable_size(p);
	pattern_fill(p, 0, old, from);
	errno = 1789;
	REQUIRE(rallocm(&p, &rsize, to, extra, ALLOCM_NO_MOVE | flags) ==
	    ALLOCM_ERR_NOT_MOVED, "%zu to %zu + %zu", from, to, extra);
	REQUIRE(p == q && rsize == 1789 && errno == 1789 &&
	    malloc_usable_size(p) == old, "%p was %p, rsize %zu, errno %d",
	    p, q, rsize, errno);
	REQUIRE(pattern_check(p, old, from) == old, "contents");
	drop(p, 0);
}

/* M059, M062, M065 */
ATF_TC_WITHOUT_HEAD(no_move_refuses_what_needs_a_move);
ATF_TC_BODY(no_move_refuses_what_needs_a_move, tc)
{
	size_t chunk = geometry().chunk;

	require_not_moved(PAGE, 1, 0, 0);
	require_not_moved(100, 1, 0, 0);
	require_not_moved(100, 129, 0, 0);
	require_not_moved(100, 129, 10000, 0);
	require_not_moved(16, 2 * PAGE, 0, 0);
	require_not_moved(16, 2 * chunk, 0, 0);
	require_not_moved(64 * KIB, 2 * chunk, 0, 0);
	require_not_moved(2 * chunk, 100, 0, 0);
	require_not_moved(2 * chunk, 2 * PAGE, 0, 0);
	require_not_moved(16, SIZE_MAX, 0, 0);
	require_not_moved(PAGE, SIZE_MAX - 8192, 0, 0);
	require_not_moved(2 * chunk, TOO_LARGE, 0, 0);
	require_not_moved(2 * chunk, PTRDIFF_MAX - chunk, 0, 0);
	require_not_moved(3 * PAGE, 3 * PAGE, 0, 40);
}

/* M059: an object that stands in the way. */
ATF_TC_WITHOUT_HEAD(no_move_does_not_grow_into_a_neighbour);
ATF_TC_BODY(no_move_does_not_grow_into_a_neighbour, tc)
{
	size_t i, n, rsize;
	unsigned refused = 0;
	void *p[32], *q;
	int error;

	n = 96 * KIB;
	for (i = 0; i < NELEM(p); i++) {
		p[i] = make(n, 0);
		pattern_fill(p[i], 0, n, i);
	}
	for (i = 0; i < NELEM(p); i++) {
		q = p[i];
		rsize = 1789;
		error = rallocm(&q, &rsize, n + PAGE, 0, ALLOCM_NO_MOVE);
		REQUIRE(q == p[i], "%p was %p", q, p[i]);
		if (error == ALLOCM_SUCCESS) {
			REQUIRE(rsize == n + PAGE, "%zu", rsize);
			continue;
		}
		REQUIRE(error == ALLOCM_ERR_NOT_MOVED && rsize == 1789,
		    "%d, %zu", error, rsize);
		refused++;
	}
	REQUIRE(refused >= NELEM(p) / 2, "%u", refused);
	for (i = 0; i < NELEM(p); i++) {
		REQUIRE(pattern_check(p[i], n, i) == n, "%zu", i);
		drop(p[i], 0);
	}
}

/* M060 */
ATF_TC_WITHOUT_HEAD(allocm_without_memory);
ATF_TC_BODY(allocm_without_memory, tc)
{
	static const size_t bad[] = {
		SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 4096, SIZE_MAX - 4 * MIB,
		TOO_LARGE, PTRDIFF_MAX, PTRDIFF_MAX - 4096, SIZE_MAX / 4
	};
	size_t i, rsize;
	void *p;
	int la;

	for (i = 0; i < NELEM(bad); i++)
		for (la = 0; la <= MAX_LG_ALIGN; la += 5) {
			p = &untouched;
			rsize = 1789;
			errno = 1789;
			REQUIRE(allocm(&p, &rsize, opaque_size(bad[i]),
			    la | ALLOCM_ZERO) == ALLOCM_ERR_OOM, "%zu, 2^%d",
			    bad[i], la);
			REQUIRE(p == NULL, "%p", p);
			REQUIRE(rsize == 1789 && errno == 1789,
			    "%zu, errno %d", rsize, errno);
		}
}

/* M061 */
ATF_TC_WITHOUT_HEAD(rallocm_without_memory);
ATF_TC_BODY(rallocm_without_memory, tc)
{
	static const size_t bad[] = {
		SIZE_MAX, SIZE_MAX - 8192, SIZE_MAX - 4 * MIB, TOO_LARGE,
		PTRDIFF_MAX, SIZE_MAX / 4
	};
	size_t i, j, old, rsize;
	void *p, *q;

	for (i = 0; i < NELEM(sizes); i += 2) {
		p = q = make(sizes[i], 0);
		old = malloc_usable_size(p);
		pattern_fill(p, 0, old, i);
		for (j = 0; j < NELEM(bad); j++) {
			rsize = 1789;
			errno = 1789;
			REQUIRE(rallocm(&p, &rsize, opaque_size(bad[j]), 0,
			    0) == ALLOCM_ERR_OOM, "%zu to %zu", sizes[i],
			    bad[j]);
			REQUIRE(p == q && rsize == 1789 && errno == 1789,
			    "%p was %p, %zu, errno %d", p, q, rsize, errno);
			REQUIRE(malloc_usable_size(p) == old &&
			    pattern_check(p, old, i) == old, "%zu to %zu",
			    sizes[i], bad[j]);
		}
		drop(p, 0);
	}
}

static void
exhaust(void *arg)
{
	size_t rsize;
	void *p, *kept = NULL, *q;
	int error;

	(void)arg;
	MUST(allocm(&p, NULL, 100, 0) == ALLOCM_SUCCESS, "first");
	pattern_fill(p, 0, 100, 5);
	MUST(limit_address_space(64 * MIB) == 0, "errno %d", errno);
	for (;;) {
		error = allocm(&q, &rsize, 300 * KIB, ALLOCM_ZERO);
		if (error != ALLOCM_SUCCESS)
			break;
		*(void **)q = kept;
		kept = q;
	}
	MUST(error == ALLOCM_ERR_OOM && q == NULL, "%d, %p", error, q);
	q = p;
	MUST(rallocm(&p, &rsize, 80 * MIB, 0, 0) == ALLOCM_ERR_OOM, "%zu",
	    rsize);
	MUST(p == q && pattern_check(p, 100, 5) == 100, "contents");
	while (kept != NULL) {
		q = *(void **)kept;
		MUST(dallocm(kept, 0) == ALLOCM_SUCCESS, "%p", kept);
		kept = q;
	}
	MUST(rallocm(&p, &rsize, 8 * MIB, 0, 0) == ALLOCM_SUCCESS, "again");
	MUST(pattern_check(p, 100, 5) == 100, "contents");
}

/* M060, M061 */
ATF_TC_WITHOUT_HEAD(no_memory_left);
ATF_TC_BODY(no_memory_left, tc)
{
	run_child(exhaust, NULL, 60);
}

/* M063 */
ATF_TC_WITHOUT_HEAD(extra_is_had_or_not);
ATF_TC_BODY(extra_is_had_or_not, tc)
{
	static const size_t extras[] = {
		0, 1, 100, 5000, 100000, MIB, 5 * MIB
	};
	size_t i, j, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(extras); j++) {
			p = make(42, 0);
			pattern_fill(p, 0, 42, i);
			rsize = 0;
			REQUIRE(rallocm(&p, &rsize, sizes[i], extras[j], 0) ==
			    ALLOCM_SUCCESS, "%zu + %zu", sizes[i], extras[j]);
			REQUIRE(rsize >= sizes[i] &&
			    rsize == malloc_usable_size(p) &&
			    rsize <= malloc_good_size(sizes[i] + extras[j]),
			    "%zu + %zu: %zu", sizes[i], extras[j], rsize);
			REQUIRE(pattern_check(p, sizes[i] < 42 ? sizes[i] : 42,
			    i) == (sizes[i] < 42 ? sizes[i] : 42), "%zu",
			    sizes[i]);
			drop(p, 0);
		}
}

/* Memory is plenty, so all of it is. */
ATF_TC_WITHOUT_HEAD(extra_is_had);
ATF_TC_BODY(extra_is_had, tc)
{
	size_t i, extra, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (extra = 1; extra < 10 * MIB; extra = extra * 7 + 3) {
			p = make(42, 0);
			REQUIRE(rallocm(&p, &rsize, sizes[i], extra, 0) ==
			    ALLOCM_SUCCESS, "%zu + %zu", sizes[i], extra);
			REQUIRE(rsize == malloc_good_size(sizes[i] + extra),
			    "%zu + %zu: %zu", sizes[i], extra, rsize);
			drop(p, 0);
		}
}

ATF_TC_WITHOUT_HEAD(extra_that_is_impossible_is_no_error);
ATF_TC_BODY(extra_that_is_impossible_is_no_error, tc)
{
	size_t extra[6], i, j, n, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		n = sizes[i];
		extra[0] = SIZE_MAX - n;
		extra[1] = TOO_LARGE;
		extra[2] = PTRDIFF_MAX - n;
		extra[3] = PTRDIFF_MAX - n - 100;
		extra[4] = SIZE_MAX / 4;
		extra[5] = SIZE_MAX;
		for (j = 0; j < NELEM(extra); j++) {
			p = make(42, 0);
			rsize = 0;
			REQUIRE(rallocm(&p, &rsize, n, extra[j], 0) ==
			    ALLOCM_SUCCESS, "%zu + %zu", n, extra[j]);
			REQUIRE(rsize >= n && rsize == malloc_usable_size(p),
			    "%zu + %zu: %zu", n, extra[j], rsize);
			/* It has its size now: that must do in place too. */
			REQUIRE(rallocm(&p, &rsize, n, extra[j],
			    ALLOCM_NO_MOVE) == ALLOCM_SUCCESS, "%zu + %zu", n,
			    extra[j]);
			drop(p, 0);
		}
	}
}

ATF_TC_WITHOUT_HEAD(extra_in_place);
ATF_TC_BODY(extra_in_place, tc)
{
	size_t rsize = 0;
	void *p, *q;

	p = q = make(4096, 0);
	REQUIRE(rallocm(&p, &rsize, 1, 5000, ALLOCM_NO_MOVE) ==
	    ALLOCM_SUCCESS, "1 + 5000");
	REQUIRE(p == q && (rsize == 4096 || rsize == 8192), "%p, %zu", p,
	    rsize);
	drop(p, 0);
	p = q = make(64 * KIB, 0);
	REQUIRE(rallocm(&p, &rsize, 8 * KIB, 8 * KIB, ALLOCM_NO_MOVE) ==
	    ALLOCM_SUCCESS && p == q, "shrink");
	REQUIRE(rsize >= 8 * KIB && rsize <= 16 * KIB, "%zu", rsize);
	drop(p, 0);
}

/* M065 */
ATF_TC_WITHOUT_HEAD(same_class_stays);
ATF_TC_BODY(same_class_stays, tc)
{
	size_t i, rsize;
	void *p, *q;

	for (i = 0; i < NELEM(sizes); i++) {
		p = q = make(sizes[i], 0);
		rsize = 0;
		REQUIRE(rallocm(&p, &rsize, malloc_usable_size(q), 0, 0) ==
		    ALLOCM_SUCCESS, "%zu", sizes[i]);
		REQUIRE(p == q && rsize == malloc_usable_size(q),
		    "%p was %p, %zu", p, q, rsize);
		drop(p, 0);
	}
}

/* M066 */
ATF_TC_WITHOUT_HEAD(sallocm_is_malloc_usable_size);
ATF_TC_BODY(sallocm_is_malloc_usable_size, tc)
{
	size_t i, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		p = i % 2 == 0 ? make(sizes[i], 0) : opaque(malloc(sizes[i]));
		rsize = 0;
		errno = 1789;
		REQUIRE(sallocm(p, &rsize, 0) == ALLOCM_SUCCESS, "%zu",
		    sizes[i]);
		REQUIRE(rsize == malloc_usable_size(p) && rsize >= sizes[i],
		    "%zu: %zu", sizes[i], rsize);
		REQUIRE(errno == 1789, "errno %d", errno);
		drop(p, 0);
	}
}

/* M067 */
ATF_TC_WITHOUT_HEAD(dallocm_gives_back);
ATF_TC_BODY(dallocm_gives_back, tc)
{
	size_t before, i, with;
	void *p[100];

	if (!built_with("stats"))
		atf_tc_skip("built without statistics");
	refresh();
	before = ctl_size("stats.allocated");
	for (i = 0; i < NELEM(p); i++)
		p[i] = make(sizes[i % 20], 0);
	refresh();
	with = ctl_size("stats.allocated");
	REQUIRE(with > before + 100000, "%zu, then %zu", before, with);
	for (i = 0; i < NELEM(p); i++)
		drop(p[i], 0);
	refresh();
	REQUIRE(ctl_size("stats.allocated") < before + 50000,
	    "%zu, then %zu", before, ctl_size("stats.allocated"));
}

/* M068 */
ATF_TC_WITHOUT_HEAD(size_0_counts_as_1);
ATF_TC_BODY(size_0_counts_as_1, tc)
{
	size_t rsize = 0;
	void *p, *q;

	p = make(0, 0);
	q = make(0, ALLOCM_ZERO | ALLOCM_LG_ALIGN(6));
	REQUIRE(p != q && malloc_usable_size(p) == SMALLEST, "%p, %p: %zu", p,
	    q, malloc_usable_size(p));
	REQUIRE(is_aligned(q, 64), "%p", q);
	drop(p, 0);
	drop(q, 0);
	p = make(1000, 0);
	REQUIRE(rallocm(&p, &rsize, 0, 0, 0) == ALLOCM_SUCCESS &&
	    p != NULL && rsize == SMALLEST, "%p, %zu", p, rsize);
	drop(p, 0);
}

/* M069 */
ATF_TC_WITHOUT_HEAD(flags_that_mean_nothing_are_ignored);
ATF_TC_BODY(flags_that_mean_nothing_are_ignored, tc)
{
	int all = ALLOCM_ZERO | ALLOCM_NO_MOVE | ALLOCM_LG_ALIGN(6);
	size_t i, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		p = make(sizes[i], ALLOCM_NO_MOVE);
		memset(p, 0xd7, malloc_usable_size(p));
		rsize = 0;
		REQUIRE(sallocm(p, &rsize, all) == ALLOCM_SUCCESS &&
		    rsize == malloc_usable_size(p), "%zu", rsize);
		REQUIRE(byte_check(p, 0xd7, rsize) == rsize, "%zu", sizes[i]);
		drop(p, all);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, allocm_stores_address_and_real_size);
	ATF_TP_ADD_TC(tp, rsize_may_be_null);
	ATF_TP_ADD_TC(tp, alignments_from_8_to_32_mib);
	ATF_TP_ADD_TC(tp, rallocm_aligns);
	ATF_TP_ADD_TC(tp, alignments_beyond_reason);
	ATF_TP_ADD_TC(tp, alignments_below_8);
	ATF_TP_ADD_TC(tp, zero_clears_the_whole_usable_size);
	ATF_TP_ADD_TC(tp, zero_on_growth_from_the_old_real_size_on);
	ATF_TP_ADD_TC(tp, zero_on_growth_in_place);
	ATF_TP_ADD_TC(tp, no_move_shrinks_in_place);
	ATF_TP_ADD_TC(tp, no_move_refuses_what_needs_a_move);
	ATF_TP_ADD_TC(tp, no_move_does_not_grow_into_a_neighbour);
	ATF_TP_ADD_TC(tp, allocm_without_memory);
	ATF_TP_ADD_TC(tp, rallocm_without_memory);
	ATF_TP_ADD_TC(tp, no_memory_left);
	ATF_TP_ADD_TC(tp, extra_is_had_or_not);
	ATF_TP_ADD_TC(tp, extra_is_had);
	ATF_TP_ADD_TC(tp, extra_that_is_impossible_is_no_error);
	ATF_TP_ADD_TC(tp, extra_in_place);
	ATF_TP_ADD_TC(tp, same_class_stays);
	ATF_TP_ADD_TC(tp, sallocm_is_malloc_usable_size);
	ATF_TP_ADD_TC(tp, dallocm_gives_back);
	ATF_TP_ADD_TC(tp, size_0_counts_as_1);
	ATF_TP_ADD_TC(tp, flags_that_mean_nothing_are_ignored);
	return atf_no_error();
}
