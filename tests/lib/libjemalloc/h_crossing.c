/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A program with memory of two heaps, by CROSSING: 0 asks another allocator
 * about a size only, which is harmless; 1 takes memory of it; 2 calls glibc's
 * allocator by its private name; 3 brings a free of its own.
 */

#include <stdlib.h>

void	*mi_malloc(size_t);
void	 mi_free(void *);
size_t	 nallocm(size_t, int);
void	*__libc_malloc(size_t);

#if CROSSING == 3
void
free(void *p)
{

	(void)p;
}
#endif

int
main(void)
{
	void *volatile p;

	p = malloc(nallocm(20, 0));
	free(p);
#if CROSSING == 1
	p = mi_malloc(20);
	mi_free(p);
#elif CROSSING == 2
	p = __libc_malloc(20);
#endif
	return (p == NULL);
}
