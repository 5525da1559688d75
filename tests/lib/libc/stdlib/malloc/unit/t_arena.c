/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Arenas: when dirty pages go back, batches, large objects, counters. */
#include "unit.h"

#define PURGE_MS	50
#define PURGE_EXCESS	(8 * MIB)	/* at once if so much over the limit */

static uint64_t fake_ms;

uint64_t __real___malloc_port_time_ms(void);
uint64_t __wrap___malloc_port_time_ms(void);

uint64_t
__wrap___malloc_port_time_ms(void)
{
	return fake_ms != 0 ? fake_ms : __real___malloc_port_time_ms();
}

static struct arena *arena;

static void
setup(ssize_t lg_dirty_mult)
{
	unfreeze(&conf, sizeof(conf));
	conf.lg_dirty_mult = lg_dirty_mult;
	arena = private_arena(1);
	fake_ms = 100000;
}

static void *
large(size_t pages)
{
	bool zeroed;
	void *p;

	p = arena_large_alloc(arena, pages * page_size(), page_size(),
	    1, &zeroed);
	MUST(p != NULL, "no memory");
	return p;
}

static void
give(void *p)
{
	arena_dalloc(pagemap_class(p), &p, 1, "test");
}

static size_t
limit(void)
{
	size_t n = arena->heap.nactive >> conf.lg_dirty_mult;

	return n > chunk_layout.npages ? n : chunk_layout.npages;
}

/* What was freed last is ready for a while: not active, and dirty. */
static size_t
ndirty(void)
{
	return arena->heap.ndirty + arena->heap.nready;
}

static size_t
nactive(void)
{
	return arena->heap.nactive - arena->heap.nready;
}

/*
 * Never more dirty pages than the ratio allows, or a chunk: for long, that
 * is, or by much.
 */
static void
dirty_pages(void *arg)
{
	const size_t pages = chunk_layout.ndata / 8, n = 64;
	void *p[64], *keep[64];
	size_t i;

	setup(*(int *)arg);
	for (i = 0; i < n; i++) {
		p[i] = large(pages);
		keep[i] = large(pages);
	}
	for (i = 0; i < n; i++) {
		fake_ms += PURGE_MS;
		give(p[i]);
		MUST(ndirty() <= limit(), "%zu dirty pages, %zu "
		    "active, limit %zu", ndirty(),
		    nactive(), limit());
		arena_check(arena);
	}
	MUST(conf.lg_dirty_mult == 0 || arena->heap.stats.npurge != 0,
	    "no purge");
	for (i = 0; i < n; i++) {
		fake_ms += PURGE_MS;
		give(keep[i]);
		MUST(ndirty() <= limit(), "%zu dirty pages, %zu "
		    "active", ndirty(), nactive());
	}
	MUST(arena->heap.stats.npurged != 0 && nactive() == 0,
	    "%zu pages active", nactive());
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(dirty_pages_are_bounded_by_lg_dirty_mult);
ATF_TC_BODY(dirty_pages_are_bounded_by_lg_dirty_mult, tc)
{
	int lg;

	for (lg = 0; lg < 64; lg += lg < 8 ? 1 : 11)
		run_child(dirty_pages, &lg, 20);
}

/* Many frees in a moment cost one purge, unless too much piles up. */
static void
seldom(void *arg)
{
	const size_t pages = chunk_layout.ndata / 64;
	void *p[512], *keep[8];
	size_t i, most = 0;

	(void)arg;
	setup(63);
	for (i = 0; i < NELEM(p); i++) {
		p[i] = large(pages);
		if (i % 64 == 0)
			keep[i / 64] = large(1);
	}
	for (i = 0; i < NELEM(p); i++) {
		give(p[i]);
		if (ndirty() > most)
			most = ndirty();
	}
	MUST(arena->heap.stats.npurge <= 1 + NELEM(p) * pages * page_size() /
	    PURGE_EXCESS, "%lu purges", arena->heap.stats.npurge);
	MUST(most <= limit() + PURGE_EXCESS / page_size(), "%zu dirty pages",
	    most);
	for (i = 0; i < NELEM(keep); i++)
		give(keep[i]);
	fake_ms += PURGE_MS;
	arena_purge(arena, false);
	MUST(ndirty() <= limit(), "%zu dirty pages",
	    ndirty());
}

ATF_TC_WITHOUT_HEAD(purging_is_seldom_and_never_late);
ATF_TC_BODY(purging_is_seldom_and_never_late, tc)
{
	run_child(seldom, NULL, 20);
}

static void
never(void *arg)
{
	void *p[64], *keep[64];
	size_t i;

	(void)arg;
	setup(-1);
	/* So large that each chunk keeps one. */
	for (i = 0; i < NELEM(p); i++) {
		p[i] = large(80);
		keep[i] = large(20);
	}
	for (i = 0; i < NELEM(p); i++) {
		fake_ms += 1000;
		give(p[i]);
	}
	MUST(ndirty() >= NELEM(p) * 80, "%zu dirty pages",
	    ndirty());
	arena_purge(arena, false);
	MUST(arena->heap.stats.npurged == 0, "%lu pages purged",
	    arena->heap.stats.npurged);
	/* All of them, when all is asked for. */
	i = ndirty();
	arena_purge(arena, true);
	MUST(ndirty() == 0 && arena->heap.stats.npurged == i,
	    "%zu dirty, %lu purged", ndirty(),
	    arena->heap.stats.npurged);
	MUST(zero_check(p[3], 80 * PAGE) == 80 * PAGE, "contents stay");
	give(keep[0]);
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(negative_lg_dirty_mult_keeps_all);
ATF_TC_BODY(negative_lg_dirty_mult_keeps_all, tc)
{
	run_child(never, NULL, 20);
}

/* One batch of objects of several arenas: each goes home. */
static void
mixed(void *arg)
{
	enum { ARENAS = 5, EACH = 40 };
	struct arena *arenas[ARENAS];
	void *objects[ARENAS * EACH], *p;
	uint64_t rng = *(uint64_t *)arg;
	unsigned class;
	size_t i, j, n;

	setup(5);
	for (i = 0; i < ARENAS; i++)
		arenas[i] = private_arena((unsigned)i);
	for (class = 1; class <= size_classes.nbins + size_classes.nlarge;
	    class++) {
		for (i = 0, n = 0; i < ARENAS; i++) {
			arena = arenas[i];
			if (class_is_small(class))
				n += arena_small_alloc(arena, class - 1,
				    objects + n, EACH, 0);
			else for (j = 0; j < EACH; j++)
				objects[n++] = large(class -
				    size_classes.nbins);
		}
		MUST(n == NELEM(objects), "no memory");
		for (i = 0; i < n; i++)
			MUST(arena_of(objects[i]) == arenas[i / EACH],
			    "object %zu", i);
		for (i = n; i-- > 1;) {
			j = rng_below(&rng, i + 1);
			p = objects[i];
			objects[i] = objects[j];
			objects[j] = p;
		}
		arena_dalloc(class, objects, (unsigned)n, "test");
		for (i = 0; i < ARENAS; i++) {
			arena_check(arenas[i]);
			if (class_is_small(class))
				MUST(arenas[i]->bins[class - 1].stats.ndalloc
				    == EACH, "class %u, arena %zu", class, i);
			else if (config_stats)
				MUST(large_sums(arenas[i]).ndalloc == EACH * (class
				    - size_classes.nbins) &&
				    large_sums(arenas[i]).allocated == 0,
				    "class %u, arena %zu", class, i);
		}
	}
}

ATF_TC_WITHOUT_HEAD(batch_of_several_arenas);
ATF_TC_BODY(batch_of_several_arenas, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(mixed, &seed, 20);
}

static void
resize(void *arg)
{
	uint64_t rng = *(uint64_t *)arg;
	struct { char *p; size_t pages; } o[32];
	size_t i, j, n, sum, done = 0;

	setup(5);
	memset(o, 0, sizeof(o));
	for (i = 0; i < 4000; i++) {
		j = rng_below(&rng, NELEM(o));
		n = rng_below(&rng, 60) + 1;
		if (o[j].p == NULL) {
			o[j].p = large(n);
			o[j].pages = n;
			pattern_fill(o[j].p, 0, n * PAGE, j);
		} else if (rng_below(&rng, 3) == 0) {
			give(o[j].p);
			o[j].p = NULL;
		} else if (arena_large_resize(o[j].p, n * PAGE)) {
			done += n > o[j].pages;
			MUST(pattern_check(o[j].p, n < o[j].pages ? n * PAGE :
			    o[j].pages * PAGE, j) == (n < o[j].pages ? n :
			    o[j].pages) * PAGE, "contents");
			o[j].pages = n;
			pattern_fill(o[j].p, 0, n * PAGE, j);
		} else
			MUST(n > o[j].pages, "cannot shrink");
		for (j = 0, sum = 0; j < NELEM(o); j++) {
			if (o[j].p == NULL)
				continue;
			MUST(arena_large_size(o[j].p) == o[j].pages * PAGE,
			    "%zu bytes", arena_large_size(o[j].p));
			MUST(pagemap_class(o[j].p) == size_class_large(
			    o[j].pages), "class %u", pagemap_class(o[j].p));
			sum += o[j].pages;
		}
		MUST((!config_stats || large_sums(arena).allocated == sum * PAGE) &&
		    nactive() == sum, "%zu bytes allocated, %zu "
		    "pages active, not %zu", large_sums(arena).allocated,
		    nactive(), sum);
		if (i % 32 == 0)
			arena_check(arena);
	}
	MUST(done != 0, "nothing ever grew");
	for (j = 0; j < NELEM(o); j++) {
		if (o[j].p != NULL)
			MUST(pattern_check(o[j].p, o[j].pages * PAGE, j) ==
			    o[j].pages * PAGE, "contents of %zu", j);
	}
}

ATF_TC_WITHOUT_HEAD(large_objects_resized_in_place);
ATF_TC_BODY(large_objects_resized_in_place, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(resize, &seed, 20);
}

static void
counts(void *arg)
{
	void *p[10];
	unsigned c;

	(void)arg;
	setup(5);
	MUST(arena->ind == 1 && arena->nthreads == 0, "a fresh arena");
	for (c = 0; c < size_classes.nbins; c++) {
		MUST(arena_small_alloc(arena, c, p, 10, 7) == 10, "bin %u", c);
		arena_count(arena, c + 1, 5);
		arena_dalloc(c + 1, p, 4, "test");
		MUST(arena->bins[c].stats.nmalloc == 10 &&
		    arena->bins[c].stats.ndalloc == 4 &&
		    arena->bins[c].stats.nrequests == 12 &&
		    arena->bins[c].stats.nfills == 1 &&
		    arena->bins[c].stats.nflushes == 1, "bin %u", c);
	}
	give(large(3));
	arena_count(arena, size_classes.nbins + 1, 5);
	if (config_stats)
		MUST(large_sums(arena).nmalloc == 1 && large_sums(arena).ndalloc == 1 &&
		    large_sums(arena).nrequests == 6, "large");
	arena->heap.lock.nwaits += 3;
	arena->bins[2].lock.nwaits += 4;
	MUST(arena_waits(arena) == 7, "%lu waits", arena_waits(arena));
}

ATF_TC_WITHOUT_HEAD(counters);
ATF_TC_BODY(counters, tc)
{
	run_child(counts, NULL, 20);
}

/* Between the caller's look and the arena's lock somebody freed it. */
static void
free_again(void *arg)
{
	arena_dalloc(CLASS_LARGE, &arg, 1, "test");
}

ATF_TC_WITHOUT_HEAD(large_object_freed_twice);
ATF_TC_BODY(large_object_freed_twice, tc)
{
	char want[256];
	void *p, *q;
	bool zeroed;

	arena = private_arena(6);
	p = arena_large_alloc(arena, 100 * PAGE, PAGE, 1, &zeroed);
	q = arena_large_alloc(arena, 100 * PAGE, PAGE, 1, &zeroed);
	REQUIRE(p != NULL && q != NULL, "no memory");
	give(p);
	require_abort(free_again, p, message(want, sizeof(want),
	    "Error in test(): invalid pointer 0x%lx: free page of arena 6",
	    (uintptr_t)p));
	give(q);
}

/* Bytes, objects and runs of large objects, by size. */
static void
large_counts(void *arg)
{
	const struct lrun_stats *s;
	void *p[5];
	size_t i;

	(void)arg;
	setup(5);
	s = &arena->lruns[2];
	for (i = 0; i < NELEM(p); i++) {
		p[i] = large(3);
		MUST(large_sums(arena).allocated == (i + 1) * 3 * page_size() &&
		    s->nmalloc - s->ndalloc == i + 1 && s->highruns == i + 1,
		    "%zu bytes in %lu runs", large_sums(arena).allocated,
		    s->nmalloc - s->ndalloc);
	}
	for (i = 0; i < NELEM(p); i++) {
		give(p[i]);
		MUST(large_sums(arena).allocated == (4 - i) * 3 * page_size() &&
		    s->nmalloc - s->ndalloc == 4 - i && s->highruns == 5 &&
		    s->ndalloc == i + 1, "%zu bytes in %lu runs",
		    large_sums(arena).allocated, s->nmalloc - s->ndalloc);
	}
	MUST(s->nmalloc == 5 && s->nrequests == 5, "%lu objects", s->nmalloc);
	for (i = 0; i <= NELEM(p); i++)
		(void)large(3);
	MUST(s->highruns == 6, "%lu at most", s->highruns);
}

ATF_TC_WITHOUT_HEAD(counters_of_large_objects);
ATF_TC_BODY(counters_of_large_objects, tc)
{
	if (!config_stats)
		atf_tc_skip("no statistics");
	run_child(large_counts, NULL, 20);
}

/*
 * Up to the limit nothing is given back; a little more, and once time has
 * passed half of the limit stays.
 */
static void
purge_once(void *arg)
{
	const size_t pages = 80, n = chunk_layout.npages / 80;
	void *p[64], *keep[64];
	size_t i;

	(void)arg;
	setup(63);
	MUST(n < NELEM(p), "%zu runs", n);
	/* So large that each chunk keeps one. */
	for (i = 0; i <= n; i++) {
		p[i] = large(pages);
		keep[i] = large(20);
	}
	for (i = 0; i < n; i++) {
		fake_ms += PURGE_MS;
		give(p[i]);
	}
	MUST(arena->heap.stats.npurge == 0 && ndirty() ==
	    n * pages, "%zu dirty pages", ndirty());
	fake_ms += PURGE_MS;
	give(p[n]);
	MUST(arena->heap.stats.npurge == 1, "%lu purges",
	    arena->heap.stats.npurge);
	MUST(ndirty() <= limit() / 2 && ndirty() >=
	    limit() / 2 - pages, "%zu dirty pages", ndirty());
	MUST(arena->heap.stats.npurged == (n + 1) * pages -
	    ndirty(), "%lu purged", arena->heap.stats.npurged);
	for (i = 0; i <= n; i++)
		give(keep[i]);
}

ATF_TC_WITHOUT_HEAD(purge_leaves_half_of_the_limit);
ATF_TC_BODY(purge_leaves_half_of_the_limit, tc)
{
	if (config_dss)
		atf_tc_skip("chunks of the break are dirty from the start");
	run_child(purge_once, NULL, 20);
}

/* Threads that share an arena never get one object twice. */
#define ROUNDS	100000
static pthread_barrier_t barrier;

static void *
take_and_give(void *arg)
{
	void *p[50];
	bool zeroed;
	size_t i, round;

	pthread_barrier_wait(&barrier);
	for (round = 0; round < ROUNDS; round++) {
		MUST(arena_small_alloc(arena, 3, p, NELEM(p), 0) == NELEM(p),
		    "no memory");
		for (i = 0; i < NELEM(p); i++)
			*(volatile uintptr_t *)p[i] = (uintptr_t)arg + i;
		for (i = 0; i < NELEM(p); i++)
			MUST(*(uintptr_t *)p[i] == (uintptr_t)arg + i,
			    "%p is another's too", p[i]);
		arena_dalloc(4, p, NELEM(p), "test");
		for (i = 0; i < 4 && round % 64 == 0; i++) {
			p[i] = arena_large_alloc(arena, (i + 1) * page_size(),
			    page_size(), 0, &zeroed);
			MUST(p[i] != NULL, "no memory");
			*(volatile uintptr_t *)p[i] = (uintptr_t)arg + i;
		}
		for (i = 0; i < 4 && round % 64 == 0; i++) {
			MUST(*(uintptr_t *)p[i] == (uintptr_t)arg + i,
			    "%p is another's too", p[i]);
			give(p[i]);
		}
	}
	return NULL;
}

static void
shared(void *arg)
{
	pthread_t threads[4];
	size_t i;

	(void)arg;
	setup(5);
	fake_ms = 0;
	MUST(pthread_barrier_init(&barrier, NULL, NELEM(threads)) == 0,
	    "barrier");
	for (i = 0; i < NELEM(threads); i++)
		MUST(pthread_create(&threads[i], NULL, take_and_give,
		    (void *)(i * 1000)) == 0, "thread");
	for (i = 0; i < NELEM(threads); i++)
		pthread_join(threads[i], NULL);
	MUST(arena->bins[3].stats.nmalloc == 4 * ROUNDS * 50 &&
	    arena->bins[3].stats.ndalloc == 4 * ROUNDS * 50, "%lu regions",
	    arena->bins[3].stats.nmalloc);
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(threads_share_an_arena);
ATF_TC_BODY(threads_share_an_arena, tc)
{
	run_child(shared, NULL, 40);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, dirty_pages_are_bounded_by_lg_dirty_mult);
	ATF_TP_ADD_TC(tp, purging_is_seldom_and_never_late);
	ATF_TP_ADD_TC(tp, negative_lg_dirty_mult_keeps_all);
	ATF_TP_ADD_TC(tp, batch_of_several_arenas);
	ATF_TP_ADD_TC(tp, large_objects_resized_in_place);
	ATF_TP_ADD_TC(tp, counters);
	ATF_TP_ADD_TC(tp, large_object_freed_twice);
	ATF_TP_ADD_TC(tp, counters_of_large_objects);
	ATF_TP_ADD_TC(tp, purge_leaves_half_of_the_limit);
	ATF_TP_ADD_TC(tp, threads_share_an_arena);
	return atf_no_error();
}
