/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Page runs.  Called by bin and arena, under the lock of the page heap.
 * Units: pages, unless a name says otherwise.
 *
 * Invariants, verified by run_check() in debug builds:
 *   1. the runs of a chunk cover its data pages without gap or overlap;
 *   2. map[] of a run's first and last page (all pages, if small) is its
 *      record;
 *   3. two neighbouring free runs differ in dirtiness;
 *   4. a dirty run is in the dirty tree, a clean one in the clean tree;
 *   5. nactive, ndirty, npurging, nready and the chunks' nfree are the sums
 *      they name; a chunk's nfree counts free runs only;
 *   6. class bytes: of free pages none, of small runs the class in each, of
 *      large ones the class in the first and CLASS_INSIDE in the others, of
 *      ready ones the same but for the first, which has none.
 *
 * Freeing never allocates: a freed run keeps its record, and records needed
 * to split one are set aside before anything changes.
 */

#include "base.h"
#include "chunk.h"
#include "fill.h"
#include "malloc_print.h"
#include "run.h"

#define	SPLIT_RECORDS	2	/* a split leaves two pieces more */
#define	ALIGN_TRIES	8	/* misaligned candidates looked at */
#define	PURGE_BATCH	16	/* runs purged between two lockings */

_Atomic size_t active_ceiling;

static int
order_size(const struct tnode *x, const struct tnode *y)
{
	const struct run *a, *b;

	a = tree_entry(x, const struct run, node);
	b = tree_entry(y, const struct run, node);
	if (a->npages != b->npages)
		return (a->npages > b->npages ? 1 : -1);
	return ((a->addr > b->addr) - (a->addr < b->addr));
}

/* Run records. */

static bool
records_reserve(struct page_heap *heap, unsigned n)
{
	struct run *r;

	while (heap->nrecords < n) {
		r = base_alloc(sizeof(*r));
		if (r == NULL)
			return (false);
		r->node.child[0] = (struct tnode *)heap->records;
		heap->records = r;
		heap->nrecords++;
	}
	return (true);
}

static struct run *
record_take(struct page_heap *heap)
{
	struct run *r;

	massert(heap->nrecords != 0);
	r = heap->records;
	heap->records = (struct run *)r->node.child[0];
	heap->nrecords--;
	return (r);
}

/* Keep two; others may be needed by another heap. */
static void
record_give(struct page_heap *heap, struct run *r)
{

	if (heap->nrecords >= SPLIT_RECORDS) {
		base_dalloc(r, sizeof(*r));
		return;
	}
	r->node.child[0] = (struct tnode *)heap->records;
	heap->records = r;
	heap->nrecords++;
}

/* Free runs and their neighbours. */

static void
map_ends(struct run *r)
{
	struct chunk *c;
	size_t first;

	c = chunk_of(r->addr);
	first = chunk_page(r->addr);
	c->map[first] = r;
	c->map[first + r->npages - 1] = r;
}

static void
free_link(struct page_heap *heap, struct run *r)
{

	r->state = RUN_FREE;
	map_ends(r);
	tree_insert(r->dirty ? &heap->dirty : &heap->clean, &r->node,
	    order_size);
	if (r->dirty)
		heap->ndirty += r->npages;
	chunk_of(r->addr)->nfree += r->npages;
}

static void
free_unlink(struct page_heap *heap, struct run *r)
{

	tree_remove(r->dirty ? &heap->dirty : &heap->clean, &r->node,
	    order_size);
	if (r->dirty)
		heap->ndirty -= r->npages;
	chunk_of(r->addr)->nfree -= r->npages;
}

static struct run *
run_before(struct run *r)
{
	size_t first;

	first = chunk_page(r->addr);
	return (first == chunk_layout.first ? NULL :
	    chunk_of(r->addr)->map[first - 1]);
}

static struct run *
run_after(struct run *r)
{
	size_t next;

	next = chunk_page(r->addr) + r->npages;
	return (next == chunk_layout.first + chunk_layout.ndata ? NULL :
	    chunk_of(r->addr)->map[next]);
}

static bool
joins(const struct run *r, const struct run *neighbour)
{

	return (neighbour != NULL && neighbour->state == RUN_FREE &&
	    neighbour->dirty == r->dirty);
}

/* Enter a free run, joined with its neighbours of the same kind. */
static void
free_enter(struct page_heap *heap, struct run *r)
{
	struct run *n;

	n = run_before(r);
	if (joins(r, n)) {
		free_unlink(heap, n);
		r->addr = n->addr;
		r->npages += n->npages;
		r->zeroed &= n->zeroed;
		record_give(heap, n);
	}
	n = run_after(r);
	if (joins(r, n)) {
		free_unlink(heap, n);
		r->npages += n->npages;
		r->zeroed &= n->zeroed;
		record_give(heap, n);
	}
	free_link(heap, r);
}

/* Chunks. */

/* Returns with the lock held; false if there is no memory. */
static bool
chunk_add(struct page_heap *heap)
{
	struct chunk *c;
	struct run *r;
	void *p;
	bool zeroed;

	lock_release(&heap->lock, LOCK_ARENA);
	p = chunk_alloc(chunk_size(), chunk_size(), false, &zeroed);
	if (p != NULL && !pagemap_reserve(p, chunk_size())) {
		chunk_dalloc(p, chunk_size());
		p = NULL;
	}
	lock_acquire(&heap->lock, LOCK_ARENA);
	if (p == NULL)
		return (false);
	if (!records_reserve(heap, SPLIT_RECORDS + 1)) {
		lock_release(&heap->lock, LOCK_ARENA);
		chunk_dalloc(p, chunk_size());
		lock_acquire(&heap->lock, LOCK_ARENA);
		return (false);
	}
	c = chunk_of((uintptr_t)p);
	c->heap = heap;
	c->nfree = 0;
	c->prev = NULL;
	c->next = heap->chunks;
	if (c->next != NULL)
		c->next->prev = c;
	heap->chunks = c;
	heap->nchunks++;
	pagemap_set_first(c, CLASS_CHUNK);
	r = record_take(heap);
	r->addr = (uintptr_t)p + (chunk_layout.first << lg_page());
	r->npages = (uint32_t)chunk_layout.ndata;
	r->dirty = !zeroed;
	r->zeroed = zeroed;
	free_link(heap, r);
	return (true);
}

static void
chunk_remove(struct page_heap *heap, struct chunk *c)
{
	uintptr_t base, end;
	uintptr_t addr;
	struct run *r;

	base = chunk_base((uintptr_t)c);
	end = base + ((chunk_layout.first + chunk_layout.ndata) << lg_page());
	addr = base + (chunk_layout.first << lg_page());
	while (addr < end) {
		r = run_of(addr);
		addr += run_size(r);
		free_unlink(heap, r);
		record_give(heap, r);
	}
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		heap->chunks = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	heap->nchunks--;
	pagemap_set_first(c, CLASS_NONE);
}

/*
 * A chunk without runs leaves the heap, unless it is the only one: a program
 * at the edge of its first chunk would map and unmap it for ever.
 */
static void
chunk_reap(struct page_heap *heap, struct chunk *c, struct dead_chunks *dead)
{

	if (c->nfree != chunk_layout.ndata || heap->nchunks == 1)
		return;
	chunk_remove(heap, c);
	c->next = dead->first;
	dead->first = c;
}

void
chunks_release(struct dead_chunks *dead)
{
	struct chunk *c;

	while ((c = dead->first) != NULL) {
		dead->first = c->next;
		chunk_dalloc((void *)chunk_base((uintptr_t)c), chunk_size());
	}
}

/* Allocation. */

/* Every change of nactive; more may be negative, modulo 2^64. */
static void
active_add(struct page_heap *heap, size_t more)
{
	size_t before;

	before = ALIGN_UP(heap->nactive << lg_page(), chunk_size());
	heap->nactive += more;
	more = ALIGN_UP(heap->nactive << lg_page(), chunk_size()) - before;
	if (config_stats && more != 0)
		atomic_fetch_add_explicit(&active_ceiling, more,
		    memory_order_relaxed);
}

/* Pages of a run that was active are free, and dirty. */
static void
run_enter(struct page_heap *heap, struct run *r)
{

	pagemap_set((void *)r->addr, run_size(r), CLASS_NONE);
	active_add(heap, -(size_t)r->npages);
	r->dirty = true;
	r->zeroed = false;
	free_enter(heap, r);
}

static bool
fits(const struct run *r, size_t npages, size_t align)
{
	size_t first;

	first = chunk_page(r->addr);
	return (ALIGN_UP(first, align) - first + npages <= r->npages);
}

/* Terminates with a new chunk at the latest, whose only run is the largest. */
static struct run *
best_fit(struct tree *tree, size_t npages, size_t align)
{
	struct run key = { .addr = 0, .npages = (uint32_t)npages }, *r;
	struct tnode *n;
	unsigned i;

	n = tree_search(tree, &key.node, false, order_size);
	for (i = 0; n != NULL && i < ALIGN_TRIES; i++) {
		r = tree_entry(n, struct run, node);
		if (fits(r, npages, align))
			return (r);
		n = tree_search(tree, n, true, order_size);
	}
	if (n == NULL)
		return (NULL);
	/* Large enough wherever it begins; else the largest of all. */
	key.npages = (uint32_t)(npages + align - 1);
	n = tree_search(tree, &key.node, false, order_size);
	if (n == NULL)
		n = tree_last(tree);
	r = tree_entry(n, struct run, node);
	return (fits(r, npages, align) ? r : NULL);
}

/* Dirty pages first: they are resident. */
static struct run *
find(struct page_heap *heap, size_t npages, size_t align)
{
	struct run *r;

	r = best_fit(&heap->dirty, npages, align);
	return (r != NULL ? r : best_fit(&heap->clean, npages, align));
}

/* A free piece beside what was cut from a free run of the same kind. */
static void
leave_free(struct page_heap *heap, const struct run *from, uintptr_t addr,
    size_t npages)
{
	struct run *r;

	if (npages == 0)
		return;
	r = record_take(heap);
	r->addr = addr;
	r->npages = (uint32_t)npages;
	r->dirty = from->dirty;
	r->zeroed = from->zeroed;
	free_link(heap, r);
}

static void
set_classes(const struct run *r, unsigned class)
{

	pagemap_set((void *)r->addr, run_size(r),
	    r->state == RUN_LARGE ? CLASS_INSIDE : class);
	if (r->state == RUN_LARGE)
		pagemap_set_first((void *)r->addr, class);
}

static void
map_all(struct run *r)
{
	struct chunk *c;
	size_t i, first;

	c = chunk_of(r->addr);
	first = chunk_page(r->addr);
	for (i = 0; i < r->npages; i++)
		c->map[first + i] = r;
}

/*
 * The only chunk may be free, but in dirty and clean pieces that do not join:
 * all of it is dirty then.  True if that changed something.
 */
static bool
chunk_join(struct page_heap *heap)
{
	struct chunk *c = heap->chunks;
	struct run *r, *n;

	if (c == NULL || c->next != NULL || c->nfree != chunk_layout.ndata)
		return (false);
	r = c->map[chunk_layout.first];
	if (r->npages == chunk_layout.ndata)
		return (false);
	free_unlink(heap, r);
	while ((n = run_after(r)) != NULL) {
		free_unlink(heap, n);
		r->npages += n->npages;
		record_give(heap, n);
	}
	r->dirty = true;
	r->zeroed = false;
	free_link(heap, r);
	return (true);
}

/*
 * Runs that are ready.  Until they are dropped they count as active pages.
 */

/* Those of one slot: sizes that are equal modulo READY_RUNS. */
static struct run *
ready_drop(struct page_heap *heap, size_t slot)
{
	struct run *r;

	r = run_ready(heap, slot);
	if (r != NULL) {
		run_ready_set(heap, slot, NULL);
		heap->nready -= r->npages;
		run_enter(heap, r);
	}
	return (r);
}

/* The same, and its chunk may go. */
static void
ready_reap(struct page_heap *heap, size_t slot, struct dead_chunks *dead)
{
	struct run *r;

	r = ready_drop(heap, slot);
	if (r != NULL)
		chunk_reap(heap, chunk_of(r->addr), dead);
}

/* True if there was any. */
static bool
ready_drop_all(struct page_heap *heap)
{
	size_t i;
	bool any;

	any = heap->nready != 0;
	for (i = 0; any && i < READY_RUNS; i++)
		(void)ready_drop(heap, i);
	return (any);
}

struct run *
run_alloc_large(struct page_heap *heap, size_t npages, size_t align)
{
	struct run *r;

	r = run_ready_take(heap, npages, (align << lg_page()) - 1,
	    size_class_large(npages));
	if (r == NULL)
		return (run_alloc(heap, npages, align, RUN_LARGE,
		    size_class_large(npages)));
	r->zeroed = false;
	return (r);
}

/* Make room for the run among those that are ready. */
static void
ready_room(struct page_heap *heap, const struct run *r,
    struct dead_chunks *dead)
{
	size_t i;

	ready_reap(heap, r->npages, dead);
	for (i = 0; heap->nready + r->npages > chunk_layout.ndata; i++)
		ready_reap(heap, i, dead);
}

void
run_free_large(struct page_heap *heap, struct run *r, struct dead_chunks *dead)
{

	if (!run_ready_give(heap, r)) {
		ready_room(heap, r, dead);
		(void)run_ready_give(heap, r);
	}
}

struct run *
run_alloc(struct page_heap *heap, size_t npages, size_t align,
    enum run_state state, unsigned class)
{
	struct run *r;
	uintptr_t addr;
	size_t front;

	massert(npages != 0 && npages <= chunk_layout.ndata);
	while ((r = find(heap, npages, align)) == NULL) {
		if (!ready_drop_all(heap) && !chunk_join(heap) &&
		    !chunk_add(heap))
			return (NULL);
	}
	if (!records_reserve(heap, SPLIT_RECORDS))
		return (NULL);
	free_unlink(heap, r);
	addr = ALIGN_UP(r->addr, align << lg_page());
	front = (addr - r->addr) >> lg_page();
	leave_free(heap, r, r->addr, front);
	leave_free(heap, r, addr + (npages << lg_page()),
	    r->npages - front - npages);
	r->addr = addr;
	r->npages = (uint32_t)npages;
	r->state = (uint8_t)state;
	active_add(heap, npages);
	if (state == RUN_SMALL)
		map_all(r);
	else
		map_ends(r);
	set_classes(r, class);
	return (r);
}

void
run_free(struct page_heap *heap, struct run *r, struct dead_chunks *dead)
{

	run_enter(heap, r);
	chunk_reap(heap, chunk_of(r->addr), dead);
}

/* The record for the tail may be missing: then nothing is cut. */
void
run_shrink(struct page_heap *heap, struct run *r, size_t npages,
    struct dead_chunks *dead)
{
	struct run *tail;

	if (!records_reserve(heap, 1))
		return;
	tail = record_take(heap);
	tail->addr = r->addr + (npages << lg_page());
	tail->npages = r->npages - (uint32_t)npages;
	tail->state = RUN_LARGE;
	r->npages = (uint32_t)npages;
	map_ends(r);
	pagemap_set_first((void *)r->addr, size_class_large(npages));
	fill_freed((void *)tail->addr, run_size(tail));
	run_free(heap, tail, dead);
}

bool
run_grow(struct page_heap *heap, struct run *r, size_t npages)
{
	struct run *next;
	size_t more;

	more = npages - r->npages;
	next = run_after(r);
	if (next != NULL && next->state == RUN_READY) {
		(void)ready_drop(heap, next->npages);
		next = run_after(r);
	}
	if (next == NULL || next->state != RUN_FREE || next->npages < more ||
	    !records_reserve(heap, 1))
		return (false);
	free_unlink(heap, next);
	leave_free(heap, next, next->addr + (more << lg_page()),
	    next->npages - more);
	record_give(heap, next);
	active_add(heap, more);
	r->npages = (uint32_t)npages;
	map_ends(r);
	set_classes(r, size_class_large(npages));
	return (true);
}

bool
run_drop_ready(struct page_heap *heap, struct dead_chunks *dead)
{
	size_t i;
	bool any;

	any = heap->nready != 0;
	for (i = 0; any && i < READY_RUNS; i++)
		ready_reap(heap, i, dead);
	return (any);
}

/* Purging: the largest runs first, whole. */

static unsigned
purge_collect(struct page_heap *heap, size_t keep, struct run **batch)
{
	struct tnode *t;
	struct run *r;
	unsigned n;

	for (n = 0; n < PURGE_BATCH && heap->ndirty > keep; n++) {
		t = tree_last(&heap->dirty);
		if (t == NULL)
			break;
		r = tree_entry(t, struct run, node);
		free_unlink(heap, r);
		r->state = RUN_PURGING;
		heap->npurging += r->npages;
		batch[n] = r;
	}
	return (n);
}

void
run_purge(struct page_heap *heap, size_t keep, struct dead_chunks *dead)
{
	struct run *batch[PURGE_BATCH], *r;
	unsigned i, n;

	heap->stats.npurge++;
	(void)run_drop_ready(heap, dead);
	while ((n = purge_collect(heap, keep, batch)) != 0) {
		lock_release(&heap->lock, LOCK_ARENA);
		for (i = 0; i < n; i++)
			batch[i]->zeroed = chunk_purge((void *)batch[i]->addr,
			    run_size(batch[i]));
		lock_acquire(&heap->lock, LOCK_ARENA);
		for (i = 0; i < n; i++) {
			r = batch[i];
			heap->npurging -= r->npages;
			heap->stats.nmadvise++;
			heap->stats.npurged += r->npages;
			r->dirty = false;
			free_enter(heap, r);
			chunk_reap(heap, chunk_of(r->addr), dead);
		}
	}
}

/* Debug. */

static void
check_run(const struct chunk *c, const struct run *r, size_t page,
    size_t *nfree, size_t sums[5])
{
	unsigned first, last;
	size_t i;

	massert(chunk_page(r->addr) == page);
	massert(r->npages != 0);
	massert(c->map[page + r->npages - 1] == r);
	sums[r->state == RUN_FREE ? (r->dirty ? 1 : 0) :
	    r->state == RUN_PURGING ? 2 : r->state == RUN_READY ? 4 : 3] +=
	    r->npages;
	if (r->state == RUN_FREE)
		*nfree += r->npages;
	first = pagemap_class((void *)r->addr);
	last = pagemap_class((void *)(r->addr + run_size(r) - 1));
	switch (r->state) {
	case RUN_SMALL:
		massert(first == r->bin + 1u && last == first);
		for (i = 0; i < r->npages; i++)
			massert(c->map[page + i] == r);
		break;
	case RUN_LARGE:
		massert(first == size_class_large(r->npages));
		massert(r->npages == 1 || last == CLASS_INSIDE);
		break;
	case RUN_READY:
		massert(first == CLASS_NONE);
		massert(r->npages == 1 || last == CLASS_INSIDE);
		break;
	default:
		massert(first == CLASS_NONE && last == CLASS_NONE);
		break;
	}
}

void
run_check(struct page_heap *heap)
{
	const struct run *r, *prev;
	const struct chunk *c;
	size_t page, end, nfree, nchunks = 0, sums[5] = { 0, 0, 0, 0, 0 };

	end = chunk_layout.first + chunk_layout.ndata;
	for (c = heap->chunks; c != NULL; c = c->next) {
		nchunks++;
		nfree = 0;
		prev = NULL;
		massert(c->heap == heap);
		for (page = chunk_layout.first; page < end;
		    page += r->npages) {
			r = c->map[page];
			check_run(c, r, page, &nfree, sums);
			massert(prev == NULL || prev->state != RUN_FREE ||
			    r->state != RUN_FREE || prev->dirty != r->dirty);
			prev = r;
		}
		massert(page == end && nfree == c->nfree);
	}
	massert(nchunks == heap->nchunks);
	massert(sums[1] == heap->ndirty);
	massert(sums[2] == heap->npurging);
	massert(sums[3] + sums[4] == heap->nactive);
	massert(sums[4] == heap->nready && sums[4] <= chunk_layout.ndata);
}
