/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What this allocator offers beyond the standards: FreeBSD's header.
 */

#ifndef _MALLOC_NP_H_
#define	_MALLOC_NP_H_

#include <sys/cdefs.h>
#include <stddef.h>

__BEGIN_DECLS
/*
 * Bytes that may be used at ptr: what was asked for, or more.  0 if ptr is
 * NULL.
 */
size_t	malloc_usable_size(const void *ptr);

/*
 * Options, key:value,key:value, read by the first allocation.  A program may
 * define it with an initial value.
 */
extern const char *malloc_conf;
__END_DECLS

#endif /* !_MALLOC_NP_H_ */
