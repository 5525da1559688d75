/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The names of mallctl that speak of the calling thread.  What the host
 * allocates for its own ends must not come between, so the cases run in
 * children.
 */
#include <stdatomic.h>

#include "ctl.h"

#define THREADS	4

static uint64_t
allocated(void)
{
	return ctl_u64("thread.allocated");
}

static uint64_t
deallocated(void)
{
	return ctl_u64("thread.deallocated");
}

static const size_t sizes[] = {
	1, 8, 9, 24, 100, 128, 129, 500, 512, 513, 3000, 3840, 3841, 4096,
	5000, 12000, 32768, 32769, 40000, 100000, 1000000, 4000000, 5000000,
	20000000,
};

/* M150 M152: every call, of every size, to the byte. */
static void
count_all_sizes(void *arg)
{
	uint64_t a = allocated(), d = deallocated();
	size_t i, j, usable, now;
	void *p[NELEM(sizes)], *q;

	(void)arg;
	for (i = 0; i < NELEM(sizes); i++) {
		p[i] = opaque(malloc(sizes[i]));
		usable = malloc_usable_size(p[i]);
		a += usable;
		MUST(allocated() == a && deallocated() == d,
		    "malloc(%zu): %ju, %ju", sizes[i],
		    (uintmax_t)(allocated() - a),
		    (uintmax_t)(deallocated() - d));
	}
	for (i = 0; i < NELEM(sizes); i++) {
		d += malloc_usable_size(p[i]);
		free(p[i]);
		MUST(allocated() == a && deallocated() == d, "free of %zu",
		    sizes[i]);
	}
	for (i = 0; i < NELEM(sizes); i++) {
		q = opaque(calloc(1, sizes[i]));
		a += malloc_usable_size(q);
		MUST(allocated() == a && deallocated() == d, "calloc(%zu)",
		    sizes[i]);
		for (j = 0; j < NELEM(sizes); j++) {
			usable = malloc_usable_size(q);
			q = opaque(realloc(q, sizes[j]));
			now = malloc_usable_size(q);
			a += now;
			d += usable;
			MUST(allocated() == a && deallocated() == d,
			    "realloc from %zu to %zu: %jd, %jd", usable, now,
			    (intmax_t)(allocated() - a),
			    (intmax_t)(deallocated() - d));
		}
		d += malloc_usable_size(q);
		free(q);
		MUST(allocated() == a && deallocated() == d, "free of %zu",
		    sizes[i]);
	}
	for (i = 0; i < NELEM(sizes); i++) {
		MUST(posix_memalign(&q, 256, sizes[i]) == 0, "%zu", sizes[i]);
		a += malloc_usable_size(q);
		d += malloc_usable_size(q);
		free(q);
		MUST(allocated() == a && deallocated() == d, "aligned %zu",
		    sizes[i]);
	}
	/* Caches that are emptied are no business of the thread. */
	ctl_flush();
	MUST(allocated() == a && deallocated() == d, "flush: %jd, %jd",
	    (intmax_t)(allocated() - a), (intmax_t)(deallocated() - d));
	/* Nor are failures. */
	q = opaque(malloc(opaque_size(TOO_LARGE)));
	MUST(q == NULL && allocated() == a && deallocated() == d, "failure");
}

/* The same with many objects, so that caches fill, overflow and collect. */
static void
count_many(void *arg)
{
	uint64_t a = allocated(), d = deallocated(), seed = 1;
	static void *p[5000];
	size_t i, k, round;

	(void)arg;
	for (round = 0; round < 60000; round++) {
		k = rng_below(&seed, NELEM(p));
		if (p[k] != NULL)
			d += malloc_usable_size(p[k]);
		free(p[k]);
		p[k] = opaque(malloc(rng_below(&seed, round % 50 == 0 ?
		    60000 : 600) + 1));
		a += malloc_usable_size(p[k]);
		if (round % 1000 == 0)
			MUST(allocated() == a && deallocated() == d,
			    "round %zu", round);
	}
	for (i = 0; i < NELEM(p); i++) {
		if (p[i] != NULL)
			d += malloc_usable_size(p[i]);
		free(p[i]);
	}
	MUST(allocated() == a && deallocated() == d, "at the end");
}

/* M151 M153: addresses of counters that move with each call. */
static void
pointers(void *arg)
{
	uint64_t *a, *d, *again, before, total;
	void *p;
	size_t i;

	(void)arg;
	p = opaque(malloc(100));
	total = allocated();
	ctl_get("thread.allocatedp", &a, sizeof(a));
	ctl_get("thread.deallocatedp", &d, sizeof(d));
	MUST(*a == total && *a == allocated(), "%ju", (uintmax_t)*a);
	MUST(*d == deallocated(), "%ju", (uintmax_t)*d);
	for (i = 0; i < NELEM(sizes); i++) {
		before = *a;
		p = opaque(realloc(p, sizes[i]));
		MUST(*a == before + malloc_usable_size(p), "%zu", sizes[i]);
		before = *a;
		free(opaque(malloc(sizes[i])));
		MUST(*a == before + malloc_usable_size(p), "%zu", sizes[i]);
	}
	before = *d;
	i = malloc_usable_size(p);
	free(p);
	MUST(*d == before + i, "%ju", (uintmax_t)(*d - before));
	ctl_get("thread.allocatedp", &again, sizeof(again));
	MUST(again == a, "another address");
	ctl_get("thread.deallocatedp", &again, sizeof(again));
	MUST(again == d, "another address");
	/* It stays where it is when the cache goes. */
	ctl_flush();
	before = *a;
	free(opaque(malloc(64)));
	MUST(*a == before + 64, "after a flush");
	count_all_sizes(NULL);
	count_many(NULL);
	MUST(*a == allocated() && *d == deallocated(), "they part");
}

/* Each thread has its own, which begin at 0; frees count where they happen. */
static void *shared;

static void *
own_counters(void *arg)
{
	uint64_t **mine = arg, a, d;

	a = allocated();
	d = deallocated();
	MUST(a == 0 && d == 0, "%ju, %ju", (uintmax_t)a, (uintmax_t)d);
	free(shared);
	MUST(deallocated() == 1024 && allocated() == 0, "%ju",
	    (uintmax_t)deallocated());
	ctl_get("thread.allocatedp", mine, sizeof(*mine));
	free(opaque(malloc(2000)));
	MUST(**mine == allocated() && **mine == 2048, "%ju",
	    (uintmax_t)**mine);
	return NULL;
}

static void
counters_of_threads(void *arg)
{
	uint64_t *mine, *other = NULL, before;
	pthread_t t;

	(void)arg;
	ctl_get("thread.allocatedp", &mine, sizeof(mine));
	shared = opaque(malloc(1000));
	MUST(pthread_create(&t, NULL, own_counters, &other) == 0, "thread");
	before = allocated();
	pthread_join(t, NULL);
	MUST(other != NULL && other != mine, "one counter for two");
	MUST(allocated() == before, "the other's");
}

/* M149 */
static void
moves(void *arg)
{
	unsigned n = ctl_unsigned("arenas.narenas"), i, before, old;
	uint64_t a, d;
	size_t len;
	void *p;

	(void)arg;
	p = opaque(malloc(100));
	before = ctl_unsigned("thread.arena");
	MUST(before == 0, "%u", before);
	ctl_refresh();
	MUST(ctl_nthreads(n) == 1, "%u threads", ctl_nthreads(n));
	for (i = n; i-- > 0;) {
		a = ctl_has("stats") ? allocated() : 0;
		d = ctl_has("stats") ? deallocated() : 0;
		len = sizeof(old);
		MUST(mallctl("thread.arena", &old, &len, &i, sizeof(i)) == 0,
		    "%u", i);
		MUST(old == before, "%u was %u", old, before);
		MUST(ctl_unsigned("thread.arena") == i, "%u", i);
		if (ctl_has("stats"))
			MUST(allocated() == a && deallocated() == d,
			    "a move is no allocation");
		ctl_refresh();
		MUST(ctl_nthreads(i) == 1 && ctl_nthreads(n) == 1,
		    "arena %u: %u, %u", i, ctl_nthreads(i), ctl_nthreads(n));
		MUST(before == i || ctl_nthreads(before) == 0, "arena %u",
		    before);
		if (ctl_has("stats")) {
			a = ctl_arena(i, "small.nmalloc");
			p = opaque(realloc(p, 100 + (i + 1) * 200));
			free(opaque(malloc(77)));
			ctl_refresh();
			MUST(ctl_arena(i, "small.nmalloc") > a,
			    "arena %u serves nothing", i);
		}
		before = i;
	}
	/* To where it is. */
	i = before;
	MUST(mallctl("thread.arena", NULL, NULL, &i, sizeof(i)) == 0, "%u", i);
	ctl_refresh();
	MUST(ctl_nthreads(i) == 1, "%u", ctl_nthreads(i));
	free(p);
}

/* What the cache held is not lost to the arena it came from. */
static void
move_leaves_nothing(void *arg)
{
	unsigned to = 1;
	void *p[200];
	size_t i;

	(void)arg;
	if (ctl_unsigned("arenas.narenas") < 2)
		child_skip("one arena only");
	ctl_flush();
	ctl_refresh();
	MUST(ctl_arena(0, "small.nmalloc") - ctl_arena(0, "small.ndalloc") <
	    1000, "it is not empty at first");
	i = ctl_arena(0, "small.nmalloc") - ctl_arena(0, "small.ndalloc");
	{
		uint64_t live = i, requests = ctl_arena(0,
		    "small.nrequests");

		for (i = 0; i < NELEM(p); i++)
			p[i] = opaque(malloc(48));
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
		MUST(mallctl("thread.arena", NULL, NULL, &to, sizeof(to)) ==
		    0, "thread.arena");
		ctl_refresh();
		MUST(ctl_arena(0, "small.nmalloc") -
		    ctl_arena(0, "small.ndalloc") == live, "objects lost");
		MUST(ctl_arena(0, "small.nrequests") == requests + NELEM(p),
		    "requests lost");
		MUST(ctl_arena(1, "small.nrequests") == 0, "not its own");
	}
}

static atomic_bool stop;

static void *
mover(void *arg)
{
	uint64_t seed = (uintptr_t)arg;
	unsigned n = ctl_unsigned("arenas.narenas"), ind;
	void *p[100] = { NULL };
	size_t i, k;

	for (i = 0; i < 3000; i++) {
		k = rng_below(&seed, NELEM(p));
		free(p[k]);
		p[k] = opaque(malloc(rng_below(&seed, 5000) + 1));
		if (i % 10 == 0) {
			ind = (unsigned)rng_below(&seed, n);
			MUST(mallctl("thread.arena", NULL, NULL, &ind,
			    sizeof(ind)) == 0, "%u", ind);
		}
		if (i % 33 == 0)
			ctl_flush();
	}
	for (k = 0; k < NELEM(p); k++)
		free(p[k]);
	while (!stop)
		usleep(1000);
	return NULL;
}

/* Known: threads that move spoiled the counts. */
static void
moves_of_threads(void *arg)
{
	unsigned n = ctl_unsigned("arenas.narenas"), i, sum, before;
	pthread_t t[THREADS];

	(void)arg;
	free(opaque(malloc(1)));
	ctl_refresh();
	before = ctl_nthreads(n);
	for (i = 0; i < THREADS; i++)
		MUST(pthread_create(&t[i], NULL, mover,
		    (void *)(uintptr_t)(i + 1)) == 0, "%u", i);
	for (i = 0; i < 50; i++) {
		ctl_refresh();
		MUST(ctl_nthreads(n) <= before + THREADS, "%u threads",
		    ctl_nthreads(n));
		usleep(1000);
	}
	stop = true;
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	ctl_refresh();
	for (i = sum = 0; i < n; i++) {
		char name[64];
		unsigned one;
		size_t len = sizeof(one);

		snprintf(name, sizeof(name), "stats.arenas.%u.nthreads", i);
		if (mallctl(name, &one, &len, NULL, 0) == 0)
			sum += one;
	}
	MUST(sum == before && ctl_nthreads(n) == before, "%u threads", sum);
}

/* M148 */
static void
flushes(void *arg)
{
	unsigned n = ctl_unsigned("arenas.narenas");
	uint64_t d, one = 1;
	void *p[10];
	size_t i, len = sizeof(one);

	(void)arg;
	for (i = 0; i < NELEM(p); i++)
		p[i] = opaque(malloc(200));
	ctl_refresh();
	d = ctl_arena(n, "small.ndalloc");
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	MUST(mallctl("tcache.flush", NULL, NULL, NULL, 0) == 0, "flush");
	ctl_refresh();
	MUST(ctl_arena(n, "small.ndalloc") >= d + NELEM(p), "%ju",
	    (uintmax_t)(ctl_arena(n, "small.ndalloc") - d));
	p[0] = opaque(malloc(200));
	MUST(p[0] != NULL && malloc_usable_size(p[0]) == class_of(200),
	    "after it");
	free(p[0]);
	/* Twice in a row; and it is no value. */
	MUST(mallctl("tcache.flush", NULL, NULL, NULL, 0) == 0 &&
	    mallctl("tcache.flush", NULL, NULL, NULL, 0) == 0, "twice");
	MUST(mallctl("tcache.flush", &one, &len, NULL, 0) == EPERM &&
	    mallctl("tcache.flush", NULL, NULL, &one, len) == EPERM &&
	    mallctl("tcache.flush", NULL, NULL, NULL, 1) == EPERM, "a value");
}

/* What a thread is known by needs TLS. */
CASE2(bytes_are_exact, count_all_sizes, "stats", "tls")
CASE2(bytes_are_exact_with_many_objects, count_many, "stats", "tls")
CASE2(pointers_to_live_counters, pointers, "stats", "tls")
CASE2(each_thread_has_its_own, counters_of_threads, "stats", "tls")
CASE(thread_moves_to_each_arena, moves, "tls")
CASE2(moved_cache_loses_nothing, move_leaves_nothing, "stats", "tls")
CASE(moving_threads_keep_the_counts, moves_of_threads, "tls")

ATF_TC_WITHOUT_HEAD(flush_returns_what_is_cached);
ATF_TC_BODY(flush_returns_what_is_cached, tc)
{
	CTL_NEEDS("stats");
	CTL_NEEDS("tcache");
	run_child(flushes, NULL, 120);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, bytes_are_exact);
	ATF_TP_ADD_TC(tp, bytes_are_exact_with_many_objects);
	ATF_TP_ADD_TC(tp, pointers_to_live_counters);
	ATF_TP_ADD_TC(tp, each_thread_has_its_own);
	ATF_TP_ADD_TC(tp, thread_moves_to_each_arena);
	ATF_TP_ADD_TC(tp, moved_cache_loses_nothing);
	ATF_TP_ADD_TC(tp, moving_threads_keep_the_counts);
	ATF_TP_ADD_TC(tp, flush_returns_what_is_cached);
	return atf_no_error();
}
