/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: arenas.  An arena is a page heap with a bin for each small class.
 * Threads are spread over arenas, so that they seldom meet in a lock.
 */

#ifndef _ARENA_H_
#define	_ARENA_H_

#include "bin.h"

/* Large runs of one size; nmalloc - ndalloc are in use. */
struct lrun_stats {
	uint64_t	nmalloc;	/* served by the arena */
	uint64_t	ndalloc;
	uint64_t	nrequests;	/* of the program */
	uint64_t	highruns;	/* most at a time */
};

/* Never freed. */
struct arena {
	struct page_heap heap;
	struct lrun_stats *lruns;	/* by pages - 1; under heap.lock */
	unsigned	 ind;		/* constant */
	unsigned	 nthreads;	/* under the lock of arenas */
	struct bin	 bins[];	/* nbins */
};

/* A large object was handed out, or came back; the lock of the heap is held. */
static inline void
arena_count_alloc(struct arena *a, size_t npages, uint64_t nrequests)
{
	struct lrun_stats *s;

	if (!config_stats)
		return;
	s = &a->lruns[npages - 1];
	s->nmalloc++;
	s->nrequests += nrequests;
	if (s->nmalloc - s->ndalloc > s->highruns)
		s->highruns = s->nmalloc - s->ndalloc;
}

static inline void
arena_count_dalloc(struct arena *a, size_t npages)
{

	if (config_stats)
		a->lruns[npages - 1].ndalloc++;
}

/* An arena of no threads; NULL if there is no memory. */
struct arena *arena_new(unsigned ind);

/*
 * The arena of an object that is small or large.  Without a lock: an object
 * in use keeps its chunk where it is.
 */
static inline struct arena *
arena_of_heap(const struct page_heap *heap)
{

	return ((struct arena *)((uintptr_t)heap -
	    offsetof(struct arena, heap)));
}

static inline struct arena *
arena_of(const void *p)
{

	return (arena_of_heap(chunk_of((uintptr_t)p)->heap));
}

/*
 * Up to n regions of a bin, ascending, how many there were; nrequests is what
 * the program asked of the caller's cache since it last said so.
 */
unsigned arena_small_alloc(struct arena *, unsigned ind, void **regions,
	    unsigned n, uint64_t nrequests);

/* One region, for no cache; NULL: no memory. */
void	*arena_small_alloc_one(struct arena *, unsigned ind);

/* A large object of whole pages; *zeroed tells if it reads as zero. */
void	*arena_large_alloc(struct arena *, size_t size, size_t align,
	    uint64_t nrequests, bool *zeroed);

/*
 * Return n objects of one class (small, or large of any size if the class is
 * CLASS_LARGE); they may be of several arenas.  The array is scratch.
 */
void	 arena_dalloc(unsigned class, void **objects, unsigned n,
	    const char *caller);

/* One object, of no cache. */
void	 arena_dalloc_one(unsigned class, void *, const char *caller);

/* Make a large object smaller or larger where it stands; false: impossible. */
bool	 arena_large_resize(void *, size_t size);

/* Usable bytes of a large object. */
size_t	 arena_large_size(const void *);

/* Count requests that a cache served. */
void	 arena_count(struct arena *, unsigned class, uint64_t nrequests);

/* Give back dirty pages: those over the limit, or all. */
void	 arena_purge(struct arena *, bool all);

/* Give up chunks that are kept for large objects only; true if there were. */
bool	 arena_reclaim(struct arena *);

/* How often threads had to wait for one another here. */
uint64_t arena_waits(struct arena *);

/* Debug: verify all invariants of the arena. */
void	 arena_check(struct arena *);

void	 arena_prefork_bins(struct arena *);
void	 arena_prefork_heap(struct arena *);
void	 arena_postfork(struct arena *, bool child);

#endif /* !_ARENA_H_ */
