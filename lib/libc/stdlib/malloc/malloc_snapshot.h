/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 7: the copy of all counters that an epoch shows.  Programs read it
 * through mallctl (malloc_ctl.h).
 */

#ifndef _MALLOC_SNAPSHOT_H_
#define	_MALLOC_SNAPSHOT_H_

#include "arena.h"
#include "chunk.h"

struct process_snapshot {
	uint64_t	epoch;
	size_t		allocated;	/* bytes */
	size_t		active;
	size_t		mapped;
	struct chunk_stats chunks;
	size_t		swap_avail;
};

/* Sums over the bins, and over the large runs, of an arena. */
struct class_sums {
	size_t		allocated;	/* bytes, thread caches included */
	uint64_t	nmalloc;	/* served by the arena */
	uint64_t	ndalloc;
	uint64_t	nrequests;	/* of the program */
};

struct bin_snapshot {
	size_t		allocated;	/* bytes */
	struct bin_stats stats;
	uint64_t	told;		/* nrequests of the last epoch */
};

struct lrun_snapshot {
	struct lrun_stats stats;
	size_t		curruns;
	uint64_t	told;
};

struct arena_snapshot {
	unsigned	nthreads;
	size_t		pactive;	/* pages */
	size_t		pdirty;
	size_t		mapped;		/* bytes */
	struct page_stats pages;
	struct class_sums small;
	struct class_sums large;
	struct lrun_snapshot *lruns;	/* by pages - 1 */
	struct bin_snapshot bins[];	/* nbins */
};

/* The first snapshot, if there is none yet.  False: no memory. */
bool	 snapshot_init(void);

/* A new one and a new epoch.  False: no memory, and the old one stays. */
bool	 snapshot_refresh(void);

/* Arenas that were open; the index conf.narenas is that of the sums. */
unsigned snapshot_narenas(void);

enum snapshot_part {
	SNAPSHOT_PROCESS,
	SNAPSHOT_ARENA,
	SNAPSHOT_BIN,
	SNAPSHOT_LRUN
};

/*
 * Copy size bytes at an offset of a part; arena and class are valid indices,
 * or of no meaning for the part.  False, at exit only: it cannot be read.
 */
bool	 snapshot_read(enum snapshot_part, size_t arena, size_t class,
	    size_t offset, void *to, size_t size);

void	 snapshot_prefork(void);
void	 snapshot_postfork(bool child);

#endif /* !_MALLOC_SNAPSHOT_H_ */
