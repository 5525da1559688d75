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
 * when the first chunk of its range appears and stays.  Only what is used of
 * either is ever touched.
 *
 * Reading takes no lock.  The bytes of a chunk are written by who owns the
 * pages: under the lock of the arena for runs, by the thread that maps or
 * unmaps for huge blocks.  A byte of memory that a caller may rightly free
 * cannot change meanwhile.
 */

#ifndef _PAGEMAP_H_
#define	_PAGEMAP_H_

#include <stdatomic.h>

#include "size_class.h"

#define	LG_PAGEMAP_LEAF	32		/* address bits below one root entry */
#define	PAGEMAP_ROOT	((size_t)1 << (48 - LG_PAGEMAP_LEAF))
#define	PAGEMAP_LEAF	((size_t)1 << (LG_PAGEMAP_LEAF - LG_GRANULE))

typedef _Atomic(uint8_t) pagemap_byte;

extern _Atomic(pagemap_byte *) pagemap_root[PAGEMAP_ROOT];

/*
 * The class of an address.  The upper 16 bits are not looked at: a caller
 * either reads through the pointer next, which faults if they matter, or
 * asks pagemap_class().
 */
static inline size_t
pagemap_lookup(uintptr_t addr)
{
	pagemap_byte *leaf;

	leaf = atomic_load_explicit(
	    &pagemap_root[(uint16_t)(addr >> LG_PAGEMAP_LEAF)],
	    memory_order_relaxed);
	if (unlikely(leaf == NULL))
		return (CLASS_NONE);
	return (atomic_load_explicit(&leaf[(uint32_t)addr >> LG_GRANULE],
	    memory_order_relaxed));
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
void	pagemap_set_first(const void *, unsigned class);

#endif /* !_PAGEMAP_H_ */
