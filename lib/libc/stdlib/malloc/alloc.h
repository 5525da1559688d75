/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 6, routing: small, large or huge; cache or arena.  Everything here is
 * called after boot, with no lock held; sizes are at most PTRDIFF_MAX and are
 * 0 nowhere; errno is not touched.  caller is the name of the public function
 * and goes into the diagnosis of a wrong pointer.
 */

#ifndef _ALLOC_H_
#define	_ALLOC_H_

#include "malloc_config.h"

struct arena;

void	*alloc(size_t size, bool zero, const char *caller);

/* align: a power of two. */
void	*alloc_aligned(size_t size, size_t align, const char *caller);

/* Past the caches, from an arena; NULL: the thread's. */
void	*alloc_uncached(struct arena *, size_t size, size_t align, bool zero);

/* The object stays as it is if NULL is returned. */
void	*alloc_resize(void *, size_t size, const char *caller);

/* The same, but never moves: the usable size it then has. */
size_t	 alloc_resize_in_place(void *, size_t size, const char *caller);

void	 alloc_free(void *, const char *caller);
void	 alloc_free_uncached(void *, const char *caller);
size_t	 alloc_usable_size(const void *, const char *caller);

/* The usable size that such an allocation would have; 0: impossible. */
size_t	 alloc_good_size(size_t size, size_t align);

/*
 * Does not return if the object cannot be what an allocation of size bytes,
 * aligned to align, returned.
 */
void	 alloc_check_size(const void *, size_t size, size_t align,
	    const char *caller);

#endif /* !_ALLOC_H_ */
