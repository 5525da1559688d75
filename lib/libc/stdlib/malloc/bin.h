/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: bins.  A bin hands out and takes back the regions of one small
 * class of one arena, in batches, lowest addresses first.
 */

#ifndef _BIN_H_
#define	_BIN_H_

#include "run.h"

struct bin_stats {
	uint64_t	nmalloc;	/* regions handed out by the bin */
	uint64_t	ndalloc;	/* regions taken back */
	uint64_t	nrequests;	/* requests of the program */
	uint64_t	nfills;		/* batches to thread caches */
	uint64_t	nflushes;	/* batches from thread caches */
	uint64_t	nruns;		/* runs made */
	uint64_t	nreruns;	/* times a run became current again */
	size_t		highruns;	/* most runs at a time */
	size_t		curruns;
};

/*
 * Under its lock.  Invariants: full runs are in no set; every other run is
 * current or in the tree; no run in the tree lies below the current one when
 * that was chosen.
 */
struct bin {
	_Alignas(CACHELINE) struct lock lock;
	struct run	*current;
	struct tree	 partial;	/* runs with free regions, by address */
	struct bin_stats stats;
};

/* Runs that became empty, linked through node.child[0]. */
struct empty_runs {
	struct run	*first;
};

/*
 * Take up to n regions of bin ind, in ascending order; how many there were.
 * The heap is the one of the bin's arena.
 */
unsigned bin_alloc(struct page_heap *, struct bin *, unsigned ind,
	    void **regions, unsigned n);

/*
 * Return those of n regions that are of the heap; the others move to the front
 * of the array, and their number is returned.  The lock is held.  An address
 * may be wrong in every way that a program can get wrong: then this does not
 * return.
 */
unsigned bin_dalloc(struct page_heap *, struct bin *, unsigned ind,
	    void **regions, unsigned n, struct empty_runs *,
	    const char *caller);

/* Give empty runs back to their heap; no lock is held. */
void	bin_release(struct page_heap *, struct empty_runs *,
	    struct dead_chunks *);

/* Index of a region in its run, and whether it is free; for diagnosis. */
size_t	bin_region(const struct run *, uintptr_t addr);
bool	bin_region_free(const struct run *, size_t region);

/* Debug: verify all invariants of the bin; its lock is held. */
void	bin_check(const struct bin *, unsigned ind);

#endif /* !_BIN_H_ */
