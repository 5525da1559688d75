/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Sets of address ranges against a map of units.  The ranges are numbers: no
 * memory is behind them.
 */
#include "unit.h"

#include "extent.h"

#define UNITS		1024
#define LG_UNIT		22
#define UNIT		((size_t)1 << LG_UNIT)
/* Aligned to all units together, so that alignments show. */
#define ORIGIN		((uintptr_t)UNITS << LG_UNIT << 8)

enum owner { OUT, SET };

static unsigned char map[UNITS];

/* The linker puts this before the allocator's own (--wrap). */
static bool no_records;
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);

void *
__wrap___malloc_base_alloc(size_t size)
{
	return no_records ? NULL : __real___malloc_base_alloc(size);
}

static void *
address(size_t unit)
{
	return (void *)(ORIGIN + (unit << LG_UNIT));
}

static size_t
in_set(void)
{
	size_t i, n = 0;

	for (i = 0; i < UNITS; i++)
		n += map[i] == SET;
	return n;
}

/* The end of the range of the set that begins at a unit. */
static size_t
range_end(size_t unit)
{
	while (unit < UNITS && map[unit] == SET)
		unit++;
	return unit;
}

/* Where the model cuts: least size that fits, then the lowest; UNITS: none. */
static size_t
model_fit(size_t n, size_t align)
{
	size_t best = UNITS, best_size = SIZE_MAX, i, end, at;

	for (i = 0; i < UNITS; i = end + (end == i)) {
		end = range_end(i);
		at = (i + align - 1) / align * align;
		if (at + n <= end && end - i < best_size) {
			best = at;
			best_size = end - i;
		}
	}
	return best;
}

static size_t
largest(void)
{
	size_t i, end, most = 0;

	for (i = 0; i < UNITS; i = end + (end == i)) {
		end = range_end(i);
		if (end - i > most)
			most = end - i;
	}
	return most;
}

static void
mark(size_t unit, size_t n, enum owner to)
{
	MUST(unit + n <= UNITS, "%zu + %zu", unit, n);
	for (; n != 0; n--, unit++) {
		MUST(map[unit] != to, "unit %zu", unit);
		map[unit] = (unsigned char)to;
	}
}

static void
take(struct extent_set *set, size_t n, size_t align)
{
	size_t want = model_fit(n, align);
	void *p;

	p = extent_take(set, n << LG_UNIT, align << LG_UNIT);
	if (want == UNITS) {
		MUST(p == NULL, "%zu units aligned to %zu at %p", n, align, p);
		return;
	}
	MUST(p == address(want), "%zu units aligned to %zu at %p, not %p", n,
	    align, p, address(want));
	mark(want, n, OUT);
}

/* Some units next to each other that are out; any of them. */
static void
give(struct extent_set *set, uint64_t *rng)
{
	size_t unit = rng_below(rng, UNITS), n, max;

	max = rng_below(rng, 4) == 0 ? 64 : 4;
	for (n = 0; n < max && unit + n < UNITS && map[unit + n] == OUT; n++)
		continue;
	if (n == 0)
		return;
	n = rng_below(rng, n) + 1;
	MUST(extent_give(set, address(unit), n << LG_UNIT), "no memory");
	mark(unit, n, SET);
}

static void
take_any(struct extent_set *set)
{
	size_t size, unit;
	void *p;

	p = extent_take_any(set, &size);
	if (in_set() == 0) {
		MUST(p == NULL, "%p from an empty set", p);
		return;
	}
	unit = ((uintptr_t)p - ORIGIN) >> LG_UNIT;
	MUST(unit < UNITS && map[unit] == SET, "%p is not in the set", p);
	MUST((unit == 0 || map[unit - 1] == OUT) &&
	    range_end(unit) == unit + (size >> LG_UNIT),
	    "%p, %zu bytes: not a whole range", p, size);
	mark(unit, size >> LG_UNIT, OUT);
}

static void
check(const struct extent_set *set)
{
	MUST(set->size == in_set() << LG_UNIT, "size %zu, not %zu units",
	    set->size, in_set());
	MUST((set->by_addr.root == NULL) == (set->size == 0) &&
	    (set->by_size.root == NULL) == (set->size == 0), "roots");
}

static void
empty_by_any(struct extent_set *set)
{
	while (in_set() != 0) {
		take_any(set);
		check(set);
	}
	take_any(set);
}

static void
random_ranges(void *arg)
{
	uint64_t rng = *(uint64_t *)arg;
	struct extent_set set = { .size = 0 };
	size_t i, what, mapped;

	memset(map, OUT, sizeof(map));
	for (i = 0; i < 40000; i++) {
		/* The set waxes and wanes. */
		what = rng_below(&rng, 100);
		if (what < (i / 2000 % 2 == 0 ? 60 : 40))
			give(&set, &rng);
		else if (what == 99)
			take_any(&set);
		else
			take(&set, rng_below(&rng, rng_below(&rng, 32) == 0 ?
			    200 : 6) + 1, (size_t)1 << (rng_below(&rng, 3) == 0
			    ? rng_below(&rng, 7) : 0));
		check(&set);
	}
	empty_by_any(&set);
	/* All records of ranges went back: the same again maps nothing. */
	mapped = base_mapped();
	for (i = 0; i < 2000; i++)
		give(&set, &rng);
	empty_by_any(&set);
	MUST(base_mapped() - mapped <= 256 * KIB, "%zu bytes more",
	    base_mapped() - mapped);
}

ATF_TC_WITHOUT_HEAD(random_against_a_map);
ATF_TC_BODY(random_against_a_map, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_ranges, &seed, 60);
}

/* Given in any order, neighbours are one range. */
static void
coalescing(void *arg)
{
	static const unsigned char orders[][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 },
		{ 2, 0, 1 }, { 2, 1, 0 },
	};
	struct extent_set set = { .size = 0 };
	size_t i, j, size;

	(void)arg;
	for (i = 0; i < NELEM(orders); i++) {
		for (j = 0; j < 3; j++)
			MUST(extent_give(&set, address(7 + 2u * orders[i][j]),
			    2 * UNIT), "no memory");
		MUST(set.size == 6 * UNIT, "%zu bytes", set.size);
		MUST(extent_take_any(&set, &size) == address(7) &&
		    size == 6 * UNIT, "order %zu: %zu bytes", i, size);
		MUST(set.by_addr.root == NULL, "more than one range");
	}
	/* Neighbours that do not touch stay apart. */
	MUST(extent_give(&set, address(1), UNIT), "no memory");
	MUST(extent_give(&set, address(3), UNIT), "no memory");
	MUST(extent_take(&set, 2 * UNIT, UNIT) == NULL, "there is a hole");
	MUST(extent_take(&set, UNIT, UNIT) == address(1), "lowest");
	MUST(extent_take(&set, UNIT, UNIT) == address(3), "the other");
}

ATF_TC_WITHOUT_HEAD(neighbours_coalesce);
ATF_TC_BODY(neighbours_coalesce, tc)
{
	run_child(coalescing, NULL, 10);
}

/* The ends of the address space do not wrap. */
static void
edges(void *arg)
{
	struct extent_set set = { .size = 0 };
	void *low = (void *)UNIT, *high = (void *)(-(uintptr_t)4 * UNIT);
	size_t size;

	(void)arg;
	MUST(extent_give(&set, low, UNIT), "low");
	MUST(extent_give(&set, high, 3 * UNIT), "high");
	MUST(extent_take(&set, SIZE_MAX & ~(UNIT - 1), UNIT) == NULL, "huge");
	MUST(extent_take(&set, 2 * UNIT, (size_t)1 << 63) == NULL, "align");
	MUST(extent_take(&set, UNIT, UNIT) == low, "low");
	MUST(extent_take_any(&set, &size) == high && size == 3 * UNIT, "high");
}

ATF_TC_WITHOUT_HEAD(ends_of_the_address_space);
ATF_TC_BODY(ends_of_the_address_space, tc)
{
	run_child(edges, NULL, 10);
}

/* Without memory for a record the set stays what it was. */
static void
without_records(void *arg)
{
	struct extent_set set = { .size = 0 };

	(void)arg;
	memset(map, OUT, sizeof(map));
	no_records = true;
	MUST(!extent_give(&set, address(4), UNIT), "remembered nowhere");
	no_records = false;
	MUST(extent_give(&set, address(4), 8 * UNIT), "no memory");
	mark(4, 8, SET);
	no_records = true;
	/* Three pieces need a record more, two do not. */
	MUST(model_fit(1, 8) == 8, "not in the middle");
	MUST(extent_take(&set, UNIT, 8 * UNIT) == NULL, "a third piece");
	check(&set);
	take(&set, 1, 1);
	check(&set);
	/* What touches a range needs none. */
	MUST(extent_give(&set, address(4), UNIT), "touches");
	mark(4, 1, SET);
	MUST(extent_give(&set, address(12), UNIT), "touches");
	mark(12, 1, SET);
	MUST(!extent_give(&set, address(14), UNIT), "remembered nowhere");
	check(&set);
	no_records = false;
	MUST(largest() == 9, "%zu units", largest());
	empty_by_any(&set);
}

ATF_TC_WITHOUT_HEAD(no_memory_for_records);
ATF_TC_BODY(no_memory_for_records, tc)
{
	run_child(without_records, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_against_a_map);
	ATF_TP_ADD_TC(tp, neighbours_coalesce);
	ATF_TP_ADD_TC(tp, ends_of_the_address_space);
	ATF_TP_ADD_TC(tp, no_memory_for_records);
	return atf_no_error();
}
