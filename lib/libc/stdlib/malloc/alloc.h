/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 6, routing: small, large or huge; cache or arena.  Everything here is
 * called after boot and with no lock held, and leaves errno alone.  caller is
 * the name of the public function and goes into the diagnosis of a wrong
 * pointer.
 */

#ifndef _ALLOC_H_
#define	_ALLOC_H_

#include "malloc_config.h"

struct arena;

/* What is wanted.  size + align is at most PTRDIFF_MAX. */
struct request {
	size_t		 size;		/* bytes, not 0 */
	size_t		 align;		/* a power of two; 1: of the class */
	struct arena	*arena;		/* NULL: the thread's */
	bool		 zero;		/* the whole usable size reads as 0 */
	bool		 uncached;	/* past the thread's cache */
};

void	*alloc(const struct request *, const char *caller);
void	 alloc_free(void *, bool uncached, const char *caller);

/*
 * Move an object to what is wanted, or change it where it stands.  With zero,
 * what it can use beyond its old usable size reads as 0.  NULL: no memory,
 * and the object is as it was.
 */
void	*alloc_resize(void *, const struct request *, const char *caller);

/* Without moving: the usable size that the object then has. */
size_t	 alloc_resize_in_place(void *, size_t size, bool zero,
	    const char *caller);

size_t	 alloc_usable_size(const void *, const char *caller);

/* The usable size that such an allocation has; 0: impossible. */
size_t	 alloc_good_size(size_t size, size_t align);

/*
 * Does not return if the object cannot be what an allocation of size bytes,
 * aligned to align, returned.
 */
void	 alloc_check_size(const void *, size_t size, size_t align,
	    const char *caller);

#endif /* !_ALLOC_H_ */
