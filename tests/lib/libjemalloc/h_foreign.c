/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A library with a heap of its own beside malloc, as other allocators have:
 * blocks of one array, never given out twice.
 */

#include <stdalign.h>
#include <stddef.h>

void	*mi_malloc(size_t);
void	 mi_free(void *);
size_t	 nallocm(size_t, int);

static alignas(16) char heap[1 << 16];
static size_t used;

size_t
nallocm(size_t size, int flags)
{

	(void)flags;
	return ((size + 15) & ~(size_t)15);
}

void *
mi_malloc(size_t size)
{
	void *p;

	size = nallocm(size, 0);
	if (size > sizeof(heap) - used)
		return (NULL);
	p = heap + used;
	used += size;
	return (p);
}

void
mi_free(void *p)
{

	(void)p;
}
