/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: page runs.  A page heap (one an arena) owns chunks and cuts runs
 * of whole pages from them; neighbouring free runs of one kind are one run.
 *
 * A chunk, at default options (1024 pages, addresses grow to the right):
 *
 *	| guard | header, 3 pages | guard | 1018 data pages ...  | guard |
 *
 * The header holds, for each page, a pointer to the record of its run: valid
 * for every page of a small run, for the first and the last page of others.
 * The records themselves are in base memory, away from user data.
 */

#ifndef _RUN_H_
#define	_RUN_H_

#include "malloc_lock.h"
#include "malloc_tree.h"
#include "pagemap.h"

enum run_state {
	RUN_FREE,		/* in a tree of its heap */
	RUN_PURGING,		/* free, in no tree: being given back */
	RUN_READY,		/* a freed object, left whole for a while */
	RUN_SMALL,		/* regions of a bin */
	RUN_LARGE		/* one object */
};

/*
 * Owner: the page heap, under its lock; of a small run node, linked, nfree
 * and bitmap belong to its bin, under the bin's lock.
 */
struct run {
	struct tnode	 node;		/* free: by size; small: by address */
	uintptr_t	 addr;
	uint32_t	 npages;
	uint8_t		 state;		/* enum run_state */
	uint8_t		 bin;		/* small: index of the bin */
	bool		 dirty : 1;	/* free: pages may be resident */
	bool		 zeroed : 1;	/* free or new: reads as zero */
	bool		 linked;	/* small: in the tree of its bin */
	uint16_t	 nfree;		/* small: free regions */
	/* Small: a bit for each free region, here or, if over 64, beside. */
	union {
		uint64_t	 word;
		uint64_t	*words;
	} bitmap;
};

/*
 * Live, for programs to read: bytes of active pages, rounded up to chunks in
 * each heap, and of huge blocks.
 */
extern _Atomic size_t active_ceiling;

struct page_heap;

struct chunk {
	struct page_heap *heap;
	struct chunk	 *next;		/* all chunks of the heap */
	struct chunk	 *prev;
	size_t		  nfree;	/* pages in free runs */
	struct run	 *map[];	/* by page of the chunk */
};

/*
 * Large objects freed last, whole: who frees one and asks for another of the
 * size, again and again, should not pay for joining and cutting runs.  A run
 * stands at its size, modulo; only the class byte of its first page is gone.
 */
#define	READY_RUNS	8

struct page_stats {
	uint64_t	npurge;		/* purge sweeps */
	uint64_t	nmadvise;	/* system calls of these */
	uint64_t	npurged;	/* pages given back */
};

/* Under its lock, but for the counters read by statistics. */
struct page_heap {
	struct lock	 lock;
	struct tree	 clean;		/* free runs by size, then address */
	struct tree	 dirty;
	struct chunk	*chunks;
	struct run	*records;	/* spare run records */
	unsigned	 nrecords;
	size_t		 nchunks;
	size_t		 nactive;	/* pages in small, large, ready runs */
	size_t		 ndirty;	/* pages in free dirty runs */
	size_t		 npurging;	/* pages in runs being purged */
	size_t		 nready;	/* pages in ready runs; one chunk at most */
	_Atomic(struct run *) ready[READY_RUNS];	/* written under the lock */
	uint64_t	 last_purge;	/* ms */
	struct page_stats stats;
};

static inline uintptr_t
chunk_base(uintptr_t addr)
{

	return (ALIGN_DOWN(addr, chunk_size()));
}

/* The chunk of an address in a small or large run. */
static inline struct chunk *
chunk_of(uintptr_t addr)
{

	return ((struct chunk *)(chunk_base(addr) +
	    (chunk_layout.header << lg_page())));
}

/* Whether any address lies in a chunk of runs. */
static inline bool
chunk_is_runs(uintptr_t addr)
{

	return (pagemap_class(chunk_of(addr)) == CLASS_CHUNK);
}

static inline size_t
chunk_page(uintptr_t addr)
{

	return ((addr - chunk_base(addr)) >> lg_page());
}

/* The run of an address in a small run, or of a first page of a large one. */
static inline struct run *
run_of(uintptr_t addr)
{

	return (chunk_of(addr)->map[chunk_page(addr)]);
}

static inline size_t
run_size(const struct run *r)
{

	return ((size_t)r->npages << lg_page());
}

/*
 * Emptied chunks are collected here while the lock is held, and given back
 * by chunks_release() after it was dropped.
 */
struct dead_chunks {
	struct chunk	*first;
};

void	chunks_release(struct dead_chunks *);

/*
 * All below: the lock of the heap is held; run_alloc() and run_purge() drop
 * it while they call the system.
 */

/*
 * npages pages aligned to align pages (a power of two).  The run is in state
 * and its class byte is set; run->zeroed tells whether it reads as zero.
 */
struct run *run_alloc(struct page_heap *, size_t npages, size_t align,
	    enum run_state state, unsigned class);
void	run_free(struct page_heap *, struct run *, struct dead_chunks *);

/* The same for one large object, which may be had ready. */
struct run *run_alloc_large(struct page_heap *, size_t npages, size_t align);
void	run_free_large(struct page_heap *, struct run *, struct dead_chunks *);

static inline struct run *
run_ready(const struct page_heap *heap, size_t npages)
{

	return (atomic_load_explicit(&heap->ready[npages % READY_RUNS],
	    memory_order_relaxed));
}

static inline void
run_ready_set(struct page_heap *heap, size_t npages, struct run *r)
{

	atomic_store_explicit(&heap->ready[npages % READY_RUNS], r,
	    memory_order_relaxed);
}

/*
 * A large run out of those that are ready, none of mask's bits in its address,
 * and of this class.
 */
static inline struct run *
run_ready_take(struct page_heap *heap, size_t npages, uintptr_t mask,
    unsigned class)
{
	struct run *r;

	r = run_ready(heap, npages);
	if (r == NULL || r->npages != npages || (r->addr & mask) != 0)
		return (NULL);
	run_ready_set(heap, npages, NULL);
	heap->nready -= npages;
	r->state = RUN_LARGE;
	pagemap_set_first((void *)r->addr, class);
	return (r);
}

/* Free a large run and leave it ready, if there is room. */
static inline bool
run_ready_give(struct page_heap *heap, struct run *r)
{

	if (run_ready(heap, r->npages) != NULL ||
	    heap->nready + r->npages > chunk_layout.ndata)
		return (false);
	run_ready_set(heap, r->npages, r);
	heap->nready += r->npages;
	r->state = RUN_READY;
	pagemap_set_first((void *)r->addr, CLASS_NONE);
	return (true);
}

/* Cut a large run; grow it into the free run behind, false if impossible. */
void	run_shrink(struct page_heap *, struct run *, size_t npages,
	    struct dead_chunks *);
bool	run_grow(struct page_heap *, struct run *, size_t npages);

/* No run is ready any more; true if there was any. */
bool	run_drop_ready(struct page_heap *, struct dead_chunks *);

/* Give pages back until at most keep dirty ones are left, and none ready. */
void	run_purge(struct page_heap *, size_t keep, struct dead_chunks *);

/* Debug: verify all invariants of the heap. */
void	run_check(struct page_heap *);

#endif /* !_RUN_H_ */
