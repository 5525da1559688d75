/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The writers' side of the page map.  Leaves are published once and never
 * removed, so readers need no more than an ordinary load.
 */

#include "pagemap.h"
#include "malloc_print.h"
#include "port.h"

static uint8_t *
leaf_of(uintptr_t addr)
{

	return (image.none + image.root[addr >> LG_PAGEMAP_LEAF]);
}

static bool
leaf_reserve(size_t i)
{
	intptr_t none = 0;
	uint8_t *leaf;

	if (i >= PAGEMAP_ROOT)
		return (false);
	if (__atomic_load_n(&image.root[i], __ATOMIC_RELAXED) != 0)
		return (true);
	leaf = port_map(NULL, PAGEMAP_LEAF);
	if (leaf == NULL)
		return (false);
	if (!__atomic_compare_exchange_n(&image.root[i], &none,
	    (intptr_t)leaf - (intptr_t)image.none, false, __ATOMIC_RELEASE,
	    __ATOMIC_RELAXED))
		(void)port_unmap(leaf, PAGEMAP_LEAF);
	return (true);
}

bool
pagemap_reserve(const void *p, size_t size)
{
	size_t i, last;

	last = ((uintptr_t)p + size - 1) >> LG_PAGEMAP_LEAF;
	for (i = (uintptr_t)p >> LG_PAGEMAP_LEAF; i <= last; i++) {
		if (!leaf_reserve(i))
			return (false);
	}
	return (true);
}

void
pagemap_set(const void *p, size_t size, unsigned class)
{
	uintptr_t addr, end;
	uint8_t *leaf;
	size_t n;

	end = (uintptr_t)p + size;
	for (addr = (uintptr_t)p; addr < end; addr += n << LG_GRANULE) {
		leaf = leaf_of(addr);
		massert(leaf != image.none);
		n = (ALIGN_DOWN(addr, (uintptr_t)1 << LG_PAGEMAP_LEAF) +
		    ((uintptr_t)1 << LG_PAGEMAP_LEAF) - addr) >> LG_GRANULE;
		if (n > (end - addr) >> LG_GRANULE)
			n = (end - addr) >> LG_GRANULE;
		__builtin_memset(&leaf[(uint32_t)addr >> LG_GRANULE],
		    (int)class, n);
	}
}
