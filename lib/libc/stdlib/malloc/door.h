/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8: what the doors have in common.  caller is the name of the public
 * function, for messages.
 */

#ifndef _DOOR_H_
#define	_DOOR_H_

#include "malloc_boot.h"
#include "port.h"

/* NULL and errno ENOMEM; under xmalloc:true the end. */
void	*door_no_memory(const char *caller);

/* NULL and errno EINVAL; under xmalloc:true the end. */
void	*door_bad_alignment(const char *caller);

/*
 * Size 0 becomes 1 or, with sysv:true, is nothing: true then.  Together with
 * xmalloc:true that is an error.
 */
bool	 door_is_nothing(size_t *size, const char *caller);

/* Objects, or NULL with errno set.  Size 0 is looked after but where noted. */
void	*door_alloc(size_t size, bool zero, const char *caller);
void	*door_alloc_aligned(size_t align, size_t size, const char *caller);
					/* size > 0, align a power of two */
void	*door_aligned(size_t align, size_t size, const char *caller);
void	*door_resize(void *, size_t size, const char *caller);

void	 door_free(void *, const char *caller);

static inline bool
door_power_of_two(size_t n)
{

	return (n != 0 && (n & (n - 1)) == 0);
}

/* Sizes that can be had at all, once the allocator is up. */
static inline bool
door_possible(size_t size, size_t align)
{

	return (size <= PTRDIFF_MAX && align <= PTRDIFF_MAX - size && boot());
}

#endif /* !_DOOR_H_ */
