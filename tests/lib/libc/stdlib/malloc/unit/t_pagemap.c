/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The page map.  It holds bytes for addresses, whether or not memory is
 * there: the ranges of most cases are only numbers.
 */
#include "unit.h"

#define LEAF	((uintptr_t)1 << LG_PAGEMAP_LEAF)	/* bytes of a leaf */
/* A range that no mapping of a test program comes near. */
#define FAR	((uintptr_t)0x200000000000)

/* The linker puts this before the allocator's own (--wrap). */
static _Atomic unsigned nmapped, nunmapped;
static _Atomic bool no_memory;
static uintptr_t quicker;	/* another reserves it in the middle of ours */
void *__real___malloc_port_map(void *, size_t);
void *__wrap___malloc_port_map(void *, size_t);
int __real___malloc_port_unmap(void *, size_t);
int __wrap___malloc_port_unmap(void *, size_t);

void *
__wrap___malloc_port_map(void *hint, size_t size)
{
	uintptr_t addr = quicker;

	if (no_memory)
		return NULL;
	if (size == PAGEMAP_LEAF && addr != 0) {
		quicker = 0;
		MUST(pagemap_reserve((void *)addr, 1), "no memory");
		pagemap_set_first((void *)addr, 77);
	}
	if (size == PAGEMAP_LEAF)
		nmapped++;
	return __real___malloc_port_map(hint, size);
}

int
__wrap___malloc_port_unmap(void *p, size_t size)
{
	if (size == PAGEMAP_LEAF)
		nunmapped++;
	return __real___malloc_port_unmap(p, size);
}

static void *
at(uintptr_t addr)
{
	return (void *)addr;
}

static unsigned
class_of_addr(uintptr_t addr)
{
	unsigned class = pagemap_class(at(addr));

	MUST(pagemap_lookup(addr) == class, "0x%lx: %u and %zu", addr, class,
	    pagemap_lookup(addr));
	return class;
}

static void
require_range(uintptr_t from, uintptr_t to, unsigned class)
{
	uintptr_t addr;

	for (addr = from; addr < to; addr += GRANULE) {
		MUST(class_of_addr(addr) == class, "0x%lx is of class %u, not "
		    "%u", addr, class_of_addr(addr), class);
		MUST(class_of_addr(addr + GRANULE - 1) == class,
		    "the end of 0x%lx", addr);
	}
}

static void
set_and_check(uintptr_t addr, size_t size)
{
	MUST(pagemap_reserve(at(addr), size), "no memory");
	MUST(class_of_addr(addr) == CLASS_NONE, "0x%lx", addr);
	pagemap_set(at(addr), size, 17);
	require_range(addr, addr + size, 17);
	require_range(addr - 16 * GRANULE, addr, CLASS_NONE);
	require_range(addr + size, addr + size + 16 * GRANULE, CLASS_NONE);
	pagemap_set_first(at(addr + GRANULE), CLASS_HUGE);
	MUST(class_of_addr(addr) == 17, "before the first");
	MUST(class_of_addr(addr + GRANULE) == CLASS_HUGE, "the first");
	require_range(addr + 2 * GRANULE, addr + size, 17);
	pagemap_set(at(addr), size, CLASS_NONE);
	require_range(addr, addr + size, CLASS_NONE);
}

static void
boundaries(void *arg)
{
	uintptr_t edge;
	size_t before, after;

	(void)arg;
	for (edge = FAR; edge < FAR + 4 * LEAF; edge += LEAF) {
		for (before = 0; before <= 64; before += 16) {
			for (after = 0; after <= 64; after += 16) {
				if (before + after < 2)
					continue;
				set_and_check(edge - before * GRANULE,
				    (before + after) * GRANULE);
			}
		}
	}
	/* Just before the end of a leaf, and just behind its beginning. */
	for (before = 3; before < 60; before++) {
		set_and_check(FAR + LEAF - before * GRANULE, 2 * GRANULE);
		set_and_check(FAR + LEAF + before * GRANULE, 2 * GRANULE);
	}
	/* A range over more than a whole leaf. */
	MUST(pagemap_reserve(at(FAR), 3 * LEAF), "no memory");
	pagemap_set(at(FAR + LEAF - GRANULE), LEAF + 2 * GRANULE, 5);
	MUST(class_of_addr(FAR + LEAF - 2 * GRANULE) == 0, "before");
	require_range(FAR + LEAF - GRANULE, FAR + 2 * LEAF + GRANULE, 5);
	MUST(class_of_addr(FAR + 2 * LEAF + GRANULE) == 0, "after");
}

ATF_TC_WITHOUT_HEAD(ranges_over_leaves);
ATF_TC_BODY(ranges_over_leaves, tc)
{
	run_child(boundaries, NULL, 60);
}

static void
all_bytes(void *arg)
{
	unsigned class;

	(void)arg;
	MUST(pagemap_reserve(at(FAR), LEAF), "no memory");
	for (class = 0; class < NCLASSES; class++) {
		pagemap_set(at(FAR + class * GRANULE), GRANULE, class);
		MUST(class_of_addr(FAR + class * GRANULE) == class, "%u",
		    class);
		pagemap_set_first(at(FAR), class);
		MUST(class_of_addr(FAR) == class, "%u", class);
	}
	for (class = 1; class < NCLASSES; class++)
		MUST(class_of_addr(FAR + class * GRANULE) == class, "%u",
		    class);
}

ATF_TC_WITHOUT_HEAD(every_class);
ATF_TC_BODY(every_class, tc)
{
	run_child(all_bytes, NULL, 10);
}

/* Code, stack, the kernel's and nobody's addresses. */
static void
never_owned(void *arg)
{
	static int object;
	char local;
	unsigned bit;
	uintptr_t addr;

	MUST(class_of_addr((uintptr_t)&local) == 0, "stack");
	MUST(class_of_addr((uintptr_t)&object) == 0, "static object");
	MUST(class_of_addr((uintptr_t)never_owned) == 0, "code");
	MUST(class_of_addr((uintptr_t)getpid) == 0, "code of a library");
	MUST(pagemap_class(NULL) == 0, "NULL");
	for (bit = 0; bit < 64; bit++) {
		addr = (uintptr_t)1 << bit;
		MUST(pagemap_class(at(addr)) == 0, "bit %u", bit);
		MUST(pagemap_class(at(-addr)) == 0, "minus bit %u", bit);
		MUST(pagemap_class(at(addr - 1)) == 0, "below bit %u", bit);
	}
	/* What differs from an address of ours in the upper bits only. */
	addr = (uintptr_t)arg;
	MUST(pagemap_class(at(addr)) != 0, "an object");
	for (bit = 48; bit < 64; bit++)
		MUST(pagemap_class(at(addr ^ (uintptr_t)1 << bit)) == 0,
		    "bit %u", bit);
}

ATF_TC_WITHOUT_HEAD(never_owned_addresses_are_of_class_0);
ATF_TC_BODY(never_owned_addresses_are_of_class_0, tc)
{
	void *p = opaque(malloc(100));

	run_child(never_owned, p, 10);
	free(p);
}

static void
top(void *arg)
{
	const uintptr_t end = (uintptr_t)1 << 48;

	(void)arg;
	MUST(pagemap_reserve(at(end - LEAF), LEAF), "the last leaf");
	pagemap_set(at(end - 4 * GRANULE), 4 * GRANULE, 9);
	require_range(end - 4 * GRANULE, end, 9);
	MUST(pagemap_class(at(end)) == 0, "behind the last leaf");
	MUST(!pagemap_reserve(at(end), GRANULE), "beyond 48 bits");
	MUST(!pagemap_reserve(at(end - GRANULE), 2 * GRANULE), "across");
	MUST(!pagemap_reserve(at(-(uintptr_t)GRANULE), GRANULE), "the end");
	MUST(pagemap_reserve(at(GRANULE), GRANULE), "the first leaf");
	pagemap_set(at(GRANULE), GRANULE, 3);
	MUST(class_of_addr(GRANULE) == 3 && class_of_addr(0) == 0 &&
	    class_of_addr(2 * GRANULE) == 0, "the first leaf");
}

ATF_TC_WITHOUT_HEAD(first_and_last_leaf);
ATF_TC_BODY(first_and_last_leaf, tc)
{
	run_child(top, NULL, 10);
}

static void
refused(void *arg)
{
	unsigned n;

	(void)arg;
	no_memory = true;
	MUST(!pagemap_reserve(at(FAR), 3 * LEAF), "no memory, and yet");
	MUST(pagemap_class(at(FAR)) == 0, "not reserved");
	no_memory = false;
	n = nmapped;
	MUST(pagemap_reserve(at(FAR), 3 * LEAF), "memory is back");
	MUST(nmapped == n + 3, "%u leaves", nmapped - n);
	/* Leaves stay: nothing is needed for them a second time. */
	no_memory = true;
	MUST(pagemap_reserve(at(FAR), 3 * LEAF), "reserved before");
	MUST(nunmapped == 0, "unmapped");
}

ATF_TC_WITHOUT_HEAD(no_memory_for_a_leaf);
ATF_TC_BODY(no_memory_for_a_leaf, tc)
{
	run_child(refused, NULL, 10);
}

#define THREADS	4

static pthread_barrier_t barrier;

static void *
reserve_all(void *arg)
{
	uintptr_t addr = FAR + (uintptr_t)arg * GRANULE;
	size_t i;

	for (i = 0; i < 256; i++) {
		pthread_barrier_wait(&barrier);
		MUST(pagemap_reserve(at(addr + i * LEAF), GRANULE), "memory");
		pagemap_set(at(addr + i * LEAF), GRANULE, 33);
	}
	return NULL;
}

/* Who comes second takes the leaf of the first; nothing is lost. */
static void
race(void *arg)
{
	pthread_t threads[THREADS];
	uintptr_t i, j;

	(void)arg;
	MUST(pthread_barrier_init(&barrier, NULL, THREADS) == 0, "barrier");
	for (i = 0; i < THREADS; i++)
		MUST(pthread_create(&threads[i], NULL, reserve_all,
		    (void *)i) == 0, "thread");
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (i = 0; i < 256; i++) {
		for (j = 0; j < THREADS; j++)
			MUST(class_of_addr(FAR + i * LEAF + j * GRANULE) == 33,
			    "leaf %lu, thread %lu", i, j);
	}
	MUST(nmapped - nunmapped <= 256 + 1, "%u leaves mapped, %u unmapped",
	    nmapped, nunmapped);
}

ATF_TC_WITHOUT_HEAD(threads_reserve_one_leaf);
ATF_TC_BODY(threads_reserve_one_leaf, tc)
{
	nmapped = nunmapped = 0;
	run_child(race, NULL, 60);
}

/* All leaves of a range are there, though nobody asked for them before. */
static void
fresh_leaves(void *arg)
{
	const uintptr_t from = FAR + 100 * LEAF - GRANULE;
	const size_t size = 2 * LEAF + 2 * GRANULE;

	(void)arg;
	nmapped = 0;
	MUST(pagemap_reserve(at(from), size), "no memory");
	MUST(nmapped == 4, "%u leaves", nmapped);
	pagemap_set_first(at(from), 3);
	pagemap_set_first(at(from + size - GRANULE), 4);
	MUST(class_of_addr(from) == 3 && class_of_addr(from + size -
	    GRANULE) == 4, "the ends");
}

ATF_TC_WITHOUT_HEAD(every_leaf_of_a_range_is_reserved);
ATF_TC_BODY(every_leaf_of_a_range_is_reserved, tc)
{
	run_child(fresh_leaves, NULL, 10);
}

/* Another thread was quicker: its leaf stays, ours goes back. */
static void
late(void *arg)
{
	const uintptr_t addr = FAR + 200 * LEAF;

	(void)arg;
	nmapped = nunmapped = 0;
	quicker = addr;
	MUST(pagemap_reserve(at(addr), GRANULE), "no memory");
	MUST(nmapped == 2 && nunmapped == 1, "%u leaves mapped, %u unmapped",
	    nmapped, nunmapped);
	MUST(class_of_addr(addr) == 77, "the byte of the quicker");
}

ATF_TC_WITHOUT_HEAD(second_leaf_goes_back);
ATF_TC_BODY(second_leaf_goes_back, tc)
{
	run_child(late, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, ranges_over_leaves);
	ATF_TP_ADD_TC(tp, every_class);
	ATF_TP_ADD_TC(tp, never_owned_addresses_are_of_class_0);
	ATF_TP_ADD_TC(tp, first_and_last_leaf);
	ATF_TP_ADD_TC(tp, no_memory_for_a_leaf);
	ATF_TP_ADD_TC(tp, threads_reserve_one_leaf);
	ATF_TP_ADD_TC(tp, every_leaf_of_a_range_is_reserved);
	ATF_TP_ADD_TC(tp, second_leaf_goes_back);
	return atf_no_error();
}
