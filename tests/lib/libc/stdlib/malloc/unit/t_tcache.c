/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A thread's cache, made by hand for an arena of the test's own.  pop() and
 * push() do what the fast paths do.
 */
#include "unit.h"

#define SLOTS_MIN	8
#define SLOTS_MAX	512
#define CLASS_BYTES	(64 * KIB)
#define CACHE_BYTES	MIB

static struct tcache *tc;
static struct tcache_fast stacks;
static struct arena *arena;

static bool no_records;
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);

void *
__wrap___malloc_base_alloc(size_t size)
{
	return no_records ? NULL : __real___malloc_base_alloc(size);
}

static void
setup(ssize_t lg_gc_sweep)
{
	unfreeze(&conf, sizeof(conf));
	conf.tcache = true;
	conf.lg_tcache_gc_sweep = lg_gc_sweep;
	arena = private_arena(5);
	tc = base_alloc(sizeof(*tc));
	MUST(tc != NULL, "no memory");
	memset(&stacks, 0, sizeof(stacks));
	tcache_init(tc, arena, &stacks);
	MUST(tc->enabled, "not enabled");
}

static unsigned
nclasses(void)
{
	return size_classes.nbins + size_classes.nlarge;
}

static size_t
class_size(unsigned class)
{
	return class_is_small(class) ? size_classes.bins[class - 1].reg_size :
	    (class - size_classes.nbins) * page_size();
}

static unsigned
slots_max(unsigned class)
{
	size_t n = CLASS_BYTES / class_size(class);

	return n < 2 ? 2 : n > SLOTS_MAX ? SLOTS_MAX : (unsigned)n;
}

static size_t
ncached(unsigned class)
{
	return (size_t)(tc->fast->full[class] + tc->nslots[class] - tc->fast->top[class]);
}

static void *
pop(unsigned class)
{
	if (tc->fast->top[class] == tc->fast->low[class])
		return tcache_alloc(tc, class, "test");
	tc->fast->npops[class]++;
	return *tc->fast->top[class]++;
}

static void
push(unsigned class, void *p)
{
	if (tc->fast->top[class] == tc->fast->full[class])
		tcache_dalloc(tc, class, p, "test");
	else
		*--tc->fast->top[class] = p;
}

/* Order of the pointers, bytes of the slots, distinct objects in order. */
static void
check(void)
{
	size_t bytes = 0;
	unsigned i;
	void **p, **end;

	for (i = 1; i <= nclasses(); i++) {
		end = tc->fast->full[i] + tc->nslots[i];
		MUST(tc->fast->full[i] <= tc->fast->top[i] && tc->fast->top[i] <= end &&
		    tc->fast->full[i] <= tc->fast->low[i] && tc->fast->low[i] <= end,
		    "class %u", i);
		MUST(tc->nslots[i] <= slots_max(i), "class %u: %u slots", i,
		    tc->nslots[i]);
		for (p = tc->fast->top[i]; p < end; p++)
			MUST(pagemap_class(*p) == i, "class %u: %p is of "
			    "class %u", i, *p, pagemap_class(*p));
		bytes += tc->nslots[i] * class_size(i);
	}
	MUST(tc->nbytes == bytes, "%zu bytes, not %zu", tc->nbytes, bytes);
}

/* Slots: 8, then twice as many each time, up to 512 or 64 KiB. */
static void
growth(void *arg)
{
	unsigned class, last, i;
	void *p;

	(void)arg;
	for (class = 1; class <= nclasses(); class += 3) {
		setup(-1);
		for (i = 0, last = 0; i < 4 * SLOTS_MAX &&
		    last < slots_max(class); i++) {
			p = pop(class);
			MUST(p != NULL, "no memory");
			*(size_t *)p = i;
			if (tc->nslots[class] == last)
				continue;
			MUST(tc->nslots[class] == (last == 0 ? (slots_max(
			    class) < SLOTS_MIN ? slots_max(class) : SLOTS_MIN) :
			    2 * last < slots_max(class) ? 2 * last :
			    slots_max(class)), "class %u: %u slots after %u",
			    class, tc->nslots[class], last);
			last = tc->nslots[class];
			check();
		}
		MUST(last == slots_max(class), "class %u: %u slots", class,
		    last);
		for (; i < 2000; i++)
			pop(class);
		MUST(tc->nslots[class] == last, "class %u: %u slots", class,
		    tc->nslots[class]);
		check();
	}
}

ATF_TC_WITHOUT_HEAD(stack_grows_with_allocations);
ATF_TC_BODY(stack_grows_with_allocations, tc_)
{
	run_child(growth, NULL, 20);
}

static void
growth_by_free(void *arg)
{
	static void *objects[2000];
	unsigned class, last, n, i;

	(void)arg;
	for (class = 1; class <= size_classes.nbins; class += 3) {
		setup(-1);
		n = arena_small_alloc(arena, class - 1, objects,
		    NELEM(objects), 0);
		MUST(n == NELEM(objects), "no memory");
		for (i = 0, last = 0; i < n; i++) {
			push(class, objects[i]);
			if (tc->nslots[class] != last) {
				MUST(last == 0 || tc->nslots[class] <=
				    2 * last, "class %u: %u slots after %u",
				    class, tc->nslots[class], last);
				last = tc->nslots[class];
				check();
			}
			MUST(*tc->fast->top[class] == objects[i], "not on top");
		}
		MUST(last == slots_max(class), "class %u: %u slots", class,
		    last);
		MUST(arena->bins[class - 1].stats.ndalloc + ncached(class) ==
		    n, "%lu returned, %zu cached of %u",
		    arena->bins[class - 1].stats.ndalloc, ncached(class), n);
		/* What was cached longest went back first. */
		for (i = 1; i <= ncached(class); i++)
			MUST(tc->fast->top[class][i - 1] == objects[n - i],
			    "object %u", i);
	}
}

ATF_TC_WITHOUT_HEAD(stack_grows_with_frees);
ATF_TC_BODY(stack_grows_with_frees, tc_)
{
	run_child(growth_by_free, NULL, 20);
}

static void
byte_cap(void *arg)
{
	size_t over = 0;
	unsigned class, i, first;

	(void)arg;
	setup(-1);
	/* The first slots of each class are had in any case. */
	for (class = 1; class <= nclasses(); class++) {
		MUST(pop(class) != NULL, "no memory");
		over += tc->nslots[class] * class_size(class);
	}
	MUST(tc->nbytes <= CACHE_BYTES, "%zu bytes at first", tc->nbytes);
	for (class = 1; class <= nclasses(); class++) {
		for (i = 0; i < 1500; i++)
			MUST(pop(class) != NULL, "no memory");
		MUST(tc->nbytes <= CACHE_BYTES, "%zu bytes", tc->nbytes);
		check();
	}
	/* The cap was met, and who came late has few slots. */
	MUST(tc->nbytes > CACHE_BYTES / 2, "%zu bytes", tc->nbytes);
	setup(-1);
	for (class = 1; class <= nclasses(); class++) {
		first = slots_max(class) < SLOTS_MIN ? slots_max(class) :
		    SLOTS_MIN;
		for (i = 0; i < 1500; i++)
			MUST(pop(class) != NULL, "no memory");
		MUST(tc->nslots[class] >= first, "%u slots",
		    tc->nslots[class]);
		MUST(tc->nbytes <= CACHE_BYTES + over, "%zu bytes",
		    tc->nbytes);
	}
	check();
}

ATF_TC_WITHOUT_HEAD(bytes_of_a_cache_are_bounded);
ATF_TC_BODY(bytes_of_a_cache_are_bounded, tc_)
{
	run_child(byte_cap, NULL, 20);
}

/* Fill a class with so many objects that nobody wants. */
static void
make_idle(unsigned class, size_t n)
{
	void *objects[SLOTS_MAX];

	MUST(arena_small_alloc(arena, class - 1, objects, (unsigned)n, 0) ==
	    n, "no memory");
	while (n-- > 0)
		push(class, objects[n]);
}

/* Events until each class was looked at once; driven by another class. */
static void
sweep(unsigned driver)
{
	void *objects[SLOTS_MAX];
	unsigned start = tc->gc_class, n;
	bool away = false;
	size_t moved = 0;

	for (;;) {
		for (n = 0; n < SLOTS_MAX; n++)
			objects[n] = pop(driver);
		moved += n;
		arena_dalloc(driver, objects, n, "test");
		if (away && tc->gc_class == start)
			return;
		away |= tc->gc_class != start;
		MUST(moved < 40 * 1000000, "no sweep");
	}
}

static void
low_water(void *arg)
{
	const unsigned idle = 1, driver = 5;
	size_t before, sweeps;
	void *top;

	(void)arg;
	setup(0);
	make_idle(idle, SLOTS_MAX);
	MUST(ncached(idle) == SLOTS_MAX, "%zu cached", ncached(idle));
	/* The first sweep learns only what is not touched from then on. */
	sweep(driver);
	for (sweeps = 0; ncached(idle) > 0; sweeps++) {
		before = ncached(idle);
		top = *tc->fast->top[idle];
		sweep(driver);
		check();
		MUST(ncached(idle) < before, "%zu cached, %zu before",
		    ncached(idle), before);
		MUST(ncached(idle) == 0 || *tc->fast->top[idle] == top,
		    "the youngest went first");
		MUST(sweeps < 12, "%zu cached after %zu sweeps",
		    ncached(idle), sweeps);
	}
	sweep(driver);
	sweep(driver);
	MUST(tc->nslots[idle] <= SLOTS_MAX / 4, "%u slots for nothing",
	    tc->nslots[idle]);
	MUST(arena->bins[idle - 1].stats.nmalloc ==
	    arena->bins[idle - 1].stats.ndalloc, "objects lost");
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(idle_objects_go_back_sweep_by_sweep);
ATF_TC_BODY(idle_objects_go_back_sweep_by_sweep, tc_)
{
	run_child(low_water, NULL, 20);
}

/* What is drained between two sweeps is in use: all of it stays. */
static void
in_use(void *arg)
{
	const unsigned used = 1, driver = 5;
	void *objects[64];
	size_t i, round, before;

	(void)arg;
	setup(0);
	make_idle(used, 64);
	for (round = 0; round < 10; round++) {
		for (i = 0; i < 64; i++)
			objects[i] = pop(used);
		for (i = 0; i < 64; i++)
			push(used, objects[i]);
		before = arena->bins[used - 1].stats.ndalloc;
		sweep(driver);
		MUST(round == 0 || arena->bins[used - 1].stats.ndalloc ==
		    before, "round %zu: objects in use went back", round);
	}
}

ATF_TC_WITHOUT_HEAD(objects_in_use_stay);
ATF_TC_BODY(objects_in_use_stay, tc_)
{
	run_child(in_use, NULL, 20);
}

static void
no_gc(void *arg)
{
	void *objects[SLOTS_MAX];
	size_t i;
	unsigned n;

	(void)arg;
	setup(-1);
	make_idle(1, SLOTS_MAX);
	for (i = 0; i < 1000; i++) {
		for (n = 0; n < SLOTS_MAX; n++)
			objects[n] = pop(5);
		arena_dalloc(5, objects, n, "test");
	}
	MUST(ncached(1) == SLOTS_MAX, "%zu cached", ncached(1));
	MUST(tc->gc_class == 1 && tc->nevents == 0, "events were counted");
}

ATF_TC_WITHOUT_HEAD(negative_gc_sweep_collects_nothing);
ATF_TC_BODY(negative_gc_sweep_collects_nothing, tc_)
{
	run_child(no_gc, NULL, 20);
}

/* A sweep takes about 2^lg_tcache_gc_sweep objects moved. */
static void
gc_pace(void *arg)
{
	uint64_t moved;
	ssize_t lg;

	(void)arg;
	for (lg = 10; lg <= 20; lg += 2) {
		setup(lg);
		sweep(5);
		moved = arena->bins[4].stats.nmalloc;
		sweep(5);
		moved = arena->bins[4].stats.nmalloc - moved;
		/* At least one batch a class. */
		MUST(moved >= ((uint64_t)1 << lg) / 2 && moved <=
		    ((uint64_t)1 << lg) * 2 + nclasses() * SLOTS_MAX * 2,
		    "2^%zd: %lu objects a sweep", lg, moved);
	}
}

ATF_TC_WITHOUT_HEAD(pace_of_collection);
ATF_TC_BODY(pace_of_collection, tc_)
{
	run_child(gc_pace, NULL, 20);
}

struct held {
	void *p;
	unsigned class;
};

/* Pops and pushes at random; held objects bear a pattern. */
static void
churn(uint64_t *rng, struct held *held, size_t n, size_t steps)
{
	size_t i, size;
	struct held *h;

	for (i = 0; i < steps; i++) {
		h = &held[rng_below(rng, n)];
		size = h->p == NULL ? 0 : class_size(h->class);
		if (h->p != NULL) {
			MUST(pattern_check(h->p, size < 64 ? size : 64,
			    (uintptr_t)h) == (size < 64 ? size : 64),
			    "contents of %p", h->p);
			push(h->class, h->p);
			h->p = NULL;
			continue;
		}
		h->class = (unsigned)rng_below(rng, nclasses()) + 1;
		h->p = pop(h->class);
		MUST(h->p != NULL, "no memory");
		size = class_size(h->class);
		pattern_fill(h->p, 0, size < 64 ? size : 64, (uintptr_t)h);
	}
}

/* What the arena has given and not got back, of one class. */
static uint64_t
outstanding(const struct arena *a, unsigned class)
{
	return a->bins[class - 1].stats.nmalloc -
	    a->bins[class - 1].stats.ndalloc;
}

static void
flush_all(void *arg)
{
	static struct held held[600];
	uint64_t rng = *(uint64_t *)arg, pops, requests, n[NCLASSES] = { 0 };
	size_t i, large = 0, round;
	unsigned c;

	setup(8);
	for (round = 0; round < 3; round++) {
		churn(&rng, held, NELEM(held), 30000);
		check();
		memset(n, 0, sizeof(n));
		for (i = 0, large = 0; i < NELEM(held); i++) {
			if (held[i].p == NULL)
				continue;
			n[held[i].class]++;
			if (!class_is_small(held[i].class))
				large += class_size(held[i].class);
		}
		tcache_flush(tc, "test");
		for (c = 1; c <= size_classes.nbins; c++)
			MUST(outstanding(arena, c) == n[c], "class %u: %lu "
			    "out, %lu held", c, outstanding(arena, c), n[c]);
		MUST(!config_stats || large_sums(arena).allocated == large, "%zu bytes out, %zu "
		    "held", large_sums(arena).allocated, large);
		MUST(tc->nbytes == 0, "%zu bytes", tc->nbytes);
		for (c = 0; c < NCLASSES; c++)
			MUST(tc->fast->top[c] == tc->fast->full[c] && tc->fast->low[c] ==
			    tc->fast->full[c] && tc->nslots[c] == 0 &&
			    tc->fast->npops[c] == 0, "class %u", c);
		arena_check(arena);
	}
	/* Each request was told, once. */
	pops = 0;
	setup(-1);
	for (i = 0; i < 1000; i++)
		pops += pop((unsigned)(i % nclasses()) + 1) != NULL;
	tcache_flush(tc, "test");
	for (requests = large_sums(arena).nrequests, c = 1;
	    c <= size_classes.nbins; c++)
		requests += arena->bins[c - 1].stats.nrequests;
	MUST(!config_stats || requests == pops, "%lu requests told of %lu", requests, pops);
}

ATF_TC_WITHOUT_HEAD(flush_returns_everything);
ATF_TC_BODY(flush_returns_everything, tc_)
{
	uint64_t seed = test_seed(tc_);

	run_child(flush_all, &seed, 20);
}

static void
foreign(void *arg)
{
	struct arena *other;
	void *objects[400];
	size_t i;

	(void)arg;
	setup(-1);
	other = private_arena(9);
	MUST(arena_small_alloc(other, 3, objects, 200, 0) == 200 &&
	    arena_small_alloc(arena, 3, objects + 200, 200, 0) == 200,
	    "no memory");
	for (i = 0; i < 400; i++)
		push(4, objects[i * 7 % 400]);
	tcache_flush(tc, "test");
	MUST(outstanding(arena, 4) == 0 && outstanding(other, 4) == 0,
	    "%lu and %lu objects out", outstanding(arena, 4),
	    outstanding(other, 4));
	arena_check(other);
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(objects_of_other_arenas_go_home);
ATF_TC_BODY(objects_of_other_arenas_go_home, tc_)
{
	run_child(foreign, NULL, 20);
}

static void
without_memory(void *arg)
{
	void *objects[600];
	size_t i;

	(void)arg;
	setup(-1);
	MUST(arena_small_alloc(arena, 0, objects, 600, 0) == 600, "memory");
	no_records = true;
	/* No slots: what is freed goes to the arena. */
	push(1, objects[0]);
	MUST(outstanding(arena, 1) == 599, "%lu", outstanding(arena, 1));
	MUST(pop(2) == NULL, "from no slots");
	no_records = false;
	push(1, objects[1]);
	no_records = true;
	/* The slots there are go on serving. */
	for (i = 2; i < 600; i++)
		push(1, objects[i]);
	MUST(tc->nslots[1] == SLOTS_MIN, "%u slots", tc->nslots[1]);
	MUST(outstanding(arena, 1) == ncached(1), "%lu out, %zu cached",
	    outstanding(arena, 1), ncached(1));
	check();
	no_records = false;
	for (i = 0; i < 600; i++)
		MUST((objects[i] = pop(1)) != NULL, "pop %zu", i);
	tcache_flush(tc, "test");
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(no_memory_for_slots);
ATF_TC_BODY(no_memory_for_slots, tc_)
{
	run_child(without_memory, NULL, 20);
}

/* A freed object bears a mark while it is cached, one in use never does. */
static void
marks(void *arg)
{
	uintptr_t *p, *q, mark;
	unsigned class;

	(void)arg;
	for (class = 1; class <= nclasses(); class++) {
		p = opaque(malloc(class_size(class)));
		MUST(p != NULL && pagemap_class(p) == class, "class %u",
		    class);
		*p = 77;
		free(p);
		mark = *(uintptr_t *)opaque(p);
		MUST(mark != 77, "class %u: no mark", class);
		q = opaque(malloc(class_size(class)));
		MUST(q == p && *q == 0, "class %u: in use again", class);
	}
}

ATF_TC_WITHOUT_HEAD(mark_of_freed_objects);
ATF_TC_BODY(mark_of_freed_objects, tc_)
{
	if (config_fill && (conf.junk || conf.zero))
		atf_tc_skip("what is freed is filled with junk, not marked");
	run_child(marks, NULL, 20);
}

/* The mark was overwritten: the second free is found when both go back. */
static void
flush_twice(void *arg)
{
	push(1, arg);
	push(1, arg);
	tcache_flush(tc, "pthread_exit");
}

ATF_TC_WITHOUT_HEAD(double_free_found_by_flush);
ATF_TC_BODY(double_free_found_by_flush, tc_)
{
	char want[256];
	void *p;

	setup(-1);
	p = pop(1);
	require_abort(flush_twice, p, message(want, sizeof(want),
	    "Error in pthread_exit(): double free of 0x%lx: region of %zu "
	    "bytes, arena 5", (uintptr_t)p, class_size(1)));
}

/* A constant cache is empty, full, lets nothing pass and cannot change. */
static void
write_constant(void *arg)
{
	*(volatile uint64_t *)(uintptr_t)arg = 1;
}

ATF_TC_WITHOUT_HEAD(constant_caches);
ATF_TC_BODY(constant_caches, tc_)
{
	const struct tcache *const all[] = { &tcache_unstarted,
	    &tcache_bypass };
	struct captured c;
	size_t i;

	REQUIRE(all[0] != all[1], "one and the same");
	for (i = 0; i < NELEM(all); i++) {
		REQUIRE(all[i]->arena == NULL && !all[i]->enabled, "arena");
		capture(&c, write_constant, (void *)(uintptr_t)all[i]);
		REQUIRE(WIFSIGNALED(c.status) && WTERMSIG(c.status) ==
		    SIGSEGV, "status 0x%x", (unsigned)c.status);
	}
}

/* What the cache served is told to the arena once. */
static void
told_once(void *arg)
{
	const unsigned class = 2;
	void *objects[100];
	size_t i, round;

	(void)arg;
	setup(-1);
	for (round = 1; round <= 3; round++) {
		for (i = 0; i < NELEM(objects); i++)
			objects[i] = pop(class);
		for (i = 0; i < NELEM(objects); i++)
			push(class, objects[i]);
		tcache_flush(tc, "test");
		MUST(arena->bins[class - 1].stats.nrequests ==
		    round * NELEM(objects), "%lu requests after %zu",
		    arena->bins[class - 1].stats.nrequests,
		    round * NELEM(objects));
	}
}

ATF_TC_WITHOUT_HEAD(requests_are_told_once);
ATF_TC_BODY(requests_are_told_once, tc_)
{
	run_child(told_once, NULL, 10);
}

/* A sweep takes three quarters of what was idle. */
static void
three_quarters(void *arg)
{
	const unsigned idle = 1, driver = 5;
	size_t n, left;

	(void)arg;
	setup(0);
	make_idle(idle, 256);
	sweep(driver);
	for (n = ncached(idle); n >= 4; n = left) {
		sweep(driver);
		left = ncached(idle);
		MUST(left == n / 4, "%zu of %zu left", left, n);
	}
}

ATF_TC_WITHOUT_HEAD(sweep_leaves_a_quarter);
ATF_TC_BODY(sweep_leaves_a_quarter, tc_)
{
	run_child(three_quarters, NULL, 20);
}

/* Objects of the slow paths bear no mark: they can be freed. */
static void
slow_unmarked(void *arg)
{
	void *p[64], *q;
	size_t i, round;

	(void)arg;
	for (round = 0; round < 8; round++) {
		for (i = 0; i < NELEM(p); i++)
			p[i] = malloc(64);
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
		for (i = 0; i < NELEM(p); i++) {
			MUST(posix_memalign(&q, 64, 64) == 0, "no memory");
			p[i] = q;
		}
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
}

ATF_TC_WITHOUT_HEAD(mark_is_cleared_by_slow_paths);
ATF_TC_BODY(mark_is_cleared_by_slow_paths, tc_)
{
	run_child(slow_unmarked, NULL, 10);
}

#define ADD(name) do {							\
	if (config_tcache)						\
		ATF_TP_ADD_TC(tp, name);				\
} while (0)

/* Without thread caches in the build there is nothing but the constants. */
ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, constant_caches);
	ADD(stack_grows_with_allocations);
	ADD(stack_grows_with_frees);
	ADD(bytes_of_a_cache_are_bounded);
	ADD(idle_objects_go_back_sweep_by_sweep);
	ADD(objects_in_use_stay);
	ADD(negative_gc_sweep_collects_nothing);
	ADD(pace_of_collection);
	ADD(flush_returns_everything);
	ADD(objects_of_other_arenas_go_home);
	ADD(no_memory_for_slots);
	ADD(mark_of_freed_objects);
	ADD(double_free_found_by_flush);
	ADD(requests_are_told_once);
	ADD(sweep_leaves_a_quarter);
	ADD(mark_is_cleared_by_slow_paths);
	return atf_no_error();
}
