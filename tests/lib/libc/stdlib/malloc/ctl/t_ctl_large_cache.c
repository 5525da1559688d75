/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * lg_tcache_max beyond the sizes that the page map has class bytes for: such
 * objects are cached by the slow paths, and everything that holds of the
 * others must hold of them.  M094.
 */
#include "ctl.h"
#include "malloc_dies.h"

const char *malloc_conf = PROGRAM_CONF;

static const size_t sizes[] = {
	4 * KIB, 200 * KIB, 236 * KIB, 240 * KIB, 300 * KIB, 512 * KIB, MIB
};

static unsigned arena;

static uint64_t
runs(size_t size, const char *what)
{
	return ctl_class(arena, "lruns", size / PAGE - 1, what);
}

static void
need_caches(void)
{
	bool caches = false;

	if (getenv("MALLOC_CONF") != NULL)
		atf_tc_skip("MALLOC_CONF has options of its own");
	CTL_NEEDS("stats");
	if (ctl_has("tcache"))
		ctl_get("opt.tcache", &caches, sizeof(caches));
	if (!caches)
		atf_tc_skip("threads have no caches");
	arena = ctl_unsigned("thread.arena");
}

ATF_TC_WITHOUT_HEAD(lg_tcache_max_20_is_1_mib);
ATF_TC_BODY(lg_tcache_max_20_is_1_mib, tc)
{
	need_caches();
	ATF_CHECK_EQ(ctl_size("arenas.tcache_max"), MIB);
	ATF_CHECK_EQ(ctl_unsigned("arenas.nhbins"),
	    ctl_unsigned("arenas.nbins") + MIB / PAGE);
}

/* A freed object stays with the thread, and is what it gets next. */
static void
keep(void *arg)
{
	size_t i, size;
	void *p, *q;

	(void)arg;
	for (i = 0; i < NELEM(sizes); i++) {
		size = sizes[i];
		p = opaque(malloc(size));
		MUST(malloc_usable_size(p) == size, "%zu", size);
		memset(p, 0x11, size);
		ctl_flush();
		ctl_refresh();
		MUST(runs(size, "ndalloc") == 0, "%zu: flushed too much", size);
		free(p);
		ctl_refresh();
		MUST(runs(size, "ndalloc") == 0, "%zu: not cached", size);
		q = opaque(malloc(size));
		MUST(q == p, "%zu: %p, then %p", size, p, q);
		memset(q, 0x22, size);
		free(q);
		ctl_refresh();
		MUST(runs(size, "nmalloc") == 1 && runs(size, "ndalloc") == 0 &&
		    runs(size, "curruns") == 1, "%zu: %ju, %ju, %ju", size,
		    (uintmax_t)runs(size, "nmalloc"),
		    (uintmax_t)runs(size, "ndalloc"),
		    (uintmax_t)runs(size, "curruns"));
		MUST(runs(size, "nrequests") == 2, "%zu: %ju requests", size,
		    (uintmax_t)runs(size, "nrequests"));
		ctl_flush();
		ctl_refresh();
		MUST(runs(size, "ndalloc") == 1 && runs(size, "curruns") == 0 &&
		    runs(size, "nrequests") == 2, "%zu: flush", size);
	}
	size = MIB + PAGE;
	free(opaque(malloc(size)));
	ctl_refresh();
	MUST(runs(size, "ndalloc") == 1, "a size too large was cached");
}

ATF_TC_WITHOUT_HEAD(object_of_1_mib_is_cached);
ATF_TC_BODY(object_of_1_mib_is_cached, tc)
{
	need_caches();
	run_child(keep, NULL, 60);
}

/* M150 M152 */
static void
count_bytes(void *arg)
{
	uint64_t a, d;
	size_t i, j;
	void *p;

	(void)arg;
	a = ctl_u64("thread.allocated");
	d = ctl_u64("thread.deallocated");
	for (i = 0; i < NELEM(sizes); i++) {
		for (j = 0; j < 5; j++) {
			p = opaque(malloc(sizes[i]));
			a += sizes[i];
			MUST(ctl_u64("thread.allocated") == a &&
			    ctl_u64("thread.deallocated") == d, "malloc(%zu)",
			    sizes[i]);
			free(p);
			d += sizes[i];
			MUST(ctl_u64("thread.allocated") == a &&
			    ctl_u64("thread.deallocated") == d, "free of %zu",
			    sizes[i]);
		}
	}
}

ATF_TC_WITHOUT_HEAD(bytes_of_cached_large_objects_are_counted);
ATF_TC_BODY(bytes_of_cached_large_objects_are_counted, tc)
{
	need_caches();
	run_child(count_bytes, NULL, 60);
}

/* Four of every size are freed, 500 MiB: a cache must not keep them all. */
static void
fill_up(void *arg)
{
	static void *p[4 * (MIB / PAGE)];
	size_t before, i, kept, size, n = 0;

	(void)arg;
	ctl_refresh();
	before = ctl_size("stats.allocated");
	for (size = 60 * PAGE; size <= MIB; size += PAGE) {
		for (i = 0; i < 4; i++)
			MUST((p[n++] = opaque(malloc(size))) != NULL, "%zu",
			    size);
	}
	while (n-- > 0)
		free(p[n]);
	ctl_refresh();
	kept = ctl_size("stats.allocated") - before;
	MUST(kept > MIB && kept <= 4 * MIB, "%zu bytes cached", kept);
}

ATF_TC_WITHOUT_HEAD(bytes_in_large_caches_are_bounded);
ATF_TC_BODY(bytes_in_large_caches_are_bounded, tc)
{
	need_caches();
	run_child(fill_up, NULL, 60);
}

/* Two sweeps of other work, and idle objects are back in the arena. */
static void
be_idle(void *arg)
{
	size_t i;
	void *p[1000];
	unsigned round;

	(void)arg;
	free(opaque(malloc(MIB)));
	for (round = 0; round < 100; round++) {
		for (i = 0; i < NELEM(p); i++)
			p[i] = opaque(malloc(64));
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
	ctl_refresh();
	MUST(runs(MIB, "curruns") == 0, "still cached");
}

ATF_TC_WITHOUT_HEAD(idle_object_of_1_mib_goes_back);
ATF_TC_BODY(idle_object_of_1_mib_goes_back, tc)
{
	need_caches();
	run_child(be_idle, NULL, 60);
}

static void *
use_and_exit(void *arg)
{
	size_t i;

	(void)arg;
	arena = ctl_unsigned("thread.arena");
	for (i = 0; i < NELEM(sizes); i++)
		free(opaque(malloc(sizes[i])));
	return NULL;
}

static void
exit_thread(void *arg)
{
	pthread_t t;
	size_t i;

	(void)arg;
	MUST(pthread_create(&t, NULL, use_and_exit, NULL) == 0, "thread");
	MUST(pthread_join(t, NULL) == 0, "join");
	ctl_refresh();
	for (i = 3; i < NELEM(sizes); i++)
		MUST(runs(sizes[i], "nmalloc") == 1 &&
		    runs(sizes[i], "ndalloc") == 1 &&
		    runs(sizes[i], "nrequests") == 1, "%zu bytes", sizes[i]);
}

ATF_TC_WITHOUT_HEAD(thread_that_exits_returns_large_objects);
ATF_TC_BODY(thread_that_exits_returns_large_objects, tc)
{
	need_caches();
	run_child(exit_thread, NULL, 60);
}

static void
free_twice(void *arg)
{
	void *p = opaque(malloc(*(size_t *)arg));

	memset(p, 1, 100);
	free(p);
	free(opaque(p));
}

ATF_TC_WITHOUT_HEAD(double_free_of_cached_large_object);
ATF_TC_BODY(double_free_of_cached_large_object, tc)
{
	size_t i;

	need_caches();
	for (i = 0; i < NELEM(sizes); i++)
		require_abort(free_twice, (void *)(uintptr_t)&sizes[i],
		    "^<jemalloc>: Error in free\\(\\): double free of "
		    "0x[0-9a-f]+: large object of [0-9]+ bytes, "
		    "arena [0-9]+\n$");
}

/* A large object was cut: it goes to the cache of what it now is. */
static void
resize(void *arg)
{
	char *p, *q;

	(void)arg;
	p = opaque(malloc(MIB));
	memset(p, 0x33, MIB);
	p = opaque(realloc(p, 500 * KIB));
	free(p);
	q = opaque(malloc(500 * KIB));
	MUST(q == p, "%p, then %p", (void *)p, (void *)q);
	q = opaque(realloc(q, 700 * KIB));
	MUST(malloc_usable_size(q) == 700 * KIB, "usable");
	free(q);
	q = opaque(calloc(1, 700 * KIB));
	MUST(q[0] == 0 && memcmp(q, q + 1, 700 * KIB - 1) == 0, "not zero");
	free(q);
	ctl_flush();
	ctl_refresh();
	MUST(runs(500 * KIB, "curruns") == 0 && runs(700 * KIB, "curruns") == 0,
	    "not all back");
}

ATF_TC_WITHOUT_HEAD(resized_object_is_cached_by_its_new_size);
ATF_TC_BODY(resized_object_is_cached_by_its_new_size, tc)
{
	need_caches();
	run_child(resize, NULL, 60);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, lg_tcache_max_20_is_1_mib);
	ATF_TP_ADD_TC(tp, object_of_1_mib_is_cached);
	ATF_TP_ADD_TC(tp, bytes_of_cached_large_objects_are_counted);
	ATF_TP_ADD_TC(tp, bytes_in_large_caches_are_bounded);
	ATF_TP_ADD_TC(tp, idle_object_of_1_mib_goes_back);
	ATF_TP_ADD_TC(tp, thread_that_exits_returns_large_objects);
	ATF_TP_ADD_TC(tp, double_free_of_cached_large_object);
	ATF_TP_ADD_TC(tp, resized_object_is_cached_by_its_new_size);
	return atf_no_error();
}
