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

_Atomic(pagemap_byte *) pagemap_root[PAGEMAP_ROOT];

static pagemap_byte *
leaf_of(uintptr_t addr)
{

	return (atomic_load_explicit(&pagemap_root[addr >> LG_PAGEMAP_LEAF],
	    memory_order_relaxed));
}

static bool
leaf_reserve(size_t i)
{
	pagemap_byte *leaf, *none = NULL;

	if (i >= PAGEMAP_ROOT)
		return (false);
	if (atomic_load_explicit(&pagemap_root[i], memory_order_relaxed) !=
	    NULL)
		return (true);
	leaf = port_map(NULL, PAGEMAP_LEAF);
	if (leaf == NULL)
		return (false);
	if (!atomic_compare_exchange_strong(&pagemap_root[i], &none, leaf))
		(void)port_unmap((void *)(uintptr_t)leaf, PAGEMAP_LEAF);
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
	pagemap_byte *leaf;
	size_t n;

	end = (uintptr_t)p + size;
	for (addr = (uintptr_t)p; addr < end; addr += n << LG_GRANULE) {
		leaf = leaf_of(addr);
		massert(leaf != NULL);
		n = (ALIGN_DOWN(addr, (uintptr_t)1 << LG_PAGEMAP_LEAF) +
		    ((uintptr_t)1 << LG_PAGEMAP_LEAF) - addr) >> LG_GRANULE;
		if (n > (end - addr) >> LG_GRANULE)
			n = (end - addr) >> LG_GRANULE;
		__builtin_memset((void *)(uintptr_t)&leaf[(uint32_t)addr >> LG_GRANULE],
		    (int)class, n);
	}
}

void
pagemap_set_first(const void *p, unsigned class)
{

	atomic_store_explicit(
	    &leaf_of((uintptr_t)p)[(uint32_t)(uintptr_t)p >> LG_GRANULE],
	    (uint8_t)class, memory_order_relaxed);
}
