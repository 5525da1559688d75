/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 2, frozen: the options, written while booting from the one table in
 * malloc_conf.c and sealed with the size classes (size_class.h).
 */

#ifndef _MALLOC_CONF_H_
#define	_MALLOC_CONF_H_

#include "malloc_config.h"

struct options {
	bool	abort;			/* treat warnings as errors */
	bool	stats_print;		/* statistics at exit */
	bool	junk;			/* fill with 0xa5, freed with 0x5a */
	bool	zero;			/* fill with 0 */
	bool	sysv;			/* size 0 gives NULL */
	bool	xmalloc;		/* abort when out of memory */
	bool	overcommit;		/* memory beyond swap files */
	bool	tcache;			/* cache objects in threads */
	size_t	lg_qspace_max;		/* largest quantum-spaced class */
	size_t	lg_cspace_max;		/* largest cacheline-spaced class */
	size_t	lg_chunk;		/* bytes of a chunk */
	size_t	narenas;		/* most arenas */
	ssize_t	lg_dirty_mult;		/* active pages a dirty one; < 0: any */
	ssize_t	lg_tcache_gc_sweep;	/* events a full sweep; < 0: never */
	size_t	lg_tcache_max;		/* largest class cached */
};

/* Page size in force, as log2; lg_page() is the one to ask. */
extern unsigned conf_lg_page;

void	conf_boot(void);

/* Whether anybody gave options, right ones or wrong. */
bool	conf_is_given(void);

/* One option by the name of its key; size is that of its type. */
enum conf_type { CONF_BOOL, CONF_SIZE, CONF_SSIZE };

struct conf_option {
	const char		*name;
	enum conf_type		 type;
	size_t			 offset;	/* in struct options */
	bool			 present;	/* built in */
	intmax_t		 min;		/* inclusive */
	uintmax_t		 max;
};

extern const struct conf_option conf_options[];
extern const unsigned conf_noptions;

/* A warning, one line; under abort:true it is the last one. */
void	conf_warn(const char *, ...)
	    __attribute__((__format__(__printf__, 1, 2)));

#endif /* !_MALLOC_CONF_H_ */
