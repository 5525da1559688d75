/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Huge blocks.  A record of each is kept in a tree by address, under
 * huge_lock; the page map bears a mark at the first page only.
 *
 * A block that is being moved or unmapped is out of the tree and out of the
 * page map before its addresses can be given to somebody else.  The spare is
 * in the tree, and out of the page map.
 */

#include "base.h"
#include "chunk.h"
#include "fill.h"
#include "huge.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "malloc_tree.h"
#include "misuse.h"
#include "pagemap.h"
#include "port.h"
#include "run.h"

#define	SPARE_MAX	((size_t)8 << 20)	/* bytes */
#define	SPARE_MS	50			/* milliseconds, about */

struct huge {
	struct tnode	node;
	uintptr_t	addr;
	size_t		size;		/* bytes, of whole chunks */
};

static struct lock huge_lock;
static struct tree blocks;
static struct huge_stats stats;
static struct huge *spare;
static struct huge *last;		/* block looked for last; in the tree */
static _Atomic size_t spare_size;	/* 0: there is none */
static uint64_t spare_seen;		/* ms of the first tick that saw it */

static int
order_addr(const struct tnode *x, const struct tnode *y)
{
	const struct huge *a, *b;

	a = tree_entry(x, const struct huge, node);
	b = tree_entry(y, const struct huge, node);
	return ((a->addr > b->addr) - (a->addr < b->addr));
}

/* Under huge_lock. */
static struct huge *
find(const void *p)
{
	struct huge key = { .addr = (uintptr_t)p }, *h;
	struct tnode *n;

	if (last != NULL && last->addr == key.addr)
		return (last != spare ? last : NULL);
	n = tree_search(&blocks, &key.node, false, order_addr);
	h = n == NULL ? NULL : tree_entry(n, struct huge, node);
	if (h == NULL || h->addr != key.addr || h == spare)
		return (NULL);
	last = h;
	return (h);
}

/* Under huge_lock. */
static void
take_out(struct huge *h)
{

	tree_remove(&blocks, &h->node, order_addr);
	if (last == h)
		last = NULL;
}

static void
enter(struct huge *h)
{

	lock_acquire(&huge_lock, LOCK_HUGE);
	tree_insert(&blocks, &h->node, order_addr);
	lock_release(&huge_lock, LOCK_HUGE);
	pagemap_set_first((void *)h->addr, CLASS_HUGE);
}

/* The record of a block, out of the tree; NULL if it is not (any more) one. */
static struct huge *
leave(const void *p)
{
	struct huge *h;

	lock_acquire(&huge_lock, LOCK_HUGE);
	h = find(p);
	if (h != NULL)
		take_out(h);
	lock_release(&huge_lock, LOCK_HUGE);
	if (h != NULL)
		pagemap_set_first(p, CLASS_NONE);
	return (h);
}

/*
 * A block of old bytes was freed and one of size bytes asked for; 0 bytes are
 * none.  A resized block counts as both.
 */
static void
count_locked(size_t old, size_t size)
{

	stats.nmalloc += size != 0;
	stats.ndalloc += old != 0;
	stats.allocated += size - old;
	if (config_stats)
		atomic_fetch_add_explicit(&active_ceiling, size - old,
		    memory_order_relaxed);
}

static void
count(size_t old, size_t size)
{

	lock_acquire(&huge_lock, LOCK_HUGE);
	count_locked(old, size);
	lock_release(&huge_lock, LOCK_HUGE);
}

/* The spare. */

/* Under huge_lock. */
static void
spare_set(struct huge *h)
{

	spare = h;
	spare_seen = 0;
	atomic_store_explicit(&spare_size, h == NULL ? 0 : h->size,
	    memory_order_relaxed);
}

void *
huge_alloc_again(size_t size)
{
	struct huge *h;
	void *p = NULL;

	if (atomic_load_explicit(&spare_size, memory_order_relaxed) != size)
		return (NULL);
	lock_acquire(&huge_lock, LOCK_HUGE);
	h = spare;
	if (h != NULL && h->size == size) {
		spare_set(NULL);
		stats.nagain += size;
		count_locked(0, size);
		p = (void *)h->addr;
		pagemap_set_first(p, CLASS_HUGE);
	}
	lock_release(&huge_lock, LOCK_HUGE);
	return (p);
}

size_t
huge_free_again(void *p)
{
	struct huge *h;
	size_t size = 0;

	lock_acquire(&huge_lock, LOCK_HUGE);
	h = spare == NULL ? find(p) : NULL;
	if (h != NULL && h->size <= SPARE_MAX) {
		size = h->size;
		spare_set(h);
		count_locked(size, 0);
		pagemap_set_first(p, CLASS_NONE);
	}
	lock_release(&huge_lock, LOCK_HUGE);
	return (size);
}

/* To be called without huge_lock. */
static void
release(struct huge *h)
{

	chunk_dalloc((void *)h->addr, h->size);
	base_dalloc(h, sizeof(*h));
}

bool
huge_trim(void)
{
	struct huge *h;

	lock_acquire(&huge_lock, LOCK_HUGE);
	h = spare;
	if (h != NULL) {
		take_out(h);
		spare_set(NULL);
	}
	lock_release(&huge_lock, LOCK_HUGE);
	if (h != NULL)
		release(h);
	return (h != NULL);
}

void
huge_tick(void)
{
	uint64_t now;
	bool old;

	if (likely(atomic_load_explicit(&spare_size, memory_order_relaxed) ==
	    0))
		return;
	now = port_time_ms();
	lock_acquire(&huge_lock, LOCK_HUGE);
	if (spare_seen == 0)
		spare_seen = now;
	old = now - spare_seen > SPARE_MS;
	lock_release(&huge_lock, LOCK_HUGE);
	if (old)
		(void)huge_trim();
}

void *
huge_alloc(size_t size, size_t align, bool *zeroed)
{
	struct huge *h;
	void *p;

	size = ALIGN_UP(size, chunk_size());
	if (align < chunk_size())
		align = chunk_size();
	*zeroed = false;
	p = align == chunk_size() ? huge_alloc_again(size) : NULL;
	if (p != NULL)
		return (p);
	h = base_alloc(sizeof(*h));
	if (h == NULL)
		return (NULL);
	p = chunk_alloc(size, align, true, zeroed);
	if (p != NULL && !pagemap_reserve(p, size)) {
		chunk_dalloc(p, size);
		p = NULL;
	}
	if (p == NULL) {
		base_dalloc(h, sizeof(*h));
		return (NULL);
	}
	h->addr = (uintptr_t)p;
	h->size = size;
	enter(h);
	count(0, size);
	return (p);
}

void
huge_dalloc(void *p, const char *caller)
{
	struct huge *h;

	if (huge_free_again(p) != 0)
		return;
	h = leave(p);
	if (h == NULL)
		misuse_pointer(p, caller);
	count(h->size, 0);
	release(h);
}

size_t
huge_size(const void *p)
{
	struct huge *h;
	size_t size;

	lock_acquire(&huge_lock, LOCK_HUGE);
	h = find(p);
	size = h == NULL ? 0 : h->size;
	lock_release(&huge_lock, LOCK_HUGE);
	return (size);
}

/*
 * The pages could not be moved, and their target may be a hole now or, since
 * holes are anybody's, belong to another.  It is ours only if it can be
 * mapped again; else its addresses are given up.
 */
static void
target_recover(void *to, size_t size)
{
	void *p;

	p = port_map(to, size);
	if (p == to)
		chunk_dalloc(to, size);
	else {
		if (p != NULL)
			(void)port_unmap(p, size);
		chunk_moved_from(size);
	}
}

/*
 * Move the pages of a block to a larger range.  The source range is gone at
 * the moment of the move and may at once belong to another thread.
 */
static bool
move(struct huge *h, size_t size)
{
	void *to;
	bool zeroed;

	if (!chunk_movable((void *)h->addr))
		return (false);
	to = chunk_alloc(size, chunk_size(), true, &zeroed);
	if (to == NULL)
		return (false);
	if (!chunk_movable(to) || !pagemap_reserve(to, size)) {
		chunk_dalloc(to, size);
		return (false);
	}
	if (port_move((void *)h->addr, h->size, to, size) != 0) {
		target_recover(to, size);
		return (false);
	}
	chunk_moved_from(h->size);
	h->addr = (uintptr_t)to;
	h->size = size;
	return (true);
}

static bool
extend(struct huge *h, size_t size)
{

	if (!chunk_movable((void *)h->addr) || !chunk_overcommits() ||
	    !pagemap_reserve((void *)h->addr, size) ||
	    port_extend((void *)h->addr, h->size, size) != 0)
		return (false);
	chunk_extended(size - h->size);
	h->size = size;
	return (true);
}

void *
huge_resize(void *p, size_t size, bool may_move)
{
	struct huge *h;
	size_t cut, old;
	bool done = true;

	size = ALIGN_UP(size, chunk_size());
	h = leave(p);
	if (h == NULL)
		return (NULL);
	old = h->size;
	cut = old > size ? old - size : 0;
	if (cut != 0)
		h->size = size;
	else if (size > h->size)
		done = extend(h, size) || (may_move && move(h, size));
	p = (void *)h->addr;
	if (h->size != old)
		count(old, h->size);
	enter(h);
	if (cut != 0) {
		fill_freed((char *)p + size, cut);
		chunk_dalloc((char *)p + size, cut);
	}
	return (done ? p : NULL);
}

void *
huge_containing(const void *p, size_t *size)
{
	struct huge *h, *best = NULL;
	struct tnode *n;
	void *start = NULL;

	lock_acquire(&huge_lock, LOCK_HUGE);
	for (n = blocks.root; n != NULL;) {
		h = tree_entry(n, struct huge, node);
		if (h->addr <= (uintptr_t)p)
			best = h;
		n = n->child[h->addr <= (uintptr_t)p];
	}
	if (best != NULL && best != spare &&
	    (uintptr_t)p - best->addr < best->size) {
		start = (void *)best->addr;
		*size = best->size;
	}
	lock_release(&huge_lock, LOCK_HUGE);
	return (start);
}

void
huge_stats_read(struct huge_stats *s)
{

	*s = (struct huge_stats){ 0 };
	if (!lock_acquire_to_read(&huge_lock, LOCK_HUGE))
		return;
	*s = stats;
	s->spare = spare_size;
	lock_release(&huge_lock, LOCK_HUGE);
}

void
huge_prefork(void)
{

	lock_prefork(&huge_lock, LOCK_HUGE);
}

void
huge_postfork(bool child)
{

	if (child)
		lock_reset(&huge_lock);
	else
		lock_release(&huge_lock, LOCK_HUGE);
}
