/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: the page map, one class byte (size_class.h) for each 4 KiB of
 * address space, whatever the page and chunk sizes.  Nobody else shifts or
 * masks its bits.
 *
 *	63      48 47            32 31            12 11         0
 *	+---------+----------------+----------------+------------+
 *	| ignored | index of root  | index of leaf  |  in page   |
 *	+---------+----------------+----------------+------------+
 *
 * The root is part of the program image; a leaf (1 MiB, for 4 GiB) is mapped
 * when the first chunk of its range appears and stays.  The root holds the
 * distances of leaves from one that is never written, which serves where there
 * is none.  Only what is used is ever touched.
 *
 * Reading takes no lock.  The bytes of a chunk are written by who owns the
 * pages: under the lock of the arena for runs, by the thread that maps or
 * unmaps for huge blocks.  A byte of memory that a caller may rightly free
 * cannot change meanwhile; for any other address every value is as good.
 */

#ifndef _PAGEMAP_H_
#define	_PAGEMAP_H_

#include "size_class.h"

/*
 * The class of an address.  The upper 16 bits are not looked at: a caller
 * either reads through the pointer next, which faults if they matter, or
 * asks pagemap_class().
 */
static inline size_t
pagemap_lookup(uintptr_t addr)
{
	const uint8_t *leaf;

	leaf = image.none + image.root[(uint16_t)(addr >> LG_PAGEMAP_LEAF)];
	return (leaf[(uint32_t)addr >> LG_GRANULE]);
}

static inline unsigned
pagemap_class(const void *p)
{

	return ((uintptr_t)p >> 48 != 0 ? CLASS_NONE :
	    (unsigned)pagemap_lookup((uintptr_t)p));
}

/* Make the map able to hold a range; false if there is no memory. */
bool	pagemap_reserve(const void *, size_t size);

/* Set all bytes of a range that was reserved. */
void	pagemap_set(const void *, size_t size, unsigned class);

/* Set the byte of the granule at an address. */
static inline void
pagemap_set_first(const void *p, unsigned class)
{
	uintptr_t addr = (uintptr_t)p;

	(image.none + image.root[addr >> LG_PAGEMAP_LEAF])
	    [(uint32_t)addr >> LG_GRANULE] = (uint8_t)class;
}

#endif /* !_PAGEMAP_H_ */
