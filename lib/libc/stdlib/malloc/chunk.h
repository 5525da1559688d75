/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 3: chunks and huge blocks of address space, from the first source
 * that answers: swap files (once a program named some), the break (where DSS
 * is built in), mmap.  A source of another kind is one more row in chunk.c.
 * Addresses and sizes are multiples of the chunk size.
 */

#ifndef _CHUNK_H_
#define	_CHUNK_H_

#include "malloc_config.h"

/* A source of address space. */
struct chunk_source {
	/* NULL if there is none; *zeroed if the kernel guarantees zeroes. */
	void	*(*alloc)(size_t size, size_t align, bool *zeroed);
	/* False if the range is not of this source. */
	bool	 (*dalloc)(void *, size_t size);
	void	 (*prefork)(void);
	void	 (*postfork)(bool child);
};

extern const struct chunk_source chunk_source_swap;
extern const struct chunk_source chunk_source_dss;
extern const struct chunk_source chunk_source_mmap;

/* True if the address is in memory that came from the break. */
bool	 chunk_dss_owns(const void *);

struct chunk_stats {
	size_t		current;	/* chunks in use */
	size_t		high;		/* most ever in use */
	uint64_t	total;		/* chunks handed out */
	size_t		stocked;	/* bytes kept for reuse */
};

/*
 * A range of size bytes, aligned to align.  *zeroed tells whether it reads
 * as zero.  movable asks for memory whose pages port_move() can move.
 */
void	*chunk_alloc(size_t size, size_t align, bool movable, bool *zeroed);
void	 chunk_dalloc(void *, size_t size);

/* Whether memory of the system may be taken, beyond the swap files. */
bool	 chunk_overcommits(void);

/* Whether port_move() and port_extend() can serve a range. */
bool	 chunk_movable(const void *);

/* port_purge(), which is believed for memory of mmap only. */
bool	 chunk_purge(void *, size_t size);

/* Counters follow a block that grew in place, and one that moved away. */
void	 chunk_extended(size_t size);
void	 chunk_moved_from(size_t size);

void	 chunk_tick(void);		/* give back what was kept too long */
void	 chunk_trim(void);		/* give back all that is kept */
void	 chunk_stats_read(struct chunk_stats *);

void	 chunk_prefork(void);
void	 chunk_postfork(bool child);

#endif /* !_CHUNK_H_ */
