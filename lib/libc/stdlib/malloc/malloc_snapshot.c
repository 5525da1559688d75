/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The snapshot.  State: private, under ctl_lock; called by malloc_ctl.
 *
 * Rooms are read one after the other, each under its own lock, while threads
 * go on.  Figures that belong together still fit:
 *   1. active pages are counted from the runs of bins and of large objects,
 *      each read together with the bytes allocated in them;
 *   2. what is mapped is at least what these pages take;
 *   3. requests never go back: a cache that tells its arena between the two
 *      readings is missed this time;
 *   4. nor do the counts of chunks, which 2 may have raised.
 */

#include "chunk_swap.h"
#include "huge.h"
#include "malloc_print.h"
#include "malloc_snapshot.h"
#include "malloc_thread.h"
#include "port.h"

static struct lock ctl_lock;
static struct process_snapshot process;
static struct arena_snapshot *merged;
static struct arena_snapshot **arenas;	/* room for narenas_max */
static unsigned narenas_max;
static _Atomic unsigned narenas;	/* open in this epoch */
static _Atomic bool ready;

/* Memory: mapped once for each arena, kept for ever. */

static size_t
nlruns(void)
{

	return (config_stats ? chunk_layout.ndata : 0);
}

static struct arena_snapshot *
arena_snapshot_new(void)
{
	struct arena_snapshot *s;
	size_t head;

	head = sizeof(*s) + size_classes.nbins * sizeof(s->bins[0]);
	s = port_map(NULL, ALIGN_UP(head + nlruns() * sizeof(s->lruns[0]),
	    page_size()));
	if (s != NULL)
		s->lruns = (struct lrun_snapshot *)((uintptr_t)s + head);
	return (s);
}

static bool
table_grow(void)
{
	struct arena_snapshot **table;
	size_t size;

	size = narenas_max * sizeof(*table);
	table = port_map(NULL, size == 0 ? page_size() : size * 2);
	if (table == NULL)
		return (false);
	if (size != 0) {
		__builtin_memcpy(table, arenas, size);
		(void)port_unmap(arenas, size);
	}
	arenas = table;
	narenas_max = (unsigned)((size == 0 ? page_size() : size * 2) /
	    sizeof(*table));
	return (true);
}

/* Room for n arenas and their sum, before anything is changed. */
static bool
reserve(unsigned n)
{
	unsigned i;

	while (narenas_max < n) {
		if (!table_grow())
			return (false);
	}
	for (i = 0; i < n; i++) {
		if (arenas[i] == NULL)
			arenas[i] = arena_snapshot_new();
		if (arenas[i] == NULL)
			return (false);
	}
	if (merged == NULL)
		merged = arena_snapshot_new();
	return (merged != NULL);
}

/* One arena. */

static void
bin_read(struct arena *a, unsigned ind, struct bin_snapshot *s)
{

	s->told = s->stats.nrequests;
	if (!lock_acquire_to_read(&a->bins[ind].lock, LOCK_BIN))
		return;
	s->stats = a->bins[ind].stats;
	lock_release(&a->bins[ind].lock, LOCK_BIN);
	s->allocated = (s->stats.nmalloc - s->stats.ndalloc) *
	    size_classes.bins[ind].reg_size;
}

/*
 * A cache may serve what another arena allocated, so there are requests
 * without allocations.
 */
static bool
is_used(const struct lrun_stats *s)
{

	return (s->nmalloc != 0 || s->nrequests != 0);
}

/* Sizes that were never served are not written to: their pages stay away. */
static void
lruns_read(const struct arena *a, struct arena_snapshot *s)
{
	struct lrun_snapshot *l;
	size_t i;

	s->large = (struct class_sums){ 0 };
	for (i = 0; i < nlruns(); i++) {
		l = &s->lruns[i];
		if (!is_used(&a->lruns[i]) && !is_used(&l->stats))
			continue;
		l->told = l->stats.nrequests;
		l->stats = a->lruns[i];
		l->curruns = (size_t)(l->stats.nmalloc - l->stats.ndalloc);
		s->large.allocated += l->curruns * (i + 1) << lg_page();
		s->large.nmalloc += l->stats.nmalloc;
		s->large.ndalloc += l->stats.ndalloc;
	}
}

static void
heap_read(struct arena *a, struct arena_snapshot *s)
{
	struct page_heap *heap = &a->heap;

	if (!lock_acquire_to_read(&heap->lock, LOCK_ARENA))
		return;
	lruns_read(a, s);
	s->pactive = config_stats ? 0 : heap->nactive - heap->nready;
	s->pdirty = heap->ndirty + heap->nready;
	s->mapped = heap->nchunks << conf.lg_chunk;
	s->pages = heap->stats;
	lock_release(&heap->lock, LOCK_ARENA);
}

/* What bins say about pages and bytes; see 1 and 2 at the top. */
static void
arena_read(struct arena *a, struct arena_snapshot *s)
{
	size_t i, pages = 0, bytes;

	for (i = 0; i < size_classes.nbins; i++) {
		bin_read(a, (unsigned)i, &s->bins[i]);
		pages += s->bins[i].stats.curruns *
		    size_classes.bins[i].run_pages;
	}
	heap_read(a, s);
	if (config_stats)
		s->pactive = pages + (s->large.allocated >> lg_page());
	bytes = ALIGN_UP(s->pactive << lg_page(), chunk_size());
	if (s->mapped < bytes)
		s->mapped = bytes;
}

/* Called back by thread_counts(); an arena may have been opened since. */
static void
set_threads(const struct arena *a, unsigned nthreads)
{

	if (a->ind < narenas)
		arenas[a->ind]->nthreads = nthreads;
}

/* Called back by thread_requests(). */
static void
add_requests(const struct arena *a, unsigned class, uint64_t n)
{
	struct arena_snapshot *s;

	if (a->ind >= narenas)
		return;
	s = arenas[a->ind];
	if (class_is_small(class))
		s->bins[class - 1].stats.nrequests += n;
	else if (config_stats)
		s->lruns[class - size_classes.nbins - 1].stats.nrequests += n;
}

/* Requests are all known now: never back, and the sums over classes. */
static void
arena_sum(struct arena_snapshot *s)
{
	struct bin_snapshot *b;
	struct lrun_snapshot *l;
	size_t i;

	s->small = (struct class_sums){ 0 };
	for (i = 0; i < size_classes.nbins; i++) {
		b = &s->bins[i];
		if (b->stats.nrequests < b->told)
			b->stats.nrequests = b->told;
		s->small.allocated += b->allocated;
		s->small.nmalloc += b->stats.nmalloc;
		s->small.ndalloc += b->stats.ndalloc;
		s->small.nrequests += b->stats.nrequests;
	}
	s->large.nrequests = 0;
	for (i = 0; i < nlruns(); i++) {
		l = &s->lruns[i];
		if (l->stats.nrequests < l->told)
			l->stats.nrequests = l->told;
		s->large.nrequests += l->stats.nrequests;
	}
}

/* All arenas. */

static void
sums_add(struct class_sums *to, const struct class_sums *s)
{

	to->allocated += s->allocated;
	to->nmalloc += s->nmalloc;
	to->ndalloc += s->ndalloc;
	to->nrequests += s->nrequests;
}

static void
bin_add(struct bin_snapshot *to, const struct bin_snapshot *s)
{

	to->allocated += s->allocated;
	to->stats.nmalloc += s->stats.nmalloc;
	to->stats.ndalloc += s->stats.ndalloc;
	to->stats.nrequests += s->stats.nrequests;
	to->stats.nfills += s->stats.nfills;
	to->stats.nflushes += s->stats.nflushes;
	to->stats.nruns += s->stats.nruns;
	to->stats.nreruns += s->stats.nreruns;
	to->stats.highruns += s->stats.highruns;
	to->stats.curruns += s->stats.curruns;
}

static void
lrun_add(struct lrun_snapshot *to, const struct lrun_snapshot *s)
{

	to->stats.nmalloc += s->stats.nmalloc;
	to->stats.ndalloc += s->stats.ndalloc;
	to->stats.nrequests += s->stats.nrequests;
	to->stats.highruns += s->stats.highruns;
	to->curruns += s->curruns;
}

static void
merged_clear(void)
{
	struct lrun_snapshot *lruns = merged->lruns;
	size_t i;

	__builtin_memset(merged, 0, (uintptr_t)lruns - (uintptr_t)merged);
	merged->lruns = lruns;
	for (i = 0; i < nlruns(); i++) {
		if (is_used(&lruns[i].stats))
			lruns[i] = (struct lrun_snapshot){ 0 };
	}
}

static void
merged_add(const struct arena_snapshot *s)
{
	size_t i;

	merged->nthreads += s->nthreads;
	merged->pactive += s->pactive;
	merged->pdirty += s->pdirty;
	merged->mapped += s->mapped;
	merged->pages.npurge += s->pages.npurge;
	merged->pages.nmadvise += s->pages.nmadvise;
	merged->pages.npurged += s->pages.npurged;
	sums_add(&merged->small, &s->small);
	sums_add(&merged->large, &s->large);
	for (i = 0; i < size_classes.nbins; i++)
		bin_add(&merged->bins[i], &s->bins[i]);
	for (i = 0; i < nlruns(); i++) {
		if (is_used(&s->lruns[i].stats))
			lrun_add(&merged->lruns[i], &s->lruns[i]);
	}
}

/* Chunks and huge blocks; the arenas have been read before. */
static void
process_read(void)
{
	struct chunk_stats *chunks = &process.chunks, told = *chunks;
	struct huge_stats huge;
	size_t n;

	huge_stats_read(&huge);
	chunk_stats_read(chunks);
	n = huge.spare >> conf.lg_chunk;	/* may be gone since */
	chunks->current -= n < chunks->current ? n : chunks->current;
	chunks->total += huge.nagain >> conf.lg_chunk;
	chunks->stocked += huge.spare;
	n = (merged->mapped + huge.allocated) >> conf.lg_chunk;
	if (chunks->current < n)
		chunks->current = n;
	if (chunks->high < told.high)
		chunks->high = told.high;
	if (chunks->high < chunks->current)
		chunks->high = chunks->current;
	if (chunks->total < told.total)
		chunks->total = told.total;
	if (chunks->total < chunks->high)
		chunks->total = chunks->high;
	process.allocated = merged->small.allocated +
	    merged->large.allocated + huge.allocated;
	process.active = (merged->pactive << lg_page()) + huge.allocated;
	process.mapped = process.chunks.current << conf.lg_chunk;
	process.swap_avail = config_swap ? swap_avail() : 0;
}

static bool
refresh(void)
{
	unsigned i, n;

	n = narenas_open();
	if (!reserve(n))
		return (false);
	narenas = n;
	for (i = 0; i < n; i++)
		arena_read(arenas_get(i), arenas[i]);
	thread_counts(set_threads);
	thread_requests(add_requests);
	merged_clear();
	for (i = 0; i < n; i++) {
		arena_sum(arenas[i]);
		merged_add(arenas[i]);
	}
	process_read();
	process.epoch++;
	ready = true;
	return (true);
}

bool
snapshot_refresh(void)
{
	bool done;

	if (!lock_acquire_to_read(&ctl_lock, LOCK_CTL))
		return (false);
	done = refresh();
	lock_release(&ctl_lock, LOCK_CTL);
	return (done);
}

bool
snapshot_init(void)
{
	bool done;

	if (likely(ready))
		return (true);
	if (!lock_acquire_to_read(&ctl_lock, LOCK_CTL))
		return (false);
	done = ready || refresh();
	lock_release(&ctl_lock, LOCK_CTL);
	return (done);
}

unsigned
snapshot_narenas(void)
{

	return (narenas);
}

bool
snapshot_read(enum snapshot_part part, size_t arena, size_t class,
    size_t offset, void *to, size_t size)
{
	const struct arena_snapshot *a;
	const void *from = &process;

	if (!lock_acquire_to_read(&ctl_lock, LOCK_CTL))
		return (false);
	a = arena == conf.narenas || part == SNAPSHOT_PROCESS ? merged :
	    arenas[arena];
	if (part == SNAPSHOT_ARENA)
		from = a;
	else if (part == SNAPSHOT_BIN)
		from = &a->bins[class];
	else if (part == SNAPSHOT_LRUN)
		from = &a->lruns[class];
	__builtin_memcpy(to, (const char *)from + offset, size);
	lock_release(&ctl_lock, LOCK_CTL);
	return (true);
}

void
snapshot_prefork(void)
{

	lock_prefork(&ctl_lock, LOCK_CTL);
}

void
snapshot_postfork(bool child)
{

	if (child)
		lock_reset(&ctl_lock);
	else
		lock_release(&ctl_lock, LOCK_CTL);
}
