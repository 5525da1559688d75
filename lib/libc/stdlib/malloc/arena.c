/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Arenas: batches of small regions, large objects, and when dirty pages go
 * back.  Called by thread caches and by alloc.
 *
 * Order of locks: a bin, then the page heap.  Chunks are unmapped, and
 * callers' batches of other arenas served, with no lock held.
 */

#include "arena.h"
#include "base.h"
#include "chunk.h"
#include "malloc_print.h"
#include "misuse.h"
#include "port.h"

/*
 * The limit on dirty pages is enforced at most once in PURGE_MS, unless they
 * exceed it by PURGE_EXCESS bytes: a program that frees and allocates in
 * waves would otherwise pay for every page again and again.
 */
#define	PURGE_MS	50
#define	PURGE_EXCESS	((size_t)8 << 20)

_Static_assert(sizeof(struct arena) + NCLASSES * sizeof(struct bin) <=
    BASE_SIZE_MAX, "an arena is one record");

struct arena *
arena_new(unsigned ind)
{
	struct arena *a;
	size_t size;

	size = sizeof(*a) + size_classes.nbins * sizeof(struct bin);
	a = base_alloc(ALIGN_UP(size, CACHELINE));
	if (a == NULL)
		return (NULL);
	__builtin_memset(a, 0, size);
	a->ind = ind;
	if (config_stats) {
		a->lruns = base_alloc_forever(chunk_layout.ndata *
		    sizeof(*a->lruns));
		if (a->lruns == NULL) {
			base_dalloc(a, ALIGN_UP(size, CACHELINE));
			return (NULL);
		}
	}
	return (a);
}

unsigned
arena_small_alloc(struct arena *a, unsigned ind, void **regions, unsigned n,
    uint64_t nrequests)
{
	struct bin *bin = &a->bins[ind];
	unsigned got;

	lock_acquire(&bin->lock, LOCK_BIN);
	got = bin_alloc(&a->heap, bin, ind, regions, n);
	bin->stats.nrequests += nrequests;
	bin->stats.nfills++;
	lock_release(&bin->lock, LOCK_BIN);
	return (got);
}

void *
arena_small_alloc_one(struct arena *a, unsigned ind)
{
	struct bin *bin = &a->bins[ind];
	void *p = NULL;

	lock_acquire(&bin->lock, LOCK_BIN);
	bin->stats.nrequests += bin_alloc(&a->heap, bin, ind, &p, 1);
	lock_release(&bin->lock, LOCK_BIN);
	return (p);
}

/* Purging. */

static size_t
dirty_limit(const struct page_heap *heap)
{
	size_t limit;

	if (conf.lg_dirty_mult < 0)
		return (SIZE_MAX);
	limit = heap->nactive >> conf.lg_dirty_mult;
	return (limit > chunk_layout.npages ? limit : chunk_layout.npages);
}

/* The lock of the heap is held. */
static void
purge_over_limit(struct page_heap *heap, struct dead_chunks *dead)
{
	size_t idle, limit;
	uint64_t now;

	limit = dirty_limit(heap);
	idle = heap->ndirty + heap->nready;
	if (likely(idle <= limit))
		return;
	now = port_time_ms();
	if (now - heap->last_purge < PURGE_MS &&
	    idle - limit < PURGE_EXCESS >> lg_page())
		return;
	heap->last_purge = now;
	run_purge(heap, limit / 2, dead);
}

void
arena_purge(struct arena *a, bool all)
{
	struct dead_chunks dead = { NULL };

	lock_acquire(&a->heap.lock, LOCK_ARENA);
	if (all)
		run_purge(&a->heap, 0, &dead);
	else
		purge_over_limit(&a->heap, &dead);
	lock_release(&a->heap.lock, LOCK_ARENA);
	chunks_release(&dead);
}

bool
arena_reclaim(struct arena *a)
{
	struct dead_chunks dead = { NULL };
	bool any;

	lock_acquire(&a->heap.lock, LOCK_ARENA);
	any = run_drop_ready(&a->heap, &dead);
	lock_release(&a->heap.lock, LOCK_ARENA);
	chunks_release(&dead);
	return (any);
}

/* Large objects. */

void *
arena_large_alloc(struct arena *a, size_t size, size_t align,
    uint64_t nrequests, bool *zeroed)
{
	struct run *r;
	size_t npages;
	void *p = NULL;

	npages = size >> lg_page();
	lock_acquire(&a->heap.lock, LOCK_ARENA);
	r = run_alloc_large(&a->heap, npages, align >> lg_page());
	if (r != NULL) {
		*zeroed = r->zeroed;
		arena_count_alloc(a, npages, nrequests);
		p = (void *)r->addr;
	}
	lock_release(&a->heap.lock, LOCK_ARENA);
	return (p);
}

size_t
arena_large_size(const void *p)
{

	return (run_size(run_of((uintptr_t)p)));
}

bool
arena_large_resize(void *p, size_t size)
{
	struct dead_chunks dead = { NULL };
	struct arena *a;
	struct run *r;
	size_t npages, old;

	a = arena_of(p);
	npages = size >> lg_page();
	lock_acquire(&a->heap.lock, LOCK_ARENA);
	r = run_of((uintptr_t)p);
	old = r->npages;
	if (npages > r->npages)
		run_grow(&a->heap, r, npages);
	else if (npages < r->npages)
		run_shrink(&a->heap, r, npages, &dead);
	if (r->npages != old) {
		/* As if freed, and asked for anew. */
		arena_count_dalloc(a, old);
		arena_count_alloc(a, npages, 1);
	}
	old = r->npages;
	purge_over_limit(&a->heap, &dead);
	lock_release(&a->heap.lock, LOCK_ARENA);
	chunks_release(&dead);
	return (old == npages);
}

/*
 * The lock of the heap is held.  A large object that is not one any more was
 * freed by somebody else since the caller looked.
 */
static void
large_dalloc(struct arena *a, void *p, struct dead_chunks *dead,
    const char *caller)
{
	struct run *r;

	r = run_of((uintptr_t)p);
	if (unlikely(r->state != RUN_LARGE || r->addr != (uintptr_t)p))
		misuse_pointer(p, caller);
	arena_count_dalloc(a, r->npages);
	run_free_large(&a->heap, r, dead);
}

/* Objects of the arena leave the array, the others move to its front. */
static unsigned
dalloc_large(struct arena *a, void **objects, unsigned n, const char *caller)
{
	struct dead_chunks dead = { NULL };
	unsigned i, left = 0;

	lock_acquire(&a->heap.lock, LOCK_ARENA);
	for (i = 0; i < n; i++) {
		if (arena_of(objects[i]) == a)
			large_dalloc(a, objects[i], &dead, caller);
		else
			objects[left++] = objects[i];
	}
	purge_over_limit(&a->heap, &dead);
	lock_release(&a->heap.lock, LOCK_ARENA);
	chunks_release(&dead);
	return (left);
}

static unsigned
dalloc_small(struct arena *a, unsigned ind, void **objects, unsigned n,
    bool flush, const char *caller)
{
	struct dead_chunks dead = { NULL };
	struct empty_runs empty = { NULL };
	struct bin *bin = &a->bins[ind];
	unsigned left;

	lock_acquire(&bin->lock, LOCK_BIN);
	left = bin_dalloc(&a->heap, bin, ind, objects, n, &empty, caller);
	bin->stats.nflushes += flush;
	lock_release(&bin->lock, LOCK_BIN);
	if (empty.first != NULL) {
		bin_release(&a->heap, &empty, &dead);
		lock_acquire(&a->heap.lock, LOCK_ARENA);
		purge_over_limit(&a->heap, &dead);
		lock_release(&a->heap.lock, LOCK_ARENA);
		chunks_release(&dead);
	}
	return (left);
}

void
arena_dalloc(unsigned class, void **objects, unsigned n, const char *caller)
{
	struct arena *a;

	while (n != 0) {
		a = arena_of(objects[0]);
		n = class_is_small(class) ?
		    dalloc_small(a, class - 1, objects, n, true, caller) :
		    dalloc_large(a, objects, n, caller);
	}
}

void
arena_dalloc_one(unsigned class, void *p, const char *caller)
{
	struct arena *a;

	a = arena_of(p);
	if (class_is_small(class))
		(void)dalloc_small(a, class - 1, &p, 1, false, caller);
	else
		(void)dalloc_large(a, &p, 1, caller);
}

/* Counters, checks, fork. */

void
arena_count(struct arena *a, unsigned class, uint64_t nrequests)
{

	if (class_is_small(class)) {
		lock_acquire(&a->bins[class - 1].lock, LOCK_BIN);
		a->bins[class - 1].stats.nrequests += nrequests;
		lock_release(&a->bins[class - 1].lock, LOCK_BIN);
	} else {
		lock_acquire(&a->heap.lock, LOCK_ARENA);
		if (config_stats)
			a->lruns[class - size_classes.nbins - 1].nrequests +=
			    nrequests;
		lock_release(&a->heap.lock, LOCK_ARENA);
	}
}

uint64_t
arena_waits(struct arena *a)
{
	uint64_t n;
	unsigned i;

	n = a->heap.lock.nwaits;
	for (i = 0; i < size_classes.nbins; i++)
		n += a->bins[i].lock.nwaits;
	return (n);
}

void
arena_check(struct arena *a)
{
	unsigned i;

	if (!config_debug)
		return;
	for (i = 0; i < size_classes.nbins; i++) {
		lock_acquire(&a->bins[i].lock, LOCK_BIN);
		bin_check(&a->bins[i], i);
		lock_release(&a->bins[i].lock, LOCK_BIN);
	}
	lock_acquire(&a->heap.lock, LOCK_ARENA);
	run_check(&a->heap);
	lock_release(&a->heap.lock, LOCK_ARENA);
}

/*
 * All bins of all arenas are locked before any heap, so there are two steps;
 * the caller walks the arenas twice.
 */
void
arena_prefork_bins(struct arena *a)
{
	unsigned i;

	for (i = 0; i < size_classes.nbins; i++)
		lock_prefork(&a->bins[i].lock, LOCK_BIN);
}

void
arena_prefork_heap(struct arena *a)
{

	lock_prefork(&a->heap.lock, LOCK_ARENA);
}

void
arena_postfork(struct arena *a, bool child)
{
	unsigned i;

	if (child)
		lock_reset(&a->heap.lock);
	else
		lock_release(&a->heap.lock, LOCK_ARENA);
	for (i = 0; i < size_classes.nbins; i++) {
		if (child)
			lock_reset(&a->bins[i].lock);
		else
			lock_release(&a->bins[i].lock, LOCK_BIN);
	}
}
