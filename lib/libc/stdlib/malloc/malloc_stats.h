/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 7: statistics as text, made of nothing but what mallctl tells.
 */

#ifndef _MALLOC_STATS_H_
#define	_MALLOC_STATS_H_

#include "malloc_config.h"

/* What malloc_stats_print() does, once the allocator is up. */
void	stats_write(void (*write)(void *, const char *), void *opaque,
	    const char *opts);

/* The text of stats_print:true, at exit. */
void	stats_print_exit(void);

#endif /* !_MALLOC_STATS_H_ */
