/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 3: a set of free address ranges that coalesce; used by the break
 * (DSS) and by the stock of freed chunks.  The owner of the set locks it.
 */

#ifndef _EXTENT_H_
#define	_EXTENT_H_

#include "malloc_tree.h"

struct extent_set {
	struct tree	by_addr;
	struct tree	by_size;	/* size, then address */
	size_t		size;		/* bytes in the set */
};

/*
 * The lowest range of the best size, cut from the set; NULL if none fits.
 * size and align are multiples of the chunk size, align a power of two.
 */
void	*extent_take(struct extent_set *, size_t size, size_t align);

/* Any one range, its size returned; NULL if the set is empty. */
void	*extent_take_any(struct extent_set *, size_t *size);

/* False if there is no memory to remember the range. */
bool	 extent_give(struct extent_set *, void *addr, size_t size);

#endif /* !_EXTENT_H_ */
