/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 6: the short ways of objects that no cache holds, behind the fast
 * paths and before all else.  Who frees a large object and asks for another of
 * its size gets it from the ready runs of the arena.  Whatever is not plain -
 * an option that fills, a thread without an arena, a pointer that is wrong -
 * takes the long way.
 */

#ifndef _AGAIN_H_
#define	_AGAIN_H_

#include "huge.h"
#include "malloc_thread.h"

static inline __attribute__((__always_inline__)) void *
again_malloc_huge(struct tcache *tc, size_t size)
{
	void *p;

	if (size > PTRDIFF_MAX)
		return (NULL);
	size = ALIGN_UP(size, chunk_size());
	p = huge_alloc_again(size);
	if (p != NULL)
		tc->bytes.allocated += size;
	return (p);
}

static inline __attribute__((__always_inline__)) bool
again_free_huge(struct tcache *tc, void *p)
{
	size_t size;

	size = huge_free_again(p);
	tc->bytes.deallocated += size;
	return (size != 0);
}

/* NULL: the long way. */
static inline __attribute__((__always_inline__)) void *
again_malloc(size_t size)
{
	struct tcache *tc = thread_self;
	struct arena *a = tc->arena;
	struct run *r;
	size_t npages;
	void *p;

	if (size <= size_classes.again_min || a == NULL)
		return (NULL);
	if (size > size_classes.large_max)
		return (again_malloc_huge(tc, size));
	npages = (size + page_size() - 1) >> lg_page();
	if (run_ready(&a->heap, npages) == NULL)
		return (NULL);
	lock_acquire(&a->heap.lock, LOCK_ARENA);
	r = run_ready_take(&a->heap, npages, 0, CLASS_LARGE);
	if (r == NULL) {
		lock_release(&a->heap.lock, LOCK_ARENA);
		return (NULL);
	}
	p = (void *)r->addr;
	arena_count_alloc(a, npages, 1);
	lock_release(&a->heap.lock, LOCK_ARENA);
	*(fast_word *)p = 0;
	tc->bytes.allocated += npages << lg_page();
	return (p);
}

/* False: the long way, which says so if the pointer is wrong. */
static inline __attribute__((__always_inline__)) bool
again_free(void *p)
{
	struct tcache *tc = thread_self;
	struct page_heap *heap;
	struct chunk *c;
	struct run *r;
	unsigned class;
	bool done;

	class = pagemap_class(p);
	if ((class != CLASS_LARGE && class != CLASS_HUGE) ||
	    tc->arena == NULL || size_classes.again_min == SIZE_MAX)
		return (false);
	if (class == CLASS_HUGE)
		return (again_free_huge(tc, p));
	c = chunk_of((uintptr_t)p);
	heap = c->heap;
	lock_acquire(&heap->lock, LOCK_ARENA);
	r = c->map[chunk_page((uintptr_t)p)];
	done = r->state == RUN_LARGE && r->addr == (uintptr_t)p &&
	    heap->ndirty + heap->nready + r->npages <= chunk_layout.npages &&
	    run_ready_give(heap, r);
	if (done) {
		arena_count_dalloc(arena_of_heap(heap), r->npages);
		tc->bytes.deallocated += run_size(r);
	}
	lock_release(&heap->lock, LOCK_ARENA);
	return (done);
}

#endif /* !_AGAIN_H_ */
