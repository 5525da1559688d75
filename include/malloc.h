/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Allocation functions that no standard has, by the name of the header in
 * which programs look for them.  Sizes and alignments are bytes; a function
 * that fails returns NULL and sets errno: ENOMEM, or EINVAL for an alignment.
 * What they return is freed by free(3).
 */

#ifndef _MALLOC_H_
#define	_MALLOC_H_

#include <sys/cdefs.h>
#include <stddef.h>
#include <stdlib.h>
#include <malloc_np.h>

__BEGIN_DECLS
/* SunOS: alignment is rounded up to a power of two. */
void	*memalign(size_t alignment, size_t size);

/* SunOS: a whole number of pages, aligned to one. */
void	*pvalloc(size_t size);
__END_DECLS

#endif /* !_MALLOC_H_ */
