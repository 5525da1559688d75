/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Threads and their arenas, on a machine of four CPUs: see port_ncpus(). */
#include "unit.h"

#include "fill.h"

#define CPUS		4
#define CONTENTION	1024	/* waits an arena that open another */

unsigned __real___malloc_port_ncpus(void);
unsigned __wrap___malloc_port_ncpus(void);

unsigned
__wrap___malloc_port_ncpus(void)
{
	return CPUS;
}

/* A thread that is told when to end. */
struct worker {
	pthread_t thread;
	_Atomic int state;	/* 0 starting, 1 attached, 2 may end */
	unsigned arena;		/* index */
	void (*at_end)(void);
};

static void *
work(void *arg)
{
	struct worker *w = arg;
	void *p;

	p = opaque(malloc(100));
	MUST(p != NULL, "no memory");
	free(p);
	w->arena = config_tls ? thread_self->arena->ind : thread_arena()->ind;
	w->state = 1;
	while (w->state != 2)
		sched_yield();
	if (w->at_end != NULL)
		w->at_end();
	return NULL;
}

static void
start(struct worker *w)
{
	w->state = 0;
	MUST(pthread_create(&w->thread, NULL, work, w) == 0, "thread");
	while (w->state != 1)
		sched_yield();
}

static void
stop(struct worker *w)
{
	w->state = 2;
	pthread_join(w->thread, NULL);
}

static unsigned
count_all(void)
{
	unsigned i, n = 0;

	for (i = 0; i < narenas_open(); i++)
		n += thread_count(arenas_get(i));
	return n;
}

static void
setup(size_t narenas)
{
	unfreeze(&conf, sizeof(conf));
	MUST(conf.narenas == 4 * CPUS, "%zu arenas", conf.narenas);
	if (narenas != 0)
		conf.narenas = narenas;
	MUST(narenas_open() == 1, "%u arenas at first", narenas_open());
	MUST(thread_count(arenas_get(0)) == 1, "%u threads at first",
	    thread_count(arenas_get(0)));
}

/* The least loaded arena, one per CPU and no more. */
static void
spread(void *arg)
{
	struct worker w[4 * CPUS - 1];
	unsigned i, j, per;

	(void)arg;
	memset(w, 0, sizeof(w));
	setup(0);
	for (i = 0; i < NELEM(w); i++) {
		start(&w[i]);
		MUST(narenas_open() == (i + 2 < CPUS ? i + 2 : CPUS),
		    "%u arenas for %u threads", narenas_open(), i + 2);
		MUST(count_all() == i + 2, "%u threads counted, not %u",
		    count_all(), i + 2);
		per = (i + 2) / narenas_open();
		for (j = 0; j < narenas_open(); j++)
			MUST(thread_count(arenas_get(j)) - per <= 1,
			    "arena %u of %u threads out of %u", j,
			    thread_count(arenas_get(j)), i + 2);
	}
	for (i = 0; i < narenas_open(); i++)
		MUST(arenas_get(i)->ind == i, "arena %u is number %u", i,
		    arenas_get(i)->ind);
	/* Who leaves makes room for who comes. */
	for (i = 0; i < NELEM(w); i += 3) {
		j = w[i].arena;
		per = thread_count(arenas_get(j));
		stop(&w[i]);
		MUST(thread_count(arenas_get(j)) == per - 1,
		    "the slot of arena %u was not given back", j);
		start(&w[i]);
		MUST(w[i].arena == j, "arena %u, but %u has fewest threads",
		    w[i].arena, j);
	}
	for (i = 0; i < NELEM(w); i++)
		stop(&w[i]);
	MUST(count_all() == 1, "%u threads counted at the end", count_all());
	MUST(narenas_open() == CPUS, "%u arenas at the end", narenas_open());
}

ATF_TC_WITHOUT_HEAD(least_loaded_arena_first);
ATF_TC_BODY(least_loaded_arena_first, tc)
{
	run_child(spread, NULL, 30);
}

/* Threads one after the other need two arenas, not one each. */
static void
in_turn(void *arg)
{
	struct worker w = { .arena = 0 };
	unsigned i;

	(void)arg;
	setup(0);
	for (i = 0; i < 200; i++) {
		start(&w);
		MUST(count_all() == 2, "%u threads counted", count_all());
		stop(&w);
	}
	MUST(narenas_open() == 2, "%u arenas", narenas_open());
	MUST(base_mapped() <= 512 * KIB, "%zu bytes of records",
	    base_mapped());
}

ATF_TC_WITHOUT_HEAD(threads_in_turn_share_an_arena);
ATF_TC_BODY(threads_in_turn_share_an_arena, tc)
{
	run_child(in_turn, NULL, 30);
}

static void
limited(void *arg)
{
	struct worker w[6];
	unsigned i;

	(void)arg;
	memset(w, 0, sizeof(w));
	setup(2);
	for (i = 0; i < NELEM(w); i++)
		start(&w[i]);
	MUST(narenas_open() == 2, "%u arenas", narenas_open());
	MUST(thread_arena_open(1) == arenas_get(1), "arena 1");
	MUST(thread_arena_open(2) == NULL, "an arena too many");
	for (i = 0; i < NELEM(w); i++)
		stop(&w[i]);
}

ATF_TC_WITHOUT_HEAD(narenas_is_the_limit);
ATF_TC_BODY(narenas_is_the_limit, tc)
{
	run_child(limited, NULL, 30);
}

/* Arenas beyond one per CPU come where threads wait, up to narenas. */
static void
contended(void *arg)
{
	struct worker w[5 * CPUS];
	unsigned i, j, opened;

	(void)arg;
	memset(w, 0, sizeof(w));
	setup(0);
	for (i = 0; i < CPUS; i++)
		start(&w[i]);
	MUST(narenas_open() == CPUS, "%u arenas without waits",
	    narenas_open());
	for (i = CPUS; i < NELEM(w); i++) {
		opened = narenas_open();
		for (j = 0; j < opened; j++)
			arenas_get(j)->heap.lock.nwaits = (CONTENTION + 1) *
			    opened;
		start(&w[i]);
		MUST(narenas_open() == (opened < 4 * CPUS ? opened + 1 :
		    opened), "%u arenas after %u", narenas_open(), opened);
	}
	for (i = 0; i < NELEM(w); i++)
		stop(&w[i]);
	MUST(count_all() == 1, "%u threads counted at the end", count_all());
}

ATF_TC_WITHOUT_HEAD(contention_opens_more_arenas);
ATF_TC_BODY(contention_opens_more_arenas, tc)
{
	run_child(contended, NULL, 30);
}

/*
 * Destructors of keys allocate after the thread was detached, as often as
 * the host calls them.
 */
static pthread_key_t key;
static _Atomic unsigned ncalls;

static void
destructor(void *arg)
{
	void *p;

	p = opaque(malloc(5000));
	MUST(p != NULL, "no memory");
	free(p);
	free(opaque(calloc(3, 7)));
	ncalls++;
	pthread_setspecific(key, arg);
}

static void
set_key(void)
{
	pthread_setspecific(key, &ncalls);
}

static void
late(void *arg)
{
	struct worker w = { .at_end = set_key };
	unsigned i;

	(void)arg;
	setup(0);
	MUST(pthread_key_create(&key, destructor) == 0, "key");
	for (i = 0; i < 20; i++) {
		start(&w);
		stop(&w);
		MUST(count_all() == 1, "%u threads counted", count_all());
	}
	MUST(ncalls >= 2 * 20, "%u calls", ncalls);
	for (i = 0; i < narenas_open(); i++)
		arena_check(arenas_get(i));
}

ATF_TC_WITHOUT_HEAD(allocation_after_detaching);
ATF_TC_BODY(allocation_after_detaching, tc)
{
	run_child(late, NULL, 30);
}

/* In a forked child one thread is left, whatever there was. */
static void
forked(void *arg)
{
	struct worker w[3 * CPUS];
	int status;
	unsigned i;
	pid_t pid;

	(void)arg;
	memset(w, 0, sizeof(w));
	setup(0);
	for (i = 0; i < NELEM(w); i++)
		start(&w[i]);
	pid = fork();
	MUST(pid != -1, "errno %d", errno);
	if (pid == 0) {
		MUST(count_all() == 1, "%u threads counted in the child",
		    count_all());
		MUST(thread_count(thread_self->arena) == 1, "another arena");
		memset(w, 0, sizeof(w));
		start(&w[0]);
		MUST(count_all() == 2, "%u threads counted", count_all());
		stop(&w[0]);
		_exit(0);
	}
	MUST(waitpid(pid, &status, 0) == pid && status == 0, "status 0x%x",
	    (unsigned)status);
	MUST(count_all() == 1 + NELEM(w), "%u threads counted", count_all());
	for (i = 0; i < NELEM(w); i++)
		stop(&w[i]);
}

ATF_TC_WITHOUT_HEAD(one_thread_left_after_fork);
ATF_TC_BODY(one_thread_left_after_fork, tc)
{
	run_child(forked, NULL, 30);
}

static uint64_t small_told, large_told;

static void
told(const struct arena *a, unsigned class, uint64_t n)
{

	MUST(a == arenas_get(a->ind), "arena %u", a->ind);
	if (class_is_small(class))
		small_told += n;
	else
		large_told += n;
}

/* What threads have been served and not yet told is counted in. */
static void
requests(void *arg)
{
	uint64_t small, large;
	unsigned i;

	(void)arg;
	setup(0);
	thread_requests(told);
	small = small_told;
	large = large_told;
	small_told = large_told = 0;
	/* Few enough that nothing is told to the arena meanwhile. */
	for (i = 0; i < 3; i++) {
		free(opaque(malloc(24)));
		free(opaque(malloc(PAGE)));
		free(opaque(malloc(PAGE)));
	}
	thread_requests(told);
	MUST(small_told + arenas_get(0)->bins[size_class(24) - 1].stats.nrequests
	    - small >= 3, "%lu small requests, %lu before", small_told, small);
	MUST(!config_stats ||
	    large_told + large_sums(arenas_get(0)).nrequests - large >= 6,
	    "%lu large requests, %lu before", large_told, large);
}

ATF_TC_WITHOUT_HEAD(requests_of_live_threads);
ATF_TC_BODY(requests_of_live_threads, tc)
{
	run_child(requests, NULL, 10);
}

/* All that is idle goes back at once. */
static void
trim(void *arg)
{
	struct chunk_stats chunks;
	void *p[300];
	unsigned i;

	(void)arg;
	setup(0);
	for (i = 0; i < NELEM(p); i++)
		p[i] = opaque(malloc(i * 500 + 1));
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	thread_trim();
	chunk_stats_read(&chunks);
	MUST(chunks.stocked == 0, "%zu bytes in stock", chunks.stocked);
	MUST(arenas_get(0)->heap.ndirty == 0, "%zu dirty pages",
	    arenas_get(0)->heap.ndirty);
	MUST(!config_tcache || thread_self->nbytes == 0, "%zu bytes cached",
	    thread_self->nbytes);
	free(opaque(malloc(100)));
	arena_check(arenas_get(0));
}

ATF_TC_WITHOUT_HEAD(trim_gives_back_what_is_idle);
ATF_TC_BODY(trim_gives_back_what_is_idle, tc)
{
	run_child(trim, NULL, 10);
}

/* Without TLS: a hash of the thread, over one arena a CPU. */
static void *
hash_of(void *arg)
{
	unsigned i;

	(void)arg;
	/* Arenas are opened in turn: until all are, it may change. */
	for (i = 0; i < 100; i++)
		MUST(thread_arena()->ind < CPUS, "arena %u",
		    thread_arena()->ind);
	return NULL;
}

static void
hashed(void *arg)
{
	pthread_t threads[32];
	unsigned i;

	(void)arg;
	for (i = 0; i < NELEM(threads); i++)
		MUST(pthread_create(&threads[i], NULL, hash_of, NULL) == 0,
		    "thread");
	for (i = 0; i < NELEM(threads); i++)
		pthread_join(threads[i], NULL);
	MUST(narenas_open() > 1 && narenas_open() <= CPUS, "%u arenas",
	    narenas_open());
	for (i = 0; i < 100; i++)
		MUST(thread_arena() == thread_arena(), "it changes");
	MUST(count_all() == 0, "%u threads counted", count_all());
}

ATF_TC_WITHOUT_HEAD(without_tls_arenas_by_hash);
ATF_TC_BODY(without_tls_arenas_by_hash, tc)
{
	run_child(hashed, NULL, 10);
}

/* A thread that ends leaves nothing in use in its arena. */
static void *
objects_freed(void *arg)
{
	void *p[200];
	size_t i;

	for (i = 0; i < NELEM(p); i++)
		p[i] = opaque(malloc(48));
	*(unsigned *)arg = thread_arena_number();
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	return NULL;
}

static uint64_t
regions_in_use(const struct arena *a)
{
	const struct bin_stats *s = &a->bins[size_class(48) - 1].stats;

	return s->nmalloc - s->ndalloc;
}

static void
nothing_left(void *arg)
{
	pthread_t thread;
	unsigned ind = 0;

	(void)arg;
	setup(0);
	MUST(pthread_create(&thread, NULL, objects_freed, &ind) == 0,
	    "thread");
	pthread_join(thread, NULL);
	MUST(ind != 0, "the arena of the main thread");
	MUST(regions_in_use(arenas_get(ind)) == 0, "%lu regions in use",
	    regions_in_use(arenas_get(ind)));
}

/* Nor is memory lost that the allocator keeps for itself. */
static void
thousand_threads(void *arg)
{
	size_t before = 0;
	pthread_t thread;
	unsigned ind, i;

	(void)arg;
	for (i = 0; i < 1000; i++) {
		MUST(pthread_create(&thread, NULL, objects_freed, &ind) == 0,
		    "thread %u", i);
		pthread_join(thread, NULL);
		if (i == 100)
			before = base_mapped();
	}
	MUST(base_mapped() == before, "%zu bytes more",
	    base_mapped() - before);
}

ATF_TC_WITHOUT_HEAD(records_of_dead_threads_are_reused);
ATF_TC_BODY(records_of_dead_threads_are_reused, tc)
{
	run_child(thousand_threads, NULL, 30);
}

ATF_TC_WITHOUT_HEAD(cache_of_a_dead_thread_is_flushed);
ATF_TC_BODY(cache_of_a_dead_thread_is_flushed, tc)
{
	if (!config_tls || !config_tcache)
		atf_tc_skip("threads have no caches");
	run_child(nothing_left, NULL, 30);
}

/* The list of caches is whole though threads of its middle end. */
static void
list_whole(void *arg)
{
	struct worker w[5];
	unsigned i;
	uint64_t all;

	(void)arg;
	memset(w, 0, sizeof(w));
	setup(0);
	for (i = 0; i < NELEM(w); i++)
		start(&w[i]);
	free(opaque(malloc(24)));
	small_told = 0;
	thread_requests(told);
	all = small_told;
	MUST(all > NELEM(w), "%lu requests of %zu threads", all, NELEM(w));
	for (i = 2; i < NELEM(w); i++)
		stop(&w[i]);
	small_told = 0;
	thread_requests(told);
	MUST(small_told != 0 && small_told <= all, "%lu requests, %lu before",
	    small_told, all);
	stop(&w[0]);
	stop(&w[1]);
}

ATF_TC_WITHOUT_HEAD(list_of_caches_stays_whole);
ATF_TC_BODY(list_of_caches_stays_whole, tc)
{
	if (!config_tls || !config_tcache)
		atf_tc_skip("threads have no caches");
	run_child(list_whole, NULL, 30);
}

/*
 * The stacks that the fast paths see are closed, all zero, in a thread that
 * has not called yet, that counts its bytes, or whose cache is gone.
 */
static bool
closed(void)
{
	static const struct tcache_fast zero;

	return memcmp(&thread_fast, &zero, sizeof(zero)) == 0;
}

static void *
open_and_close(void *arg)
{
	static const size_t sizes[] = { 1, 100, 4000, 30000 };
	size_t i;

	(void)arg;
	MUST(closed(), "before the first call");
	for (i = 0; i < NELEM(sizes); i++)
		free(opaque(malloc(sizes[i])));
	MUST(!config_tcache || fill_enabled() || !closed(),
	    "nothing cached");
	MUST(thread_count_bytes() != NULL || !config_tls, "not counted");
	MUST(!config_tls || closed(), "counted");
	for (i = 0; i < NELEM(sizes); i++)
		free(opaque(malloc(sizes[i])));
	MUST(!config_tls || closed(), "a counted call");
	return NULL;
}

static void
closed_stacks(void *arg)
{
	pthread_t t;

	(void)arg;
	MUST(pthread_create(&t, NULL, open_and_close, NULL) == 0, "thread");
	MUST(pthread_join(t, NULL) == 0, "join");
	free(opaque(malloc(100)));
	MUST(!config_tcache || fill_enabled() || !closed(),
	    "nothing cached");
	thread_detach(thread_self);
	MUST(closed(), "no cache any more");
}

ATF_TC_WITHOUT_HEAD(stacks_without_a_cache_are_closed);
ATF_TC_BODY(stacks_without_a_cache_are_closed, tc)
{
	run_child(closed_stacks, NULL, 20);
}

ATF_TP_ADD_TCS(tp)
{
	if (!config_tls) {
		ATF_TP_ADD_TC(tp, without_tls_arenas_by_hash);
		return atf_no_error();
	}
	ATF_TP_ADD_TC(tp, least_loaded_arena_first);
	ATF_TP_ADD_TC(tp, threads_in_turn_share_an_arena);
	ATF_TP_ADD_TC(tp, narenas_is_the_limit);
	ATF_TP_ADD_TC(tp, contention_opens_more_arenas);
	ATF_TP_ADD_TC(tp, allocation_after_detaching);
	ATF_TP_ADD_TC(tp, one_thread_left_after_fork);
	ATF_TP_ADD_TC(tp, requests_of_live_threads);
	ATF_TP_ADD_TC(tp, trim_gives_back_what_is_idle);
	ATF_TP_ADD_TC(tp, cache_of_a_dead_thread_is_flushed);
	ATF_TP_ADD_TC(tp, records_of_dead_threads_are_reused);
	ATF_TP_ADD_TC(tp, list_of_caches_stays_whole);
	ATF_TP_ADD_TC(tp, stacks_without_a_cache_are_closed);
	return atf_no_error();
}
