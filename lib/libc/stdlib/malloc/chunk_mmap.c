/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Chunks from mmap.  The kernel places mappings downwards, so the address
 * just below the last chunk is tried first: when it is free the mapping is
 * aligned at once and joins its neighbour.
 *
 * State: one hint, read and written without a lock; a stale one costs a call.
 */

#include <stdatomic.h>

#include "chunk.h"
#include "malloc_conf.h"
#include "port.h"

static _Atomic uintptr_t lowest;	/* lowest chunk mapped of late */

/* Map more than is needed and give back what is not aligned. */
static void *
map_trimmed(size_t size, size_t align)
{
	uintptr_t addr, start, excess;

	excess = align - page_size();
	if (size + excess < size)
		return (NULL);
	addr = (uintptr_t)port_map(NULL, size + excess);
	if (addr == 0)
		return (NULL);
	start = ALIGN_UP(addr, align);
	if (start != addr)
		(void)port_unmap((void *)addr, start - addr);
	if (start + size != addr + size + excess)
		(void)port_unmap((void *)(start + size),
		    addr + excess - start);
	return ((void *)start);
}

static void *
mmap_alloc(size_t size, size_t align, bool *zeroed)
{
	uintptr_t hint;
	void *p;

	hint = atomic_load_explicit(&lowest, memory_order_relaxed);
	hint = hint > size ? ALIGN_DOWN(hint - size, align) : 0;
	p = port_map((void *)hint, size);
	if (p != NULL && ((uintptr_t)p & (align - 1)) != 0) {
		(void)port_unmap(p, size);
		p = map_trimmed(size, align);
	}
	if (p != NULL)
		atomic_store_explicit(&lowest, (uintptr_t)p,
		    memory_order_relaxed);
	*zeroed = true;
	return (p);
}

static bool
mmap_dalloc(void *p, size_t size)
{

	return (port_unmap(p, size) == 0);
}

bool
chunk_mmap_extend(void *addr, size_t size)
{
	void *p;

	p = port_map(addr, size);
	if (p != NULL && p != addr)
		(void)port_unmap(p, size);
	return (p == addr);
}

static void
mmap_prefork(void)
{
}

static void
mmap_postfork(bool child)
{

	(void)child;
}

const struct chunk_source chunk_source_mmap = {
	mmap_alloc, mmap_dalloc, mmap_prefork, mmap_postfork
};
