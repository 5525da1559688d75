/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Chunks from mmap.  The kernel takes the highest gap that fits: between
 * chunks that is aligned at once.  Where it is not, the aligned address just
 * below is most likely free as well.
 *
 * Keeps no state: a freed range is found again by the kernel.
 */

#include "chunk.h"
#include "port.h"
#include "size_class.h"

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

static bool
aligned(const void *p, size_t align)
{

	return (((uintptr_t)p & (align - 1)) == 0);
}

/* Map where it is asked, or nowhere. */
static void *
map_aligned(uintptr_t hint, size_t size, size_t align)
{
	void *p;

	p = port_map((void *)hint, size);
	if (p != NULL && !aligned(p, align)) {
		(void)port_unmap(p, size);
		p = NULL;
	}
	return (p);
}

static void *
mmap_alloc(size_t size, size_t align, bool *zeroed)
{
	void *p, *q;

	*zeroed = true;
	p = port_map(NULL, size);
	if (p == NULL || aligned(p, align))
		return (p);
	(void)port_unmap(p, size);
	q = map_aligned(ALIGN_DOWN((uintptr_t)p, align), size, align);
	return (q != NULL ? q : map_trimmed(size, align));
}

static bool
mmap_dalloc(void *p, size_t size)
{

	return (port_unmap(p, size) == 0);
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
