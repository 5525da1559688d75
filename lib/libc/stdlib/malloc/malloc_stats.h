/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 7: statistics, read from the rooms that keep them.
 */

#ifndef _MALLOC_STATS_H_
#define	_MALLOC_STATS_H_

#include "malloc_config.h"

struct class_totals {
	size_t		allocated;	/* bytes, thread caches included */
	uint64_t	nmalloc;	/* served by arenas */
	uint64_t	ndalloc;
	uint64_t	nrequests;	/* of the program */
};

struct arena_totals {
	struct class_totals small;
	struct class_totals large;
	unsigned	nthreads;
	size_t		nactive;	/* pages */
	size_t		ndirty;		/* pages */
	size_t		mapped;		/* bytes */
	uint64_t	npurge, nmadvise, npurged;
};

/* Sums over all arenas. */
void	stats_arenas_read(struct arena_totals *);

/* The text of stats_print:true, at exit, on the standard error. */
void	stats_print_exit(void);

#endif /* !_MALLOC_STATS_H_ */
