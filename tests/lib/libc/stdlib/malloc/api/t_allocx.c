/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The interface with flags: mallocx and its six relatives. */
#include "malloc_atf.h"
#include "malloc_dies.h"
#include "malloc_doors.h"

#define MAX_LG_ALIGN	25

static const size_t sizes[] = {
	1, 8, 9, 42, 100, 129, 500, 513, 1000, 3840, 3841, 4096, 4097, 10000,
	40000, 65536, 200000, 1000000, 4 * MIB - 100, 4 * MIB + 1
};

static const int flag_sets[] = {
	0, MALLOCX_ZERO, MALLOCX_TCACHE_NONE,
	MALLOCX_TCACHE_NONE | MALLOCX_ZERO, MALLOCX_ARENA(0),
	MALLOCX_ARENA(0) | MALLOCX_ZERO | MALLOCX_TCACHE_NONE,
	MALLOCX_LG_ALIGN(3), MALLOCX_LG_ALIGN(6) | MALLOCX_ZERO,
	MALLOCX_LG_ALIGN(8) | MALLOCX_TCACHE_NONE,
	MALLOCX_LG_ALIGN(12) | MALLOCX_ARENA(0),
	MALLOCX_LG_ALIGN(13) | MALLOCX_ZERO, MALLOCX_LG_ALIGN(17),
	MALLOCX_LG_ALIGN(20) | MALLOCX_ZERO | MALLOCX_TCACHE_NONE,
	MALLOCX_LG_ALIGN(22), MALLOCX_LG_ALIGN(23) | MALLOCX_ARENA(0)
};

static size_t
alignment_in(int flags)
{
	return (size_t)1 << (flags & 63);
}

static void *
make(size_t size, int flags)
{
	void *p;

	errno = 1789;
	p = opaque(mallocx(size, flags));
	REQUIRE(p != NULL && errno == 1789, "mallocx(%zu, %#x): %p, errno %d",
	    size, (unsigned)flags, p, errno);
	REQUIRE(is_aligned(p, alignment_in(flags)), "mallocx(%zu, %#x): %p",
	    size, (unsigned)flags, p);
	return p;
}

ATF_TC_WITHOUT_HEAD(all_flags_with_all_sizes);
ATF_TC_BODY(all_flags_with_all_sizes, tc)
{
	size_t i, j, usable;
	void *p;

	dirty_heap();
	for (i = 0; i < NELEM(flag_sets); i++)
		for (j = 0; j < NELEM(sizes); j++) {
			p = make(sizes[j], flag_sets[i]);
			usable = malloc_usable_size(p);
			REQUIRE(usable >= sizes[j] &&
			    usable == sallocx(p, flag_sets[i]) &&
			    usable == nallocx(sizes[j], flag_sets[i]),
			    "%#x, %zu: usable %zu, sallocx %zu, nallocx %zu",
			    (unsigned)flag_sets[i], sizes[j], usable,
			    sallocx(p, flag_sets[i]),
			    nallocx(sizes[j], flag_sets[i]));
			if ((flag_sets[i] & MALLOCX_ZERO) != 0)
				REQUIRE(zero_check(p, usable) == usable,
				    "%#x, %zu: byte %zu",
				    (unsigned)flag_sets[i], sizes[j],
				    zero_check(p, usable));
			memset(p, 0xd7, usable);
			if (j % 3 == 0)
				free(p);
			else if (j % 3 == 1)
				dallocx(p, flag_sets[i]);
			else
				sdallocx(p, sizes[j], flag_sets[i]);
		}
}

ATF_TC_WITHOUT_HEAD(alignments_from_1_to_32_mib);
ATF_TC_BODY(alignments_from_1_to_32_mib, tc)
{
	size_t i;
	void *p;
	int la;

	for (la = 0; la <= MAX_LG_ALIGN; la++)
		for (i = 0; i < NELEM(sizes); i += la > 20 ? 4 : 1) {
			p = make(sizes[i], MALLOCX_LG_ALIGN(la));
			sdallocx(p, sizes[i], MALLOCX_LG_ALIGN(la));
		}
}

ATF_TC_WITHOUT_HEAD(size_0_counts_as_1);
ATF_TC_BODY(size_0_counts_as_1, tc)
{
	void *p, *q;

	p = make(0, 0);
	q = make(0, 0);
	REQUIRE(p != q && sallocx(p, 0) == SMALLEST, "%p, %p, %zu", p, q,
	    sallocx(p, 0));
	REQUIRE(nallocx(0, 0) == SMALLEST, "%zu", nallocx(0, 0));
	p = rallocx(p, 0, 0);
	REQUIRE(p != NULL && sallocx(p, 0) == SMALLEST, "%p", p);
	sdallocx(p, 0, 0);
	dallocx(q, 0);
}

ATF_TC_WITHOUT_HEAD(impossible_is_null_and_errno_stays);
ATF_TC_BODY(impossible_is_null_and_errno_stays, tc)
{
	static const size_t bad[] = {
		SIZE_MAX, SIZE_MAX - 4096, TOO_LARGE, PTRDIFF_MAX,
		PTRDIFF_MAX - 100, SIZE_MAX / 4
	};
	size_t i, j;
	void *p;

	p = make(100, 0);
	pattern_fill(p, 0, 100, 1);
	for (i = 0; i < NELEM(bad); i++)
		for (j = 0; j < NELEM(flag_sets); j++) {
			errno = 1789;
			REQUIRE(mallocx(opaque_size(bad[i]), flag_sets[j]) ==
			    NULL, "%zu", bad[i]);
			REQUIRE(rallocx(p, opaque_size(bad[i]),
			    flag_sets[j]) == NULL, "%zu", bad[i]);
			REQUIRE(errno == 1789, "errno %d", errno);
			REQUIRE(bad[i] < TOO_LARGE ||
			    nallocx(bad[i], flag_sets[j]) == 0, "nallocx(%zu)",
			    bad[i]);
		}
	REQUIRE(sallocx(p, 0) == malloc_usable_size(p) &&
	    pattern_check(p, 100, 1) == 100, "contents");
	dallocx(p, 0);
}

/* No arena and no cache of such a number can be. */
ATF_TC_WITHOUT_HEAD(numbers_of_nothing);
ATF_TC_BODY(numbers_of_nothing, tc)
{
	static const int bad[] = {
		MALLOCX_ARENA(4094), 0x200, 0x300, 0xfff00
	};
	unsigned narenas;
	size_t i;
	void *p;

	p = make(100, 0);
	for (i = 0; i < NELEM(bad); i++) {
		REQUIRE(mallocx(100, bad[i]) == NULL, "%#x", (unsigned)bad[i]);
		REQUIRE(rallocx(p, 5000, bad[i]) == NULL, "%#x",
		    (unsigned)bad[i]);
	}
	REQUIRE(ctl_read("arenas.narenas", &narenas, sizeof(narenas)) == 0,
	    "no arenas.narenas");
	if (narenas < 4000) {
		REQUIRE(mallocx(100, MALLOCX_ARENA(narenas)) == NULL, "%u",
		    narenas);
		for (i = 0; i < narenas && i < 3; i++)
			dallocx(make(100, MALLOCX_ARENA(i)), 0);
		dallocx(make(100, MALLOCX_ARENA(narenas - 1)), 0);
	}
	dallocx(p, 0);
}

/* What a named arena hands out is counted there. */
ATF_TC_WITHOUT_HEAD(the_arena_that_was_named);
ATF_TC_BODY(the_arena_that_was_named, tc)
{
	static const char name[] = "stats.arenas.1.small.allocated";
	size_t before, i;
	unsigned narenas;
	void *p[100];

	REQUIRE(ctl_read("arenas.narenas", &narenas, sizeof(narenas)) == 0,
	    "no arenas.narenas");
	if (narenas < 2 || !built_with("stats"))
		atf_tc_skip("one arena, or no statistics");
	dallocx(make(64, MALLOCX_ARENA(1)), MALLOCX_TCACHE_NONE);
	refresh();
	before = ctl_size(name);
	for (i = 0; i < NELEM(p); i++)
		p[i] = make(64, MALLOCX_ARENA(1));
	refresh();
	REQUIRE(ctl_size(name) == before + NELEM(p) * 64, "%zu, then %zu",
	    before, ctl_size(name));
	for (i = 0; i < NELEM(p); i++)
		dallocx(p[i], MALLOCX_TCACHE_NONE);
	refresh();
	REQUIRE(ctl_size(name) == before, "%zu, then %zu", before,
	    ctl_size(name));
}

static size_t
fills(void)
{
	uint64_t n, sum = 0;
	unsigned i;
	char name[64];

	refresh();
	for (i = 0; ; i++) {
		snprintf(name, sizeof(name), "stats.arenas.0.bins.%u.nfills",
		    i);
		if (ctl_read(name, &n, sizeof(n)) != 0)
			break;
		sum += n;
	}
	return (size_t)sum;
}

/* Frees that arena 0 has seen; what caches hold it has not. */
static uint64_t
frees(void)
{
	uint64_t epoch = 1, n;

	MUST(mallctl("epoch", NULL, NULL, &epoch, sizeof(epoch)) == 0,
	    "epoch");
	MUST(ctl_read("stats.arenas.0.small.ndalloc", &n, sizeof(n)) == 0,
	    "no ndalloc");
	return n;
}

/* An object past the cache fills no cache, and is freed past it. */
ATF_TC_WITHOUT_HEAD(without_a_cache_nothing_is_cached);
ATF_TC_BODY(without_a_cache_nothing_is_cached, tc)
{
	size_t before, i;
	uint64_t freed;
	void *p;

	if (!built_with("stats") || !built_with("tcache") ||
	    !option_on("tcache"))
		atf_tc_skip("no statistics or no caches");
	(void)fills();
	before = fills();
	for (i = 0; i < 1000; i++)
		dallocx(make(1500, MALLOCX_TCACHE_NONE), MALLOCX_TCACHE_NONE);
	REQUIRE(fills() == before, "%zu, then %zu", before, fills());
	p = make(1500, MALLOCX_TCACHE_NONE);
	freed = frees();
	dallocx(p, MALLOCX_TCACHE_NONE);
	REQUIRE(frees() == freed + 1, "it is in the cache");
	for (i = 0; i < 1000; i++)
		dallocx(make(1500, 0), 0);
	REQUIRE(fills() > before, "%zu", before);
}

ATF_TC_WITHOUT_HEAD(rallocx_keeps_contents_and_aligns);
ATF_TC_BODY(rallocx_keeps_contents_and_aligns, tc)
{
	size_t i, j, k, kept, old, now;
	void *p, *q;

	for (i = 0; i < NELEM(flag_sets); i++)
		for (j = 0; j < NELEM(sizes); j += 2)
			for (k = 0; k < NELEM(sizes); k += 3) {
				p = make(sizes[j], 0);
				old = sallocx(p, 0);
				pattern_fill(p, 0, old, i);
				q = rallocx(p, sizes[k], flag_sets[i]);
				REQUIRE(q != NULL && is_aligned(q,
				    alignment_in(flag_sets[i])), "%#x: %p",
				    (unsigned)flag_sets[i], q);
				now = sallocx(q, 0);
				REQUIRE(now >= sizes[k], "%zu", now);
				kept = old < sizes[k] ? old : sizes[k];
				REQUIRE(pattern_check(q, kept, i) == kept,
				    "%#x, %zu to %zu", (unsigned)flag_sets[i],
				    sizes[j], sizes[k]);
				if ((flag_sets[i] & MALLOCX_ZERO) != 0 &&
				    now > old)
					REQUIRE(zero_check((char *)q + old,
					    now - old) == now - old,
					    "%#x, %zu to %zu: byte %zu",
					    (unsigned)flag_sets[i], sizes[j],
					    sizes[k], zero_check((char *)q +
					    old, now - old));
				memset(q, 0xd7, now);
				dallocx(q, flag_sets[i]);
			}
}

/* Where it stands, or the size that it has. */
ATF_TC_WITHOUT_HEAD(xallocx_never_moves);
ATF_TC_BODY(xallocx_never_moves, tc)
{
	static const size_t extras[] = {
		0, 1, 5000, MIB, PTRDIFF_MAX, SIZE_MAX
	};
	size_t i, j, k, kept, now, old;
	char *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(sizes); j++)
			for (k = 0; k < NELEM(extras); k++) {
				p = make(sizes[i], 0);
				old = sallocx(p, 0);
				pattern_fill(p, 0, old, i);
				now = xallocx(p, sizes[j], extras[k],
				    MALLOCX_ZERO);
				REQUIRE(now == sallocx(p, 0), "%zu, %zu", now,
				    sallocx(p, 0));
				REQUIRE(now >= sizes[j] || now >= old,
				    "%zu to %zu + %zu: %zu", sizes[i],
				    sizes[j], extras[k], now);
				kept = old < now ? old : now;
				REQUIRE(pattern_check(p, kept, i) == kept,
				    "%zu to %zu: %zu", sizes[i], sizes[j],
				    pattern_check(p, kept, i));
				if (now > old)
					REQUIRE(zero_check(p + old, now -
					    old) == now - old, "%zu to %zu",
					    sizes[i], sizes[j]);
				memset(p, 0xd7, now);
				dallocx(p, 0);
			}
}

ATF_TC_WITHOUT_HEAD(xallocx_in_place);
ATF_TC_BODY(xallocx_in_place, tc)
{
	size_t chunk = geometry().chunk;
	void *p;

	p = make(64 * KIB, 0);
	REQUIRE(xallocx(p, 3 * PAGE, 0, 0) == 3 * PAGE, "%zu", sallocx(p, 0));
	REQUIRE(xallocx(p, 5 * PAGE, 0, 0) == 5 * PAGE, "%zu", sallocx(p, 0));
	REQUIRE(xallocx(p, 100, 0, 0) == 5 * PAGE, "%zu", sallocx(p, 0));
	REQUIRE(xallocx(p, SIZE_MAX, 0, 0) == 5 * PAGE, "%zu",
	    sallocx(p, 0));
	dallocx(p, 0);
	p = make(100, 0);
	REQUIRE(xallocx(p, 129, 10000, 0) == sallocx(p, 0), "small");
	REQUIRE(sallocx(p, 0) == nallocx(100, 0), "%zu", sallocx(p, 0));
	dallocx(p, 0);
	p = make(3 * chunk, 0);
	REQUIRE(xallocx(p, chunk, 0, 0) == chunk, "%zu", sallocx(p, 0));
	dallocx(p, 0);
}

/* All of it or, if that cannot be, what must be. */
ATF_TC_WITHOUT_HEAD(xallocx_gets_what_it_can);
ATF_TC_BODY(xallocx_gets_what_it_can, tc)
{
	void *p;

	if (geometry().chunk < MIB)
		atf_tc_skip("64 KiB is huge here");
	p = make(64 * KIB, 0);
	REQUIRE(xallocx(p, 3 * PAGE, 0, 0) == 3 * PAGE, "%zu", sallocx(p, 0));
	REQUIRE(xallocx(p, 4 * PAGE, PAGE, 0) == 5 * PAGE, "%zu",
	    sallocx(p, 0));
	REQUIRE(xallocx(p, 7 * PAGE, 1024 * MIB, 0) >= 7 * PAGE, "%zu",
	    sallocx(p, 0));
	dallocx(p, 0);
}

/* Where it stands it cannot be aligned any better. */
ATF_TC_WITHOUT_HEAD(xallocx_of_what_is_not_aligned_so);
ATF_TC_BODY(xallocx_of_what_is_not_aligned_so, tc)
{
	size_t i, now, old;
	char *p;
	int la;

	for (i = 0; i < NELEM(sizes); i++) {
		p = make(sizes[i], 0);
		old = sallocx(p, 0);
		for (la = 0; is_aligned(p, (size_t)1 << la); la++)
			continue;
		now = xallocx(p, old / 2 + 1, 0, MALLOCX_LG_ALIGN(la));
		REQUIRE(now == old && sallocx(p, 0) == old, "%zu to %zu",
		    old, now);
		now = xallocx(p, old + 1, MIB, MALLOCX_LG_ALIGN(la));
		REQUIRE(now == old && sallocx(p, 0) == old, "%zu to %zu",
		    old, now);
		dallocx(p, 0);
	}
}

ATF_TC_WITHOUT_HEAD(nallocx_tells_beforehand);
ATF_TC_BODY(nallocx_tells_beforehand, tc)
{
	size_t n;
	void *p;
	int la;

	for (la = 0; la <= 22; la++)
		for (n = 1; n < 9 * MIB; n += n / 6 + 1) {
			p = make(n, MALLOCX_LG_ALIGN(la));
			REQUIRE(nallocx(n, la) == malloc_usable_size(p),
			    "%zu, 2^%d: %zu, then %zu", n, la, nallocx(n, la),
			    malloc_usable_size(p));
			dallocx(p, la);
		}
}

/* Sized frees that lie. */

static const struct {
	size_t size;
	int flags;
	size_t said;
	int said_flags;
} lies[] = {
	{ 100, 0, 1, 0 }, { 100, 0, 200, 0 }, { 8, 0, 100000, 0 },
	{ 100, 0, 96, 0 }, { 100, 0, 129, 0 }, { 4096, 0, 4097, 0 },
	{ 100000, 0, 100, 0 }, { 100000, 0, 90000, 0 },
	{ 100000, 0, 5 * MIB, 0 }, { 9 * MIB, 0, 3 * MIB, 0 },
	{ 9 * MIB, 0, 20 * MIB, 0 }, { 100, 0, SIZE_MAX, 0 },
	{ 100, 0, 0, 0 }, { 100, 0, 100, MALLOCX_LG_ALIGN(12) },
	{ 100, MALLOCX_LG_ALIGN(12), 100, 0 }
};

static void
lie(void *arg)
{
	size_t i = *(const size_t *)arg;

	sdallocx(opaque(mallocx(lies[i].size, lies[i].flags)), lies[i].said,
	    lies[i].said_flags);
}

ATF_TC_WITHOUT_HEAD(sized_free_that_lies);
ATF_TC_BODY(sized_free_that_lies, tc)
{
	size_t i;

	for (i = 0; i < NELEM(lies); i++) {
		/* True enough where options made them one class. */
		if (nallocx(lies[i].size, lies[i].flags) ==
		    nallocx(lies[i].said, lies[i].said_flags))
			continue;
		require_abort(lie, &i, "^<jemalloc>: Error in sdallocx\\(\\): "
		    "wrong size [0-9]+ of 0x[0-9a-f]+: an object of [0-9]+ "
		    "bytes\n$");
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, all_flags_with_all_sizes);
	ATF_TP_ADD_TC(tp, alignments_from_1_to_32_mib);
	ATF_TP_ADD_TC(tp, size_0_counts_as_1);
	ATF_TP_ADD_TC(tp, impossible_is_null_and_errno_stays);
	ATF_TP_ADD_TC(tp, numbers_of_nothing);
	ATF_TP_ADD_TC(tp, the_arena_that_was_named);
	ATF_TP_ADD_TC(tp, without_a_cache_nothing_is_cached);
	ATF_TP_ADD_TC(tp, rallocx_keeps_contents_and_aligns);
	ATF_TP_ADD_TC(tp, xallocx_never_moves);
	ATF_TP_ADD_TC(tp, xallocx_in_place);
	ATF_TP_ADD_TC(tp, xallocx_gets_what_it_can);
	ATF_TP_ADD_TC(tp, xallocx_of_what_is_not_aligned_so);
	ATF_TP_ADD_TC(tp, nallocx_tells_beforehand);
	ATF_TP_ADD_TC(tp, sized_free_that_lies);
	return atf_no_error();
}
