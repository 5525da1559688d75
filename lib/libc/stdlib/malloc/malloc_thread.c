/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Attaching threads to arenas.
 *
 * State: the table of arenas and the counts of threads under arenas_lock; the
 * list of caches under threads_lock.  An arena once opened stays, and its
 * entry of the table is published before their number.
 */

#include "base.h"
#include "chunk.h"
#include "fill.h"
#include "huge.h"
#include "malloc_print.h"
#include "malloc_thread.h"
#include "port.h"

/* Waits for locks of an arena that justify one more than there are CPUs. */
#define	CONTENTION	1024

#define	ARENAS_STATIC	64	/* table entries that need no mapping */

#define	CONSTANT_CACHE(tc)	((struct tcache *)(uintptr_t)&(tc))

THREAD_LOCAL struct tcache *thread_self = CONSTANT_CACHE(tcache_unstarted);
THREAD_LOCAL struct tcache_fast thread_fast;

static struct lock arenas_lock;
static struct arena *arenas_static[ARENAS_STATIC];
static struct arena **arenas = arenas_static;
static _Atomic unsigned nopen;
static unsigned ncpus;

static struct lock threads_lock;
static struct tcache *threads;

static bool
is_constant(const struct tcache *tc)
{

	return (tc == &tcache_unstarted || tc == &tcache_bypass);
}

/* Move the stacks away from the fast paths.  False: no memory. */
static bool
hide_stacks(struct tcache *tc)
{
	struct tcache_fast *f;

	if (tc->fast != &thread_fast)
		return (true);
	f = base_alloc(sizeof(*f));
	if (f == NULL)
		return (false);
	lock_acquire(&threads_lock, LOCK_THREADS);
	*f = thread_fast;
	__builtin_memset(&thread_fast, 0, sizeof(thread_fast));
	tc->fast = f;
	lock_release(&threads_lock, LOCK_THREADS);
	return (true);
}

/* Under arenas_lock, but while booting. */
static struct arena *
arena_open(void)
{
	struct arena *a;
	unsigned n;

	n = atomic_load_explicit(&nopen, memory_order_relaxed);
	a = arena_new(n);
	if (a != NULL) {
		arenas[n] = a;
		atomic_store_explicit(&nopen, n + 1, memory_order_release);
	}
	return (a);
}

bool
thread_boot(void)
{

	ncpus = port_ncpus();
	if (conf.narenas > ARENAS_STATIC) {
		arenas = port_map(NULL, ALIGN_UP(conf.narenas *
		    sizeof(*arenas), page_size()));
		if (arenas == NULL) {
			arenas = arenas_static;
			conf.narenas = ARENAS_STATIC;
		}
	}
	return (arena_open() != NULL);
}

unsigned
narenas_open(void)
{

	return (atomic_load_explicit(&nopen, memory_order_acquire));
}

struct arena *
arenas_get(unsigned ind)
{

	return (arenas[ind]);
}

/* More arenas than CPUs help only threads that wait for each other. */
static bool
may_open(unsigned n, struct arena *best)
{

	return (n < conf.narenas && best->nthreads != 0 &&
	    (n < ncpus || arena_waits(best) / n > CONTENTION));
}

/* The arena of the fewest threads, counted in. */
static struct arena *
arena_choose(void)
{
	struct arena *best, *a;
	unsigned i, n;

	lock_acquire(&arenas_lock, LOCK_ARENAS);
	n = narenas_open();
	best = arenas[0];
	for (i = 1; i < n; i++) {
		if (arenas[i]->nthreads < best->nthreads)
			best = arenas[i];
	}
	if (may_open(n, best) && (a = arena_open()) != NULL)
		best = a;
	best->nthreads++;
	lock_release(&arenas_lock, LOCK_ARENAS);
	return (best);
}

static void
arena_leave(struct arena *a)
{

	lock_acquire(&arenas_lock, LOCK_ARENAS);
	a->nthreads--;
	lock_release(&arenas_lock, LOCK_ARENAS);
}

struct arena *
thread_arena_open(unsigned ind)
{
	bool more = true;

	if (ind >= conf.narenas)
		return (NULL);
	lock_acquire(&arenas_lock, LOCK_ARENAS);
	while (more && narenas_open() <= ind)
		more = arena_open() != NULL;
	lock_release(&arenas_lock, LOCK_ARENAS);
	return (more ? arenas[ind] : NULL);
}

unsigned
thread_count(const struct arena *a)
{
	unsigned n;

	lock_acquire(&arenas_lock, LOCK_ARENAS);
	n = a->nthreads;
	lock_release(&arenas_lock, LOCK_ARENAS);
	return (n);
}

void
thread_counts(void (*tell)(const struct arena *, unsigned))
{
	unsigned i;

	if (!lock_acquire_to_read(&arenas_lock, LOCK_ARENAS))
		return;
	for (i = 0; i < narenas_open(); i++)
		tell(arenas[i], arenas[i]->nthreads);
	lock_release(&arenas_lock, LOCK_ARENAS);
}

/*
 * Threads are spread by a hash over as many arenas as there are CPUs; those
 * who just pass by (no TLS, exiting) take the first.
 */
struct arena *
thread_arena(void)
{
	struct arena *a;
	uintptr_t hash;
	unsigned i, n;

	if (config_tls)
		return (arenas[0]);
	hash = (port_thread_self() >> 8) * (uintptr_t)0x9e3779b97f4a7c15;
	n = conf.narenas < ncpus ? (unsigned)conf.narenas : ncpus;
	i = (unsigned)((hash >> 32) % n);
	if (i >= narenas_open()) {
		lock_acquire(&arenas_lock, LOCK_ARENAS);
		a = narenas_open() <= i ? arena_open() : NULL;
		lock_release(&arenas_lock, LOCK_ARENAS);
		i = a != NULL ? a->ind : i % narenas_open();
	}
	return (arenas[i]);
}

static void
list_add(struct tcache *tc)
{

	lock_acquire(&threads_lock, LOCK_THREADS);
	tc->next = threads;
	if (threads != NULL)
		threads->prev = tc;
	threads = tc;
	lock_release(&threads_lock, LOCK_THREADS);
}

static void
list_remove(struct tcache *tc)
{

	lock_acquire(&threads_lock, LOCK_THREADS);
	if (tc->prev != NULL)
		tc->prev->next = tc->next;
	else
		threads = tc->next;
	if (tc->next != NULL)
		tc->next->prev = tc->prev;
	lock_release(&threads_lock, LOCK_THREADS);
}

/* A cache of no arena yet; NULL: no memory. */
static struct tcache *
cache_new(void)
{
	struct tcache *tc;

	tc = base_alloc(sizeof(*tc));
	if (tc == NULL)
		return (NULL);
	tcache_init(tc, NULL, &thread_fast);
	if (fill_enabled() && !hide_stacks(tc)) {
		tcache_free(tc);
		return (NULL);
	}
	return (tc);
}

static void
cache_free(struct tcache *tc)
{

	if (tc->fast != &thread_fast)
		base_dalloc(tc->fast, sizeof(*tc->fast));
	tcache_free(tc);
}

/*
 * The host may allocate while it arms the exit hook, or boots: calls made by
 * it find the constant cache that bypasses, and are served by an arena.
 */
struct tcache *
thread_attach(void)
{
	struct tcache *tc;

	if (!config_tls || thread_self == &tcache_bypass)
		return (NULL);
	thread_self = CONSTANT_CACHE(tcache_bypass);
	tc = cache_new();
	if (tc == NULL) {
		thread_self = CONSTANT_CACHE(tcache_unstarted);
		return (NULL);
	}
	tc->arena = arena_choose();
	list_add(tc);
	port_thread_arm(tc);
	thread_self = tc;
	return (tc);
}

struct tcache *
thread_count_bytes(void)
{
	struct tcache *tc;

	tc = thread_get();
	if (tc == NULL || tc->counted)
		return (tc);
	if (!hide_stacks(tc))
		return (NULL);
	tcache_count(tc);
	return (tc);
}

/* The flush leaves the stacks as those of a thread that has not started. */
void
thread_detach(struct tcache *tc)
{
	struct arena *a;

	if (is_constant(tc))
		return;
	a = tc->arena;
	thread_self = CONSTANT_CACHE(tcache_bypass);
	tcache_flush(tc, "pthread_exit");
	list_remove(tc);
	arena_leave(a);
	cache_free(tc);
	arena_check(a);
}

bool
thread_reclaim(void)
{
	unsigned i;
	bool any;

	any = huge_trim();
	for (i = 0; i < narenas_open(); i++)
		any |= arena_reclaim(arenas[i]);
	return (any);
}

void
thread_trim(void)
{
	unsigned i;

	if (!is_constant(thread_self))
		tcache_flush(thread_self, "malloc_trim");
	for (i = 0; i < narenas_open(); i++)
		arena_purge(arenas[i], true);
	(void)huge_trim();
	chunk_trim();
}

void
thread_requests(void (*tell)(const struct arena *, unsigned, uint64_t))
{
	const uint64_t *npops;
	struct tcache *tc;
	uint64_t n;
	unsigned i;

	if (!lock_acquire_to_read(&threads_lock, LOCK_THREADS))
		return;
	for (tc = threads; tc != NULL; tc = tc->next) {
		for (i = 1; i <= size_classes.nbins + size_classes.nlarge;
		    i++) {
			npops = tcache_npops(tc, i);
			n = npops == NULL ? 0 :
			    __atomic_load_n(npops, __ATOMIC_RELAXED);
			if (n != 0)
				tell(tc->arena, i, n);
		}
	}
	lock_release(&threads_lock, LOCK_THREADS);
}

void
thread_flush(const char *caller)
{

	if (!is_constant(thread_self))
		tcache_flush(thread_self, caller);
}

unsigned
thread_arena_number(void)
{
	const struct tcache *tc;

	tc = thread_get();
	return (tc != NULL ? tc->arena->ind : thread_arena()->ind);
}

/* Others look at the arena of a cache under the lock of threads. */
bool
thread_arena_move(unsigned ind)
{
	struct arena *to;
	struct tcache *tc;

	to = thread_arena_open(ind);
	tc = thread_get();
	if (to == NULL || tc == NULL)
		return (false);
	if (to == tc->arena)
		return (true);
	tcache_flush(tc, "mallctl");
	lock_acquire(&arenas_lock, LOCK_ARENAS);
	lock_acquire(&threads_lock, LOCK_THREADS);
	tc->arena->nthreads--;
	to->nthreads++;
	tc->arena = to;
	lock_release(&threads_lock, LOCK_THREADS);
	lock_release(&arenas_lock, LOCK_ARENAS);
	return (true);
}

/*
 * In the child only the forking thread lives.  What the others had cached
 * stays with their caches: they may have been in the middle of anything.
 */
static void
forget_others(void)
{
	struct tcache *tc;

	for (tc = threads; tc != NULL; tc = tc->next) {
		if (tc != thread_self)
			tc->arena->nthreads--;
	}
	threads = is_constant(thread_self) ? NULL : thread_self;
	if (threads != NULL)
		threads->next = threads->prev = NULL;
}

void
thread_prefork(void)
{
	unsigned i, n;

	lock_prefork(&arenas_lock, LOCK_ARENAS);
	lock_prefork(&threads_lock, LOCK_THREADS);
	n = narenas_open();
	for (i = 0; i < n; i++)
		arena_prefork_bins(arenas[i]);
	for (i = 0; i < n; i++)
		arena_prefork_heap(arenas[i]);
}

void
thread_postfork(bool child)
{
	unsigned i, n;

	n = narenas_open();
	for (i = 0; i < n; i++)
		arena_postfork(arenas[i], child);
	if (child) {
		lock_reset(&threads_lock);
		lock_reset(&arenas_lock);
		forget_others();
	} else {
		lock_release(&threads_lock, LOCK_THREADS);
		lock_release(&arenas_lock, LOCK_ARENAS);
	}
}
