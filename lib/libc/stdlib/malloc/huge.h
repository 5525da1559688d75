/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: huge blocks, whole chunks each, straight from the chunk sources.
 */

#ifndef _HUGE_H_
#define	_HUGE_H_

#include "size_class.h"

struct huge_stats {
	size_t		allocated;	/* bytes in use */
	uint64_t	nmalloc;
	uint64_t	ndalloc;
	size_t		spare;		/* bytes of the spare block */
	uint64_t	nagain;		/* bytes handed out from it, ever */
};

/* size and align: any; NULL if there is no memory. */
void	*huge_alloc(size_t size, size_t align, bool *zeroed);
void	 huge_dalloc(void *, const char *caller);

/*
 * The block freed last is left whole for a while, as a spare.  The spare if it
 * has this size, in bytes; and to make a block the spare if there is none: its
 * size, else 0.
 */
void	*huge_alloc_again(size_t size);
size_t	 huge_free_again(void *);
void	 huge_tick(void);		/* release a spare kept too long */
bool	 huge_trim(void);		/* release it; true if there was one */

size_t	 huge_size(const void *);	/* usable bytes; 0: not a huge block */

/*
 * Make a block able to hold size bytes: where it stands or, if it may, by
 * moving its pages.  NULL if neither is possible; the block is as it was.
 */
void	*huge_resize(void *, size_t size, bool may_move);

/* The block that an address lies in, and its size; NULL if none. */
void	*huge_containing(const void *, size_t *size);

void	 huge_stats_read(struct huge_stats *);

void	 huge_prefork(void);
void	 huge_postfork(bool child);

#endif /* !_HUGE_H_ */
