/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Bins.  Called by arena and by the thread cache.  A run's bitmap has a bit
 * set for each free region; filling walks it upwards, so that pages of a run
 * that are never needed are never touched.
 *
 * Invariants: nfree of a run is the number of bits set; curruns counts the
 * runs of the bin.
 */

#include "base.h"
#include "bin.h"
#include "malloc_print.h"
#include "misuse.h"

static int
order_addr(const struct tnode *x, const struct tnode *y)
{
	const struct run *a, *b;

	a = tree_entry(x, const struct run, node);
	b = tree_entry(y, const struct run, node);
	return ((a->addr > b->addr) - (a->addr < b->addr));
}

static uint64_t *
bitmap_of(struct run *r, const struct bin_info *info)
{

	return (info->nwords == 1 ? &r->bitmap.word : r->bitmap.words);
}

static void
bitmap_fill(uint64_t *words, unsigned nbits)
{

	for (; nbits >= 64; nbits -= 64)
		*words++ = UINT64_MAX;
	if (nbits != 0)
		*words = (UINT64_C(1) << nbits) - 1;
}

/* Runs. */

static void
run_link(struct bin *bin, struct run *r)
{

	tree_insert(&bin->partial, &r->node, order_addr);
	r->linked = true;
}

static void
run_unlink(struct bin *bin, struct run *r)
{

	tree_remove(&bin->partial, &r->node, order_addr);
	r->linked = false;
}

/* A run of a fresh bitmap; the bin's lock is held, the heap's is taken. */
static struct run *
run_new(struct page_heap *heap, struct bin *bin, unsigned ind)
{
	const struct bin_info *info = &size_classes.bins[ind];
	uint64_t *words = NULL;
	struct run *r;

	if (info->nwords > 1) {
		words = base_alloc(info->nwords * sizeof(*words));
		if (words == NULL)
			return (NULL);
	}
	lock_acquire(&heap->lock, LOCK_ARENA);
	r = run_alloc(heap, info->run_pages, info->run_pages, RUN_SMALL,
	    ind + 1);
	if (r != NULL) {
		r->bin = (uint8_t)ind;
		r->linked = false;
		r->nfree = (uint16_t)info->nregs;
		if (words != NULL)
			r->bitmap.words = words;
		bitmap_fill(bitmap_of(r, info), info->nregs);
	}
	lock_release(&heap->lock, LOCK_ARENA);
	if (r == NULL) {
		if (words != NULL)
			base_dalloc(words, info->nwords * sizeof(*words));
		return (NULL);
	}
	bin->stats.nruns++;
	if (++bin->stats.curruns > bin->stats.highruns)
		bin->stats.highruns = bin->stats.curruns;
	return (r);
}

/* The lowest run of the tree becomes current; NULL if there is none. */
static struct run *
run_lowest(struct bin *bin)
{
	struct tnode *n;
	struct run *r = NULL;

	n = tree_first(&bin->partial);
	if (n != NULL) {
		r = tree_entry(n, struct run, node);
		run_unlink(bin, r);
		bin->stats.nreruns++;
	}
	bin->current = r;
	return (r);
}

/* The next run to fill from, a new one if there is no other. */
static struct run *
run_next(struct page_heap *heap, struct bin *bin, unsigned ind)
{
	struct run *r;

	r = run_lowest(bin);
	if (r == NULL)
		r = bin->current = run_new(heap, bin, ind);
	return (r);
}

/* Up to n regions of one run. */
static unsigned
run_take(struct run *r, const struct bin_info *info, void **regions, unsigned n)
{
	uint64_t *words, w;
	unsigned i, got = 0;
	uintptr_t base;

	words = bitmap_of(r, info);
	if (n > r->nfree)
		n = r->nfree;
	for (i = 0; got < n; i++) {
		base = r->addr + (uintptr_t)i * 64 * info->reg_size;
		for (w = words[i]; w != 0 && got < n; w &= w - 1)
			regions[got++] = (void *)(base +
			    (unsigned)__builtin_ctzll(w) * info->reg_size);
		words[i] = w;
	}
	r->nfree -= (uint16_t)n;
	return (n);
}

unsigned
bin_alloc(struct page_heap *heap, struct bin *bin, unsigned ind,
    void **regions, unsigned n)
{
	const struct bin_info *info = &size_classes.bins[ind];
	struct run *r;
	unsigned got;

	for (got = 0; got < n;) {
		r = bin->current;
		if (r == NULL || r->nfree == 0) {
			r = run_next(heap, bin, ind);
			if (r == NULL)
				break;
		}
		got += run_take(r, info, regions + got, n - got);
	}
	bin->stats.nmalloc += got;
	return (got);
}

size_t
bin_region(const struct run *r, uintptr_t addr)
{

	return (((uint64_t)(addr - r->addr) *
	    size_classes.bins[r->bin].inverse) >> 32);
}

bool
bin_region_free(const struct run *r, size_t region)
{
	const struct bin_info *info = &size_classes.bins[r->bin];
	const uint64_t *words;

	words = info->nwords == 1 ? &r->bitmap.word : r->bitmap.words;
	return ((words[region / 64] >> (region % 64) & 1) != 0);
}

static void
run_drop(struct bin *bin, struct run *r, struct empty_runs *empty)
{

	bin->stats.curruns--;
	r->node.child[0] = (struct tnode *)empty->first;
	empty->first = r;
}

/*
 * The run, full until now, has a free region.  The lowest such run is the one
 * to fill from.
 */
static void
run_refilled(struct bin *bin, struct run *r, struct empty_runs *empty)
{
	struct run *current = bin->current;

	if (r == current)
		return;
	run_link(bin, r);
	if (current != NULL && current->nfree != 0) {
		if (current->addr < r->addr)
			return;
		if (current->nfree == size_classes.bins[r->bin].nregs)
			run_drop(bin, current, empty);
		else
			run_link(bin, current);
	}
	run_lowest(bin);
}

/* The current run stays, though empty, when there is no other to fill from. */
static void
run_emptied(struct bin *bin, struct run *r, struct empty_runs *empty)
{

	if (r == bin->current) {
		if (bin->partial.root == NULL)
			return;
		bin->current = NULL;
	} else if (r->linked)
		run_unlink(bin, r);
	run_drop(bin, r, empty);
}

/* Set the bit of a region, which must be clear. */
static inline void
region_free(struct run *r, const struct bin_info *info, unsigned ind, void *p,
    const char *caller)
{
	uint64_t *word, bit, i;

	i = ((uint64_t)((uintptr_t)p - r->addr) * info->inverse) >> 32;
	if (unlikely(r->state != RUN_SMALL || r->bin != ind ||
	    i >= info->nregs))
		misuse_pointer(p, caller);
	word = bitmap_of(r, info) + i / 64;
	bit = UINT64_C(1) << (i % 64);
	if (unlikely((*word & bit) != 0))
		misuse_pointer(p, caller);
	*word |= bit;
}

unsigned
bin_dalloc(struct page_heap *heap, struct bin *bin, unsigned ind,
    void **regions, unsigned n, struct empty_runs *empty, const char *caller)
{
	const struct bin_info info = size_classes.bins[ind];
	const uintptr_t mask = chunk_size() - 1;
	const size_t header = chunk_layout.header << lg_page();
	unsigned i, left = 0;
	struct chunk *c;
	struct run *r;
	uintptr_t addr;

	for (i = 0; i < n; i++) {
		addr = (uintptr_t)regions[i];
		c = (struct chunk *)((addr & ~mask) + header);
		if (c->heap != heap) {
			regions[left++] = regions[i];
			continue;
		}
		r = c->map[(addr & mask) >> lg_page()];
		region_free(r, &info, ind, regions[i], caller);
		if (unlikely(r->nfree++ == 0))
			run_refilled(bin, r, empty);
		if (unlikely(r->nfree == info.nregs))
			run_emptied(bin, r, empty);
	}
	bin->stats.ndalloc += n - left;
	return (left);
}

void
bin_release(struct page_heap *heap, struct empty_runs *empty,
    struct dead_chunks *dead)
{
	const struct bin_info *info;
	struct run *r;

	if (empty->first == NULL)
		return;
	lock_acquire(&heap->lock, LOCK_ARENA);
	while ((r = empty->first) != NULL) {
		empty->first = (struct run *)r->node.child[0];
		info = &size_classes.bins[r->bin];
		if (info->nwords > 1)
			base_dalloc(r->bitmap.words,
			    info->nwords * sizeof(uint64_t));
		run_free(heap, r, dead);
	}
	lock_release(&heap->lock, LOCK_ARENA);
}

static void
check_run(const struct run *r, unsigned ind)
{
	const struct bin_info *info = &size_classes.bins[ind];
	unsigned i, nfree = 0;

	massert(r->state == RUN_SMALL && r->bin == ind);
	for (i = 0; i < info->nregs; i++)
		nfree += bin_region_free(r, i);
	massert(nfree == r->nfree);
}

static size_t
check_tree(const struct tnode *n, unsigned ind)
{
	const struct run *r;

	if (n == NULL)
		return (0);
	r = tree_entry(n, const struct run, node);
	massert(r->linked && r->nfree != 0);
	check_run(r, ind);
	return (1 + check_tree(n->child[0], ind) +
	    check_tree(n->child[1], ind));
}

void
bin_check(const struct bin *bin, unsigned ind)
{
	size_t nruns;

	nruns = check_tree(bin->partial.root, ind);
	if (bin->current != NULL) {
		massert(!bin->current->linked);
		check_run(bin->current, ind);
		nruns++;
	}
	massert(nruns <= bin->stats.curruns);
	massert(bin->stats.ndalloc <= bin->stats.nmalloc);
}
