/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 2, frozen: the options.  Written once while booting, from the option
 * table in malloc_conf.c, and only read afterwards.
 */

#ifndef _MALLOC_CONF_H_
#define	_MALLOC_CONF_H_

#include "malloc_config.h"

struct conf {
	bool	abort;			/* treat warnings as errors */
	bool	stats_print;		/* statistics at exit */
	bool	tcache;			/* cache objects in threads */
	size_t	lg_qspace_max;		/* largest quantum-spaced class */
	size_t	lg_cspace_max;		/* largest cacheline-spaced class */
	size_t	lg_chunk;		/* bytes of a chunk */
	size_t	narenas;		/* most arenas */
	ssize_t	lg_dirty_mult;		/* active pages a dirty one; < 0: any */
	ssize_t	lg_tcache_gc_sweep;	/* events a full sweep; < 0: never */
	size_t	lg_tcache_max;		/* largest class cached */
};

extern struct conf conf;

/* Page size in force, as log2 and in bytes. */
extern unsigned conf_lg_page;

static inline unsigned
lg_page(void)
{

	return (config_dynamic_page_shift ? conf_lg_page : LG_PAGE_STATIC);
}

static inline size_t
page_size(void)
{

	return ((size_t)1 << lg_page());
}

static inline size_t
chunk_size(void)
{

	return ((size_t)1 << conf.lg_chunk);
}

void	conf_boot(void);

/* A warning; fatal under abort:true. */
void	conf_warn(const char *, ...)
	    __attribute__((__format__(__printf__, 1, 2)));

#endif /* !_MALLOC_CONF_H_ */
