/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The header of programs written for jemalloc 2: everything in <malloc_np.h>
 * and <stdlib.h>, the experimental interface of that release, and its macros.
 * It can be included alone, in C and in C++, here and on a glibc host.
 */

#ifndef _JEMALLOC_JEMALLOC_H_
#define	_JEMALLOC_JEMALLOC_H_

#include <malloc_np.h>
#include <stdlib.h>

/* The release whose manual this allocator keeps; see version of mallctl. */
#define	JEMALLOC_VERSION						\
	"2.2.1-0-g0000000000000000000000000000000000000000"
#define	JEMALLOC_VERSION_MAJOR	2
#define	JEMALLOC_VERSION_MINOR	2
#define	JEMALLOC_VERSION_BUGFIX	1
#define	JEMALLOC_VERSION_NREV	0
#define	JEMALLOC_VERSION_GID	"0000000000000000000000000000000000000000"

/* Functions bear no prefix here. */
#define	JEMALLOC_P(name)	name

/* log2 of the size of a pointer. */
#if __SIZEOF_POINTER__ == 8
#define	LG_SIZEOF_PTR	3
#else
#define	LG_SIZEOF_PTR	2
#endif

/* As built by default; config.stats tells of the library in use. */
#define	JEMALLOC_STATS	1

/* Flags of the functions below. */
#define	ALLOCM_LG_ALIGN(la)	((int)(la))
#define	ALLOCM_ALIGN(a)		((int)__builtin_ctzl((unsigned long)(a)))
#define	ALLOCM_ZERO		((int)0x40)
#define	ALLOCM_NO_MOVE		((int)0x80)

/* What they return. */
#define	ALLOCM_SUCCESS		0
#define	ALLOCM_ERR_OOM		1
#define	ALLOCM_ERR_NOT_MOVED	2

#ifdef __cplusplus
extern "C" {
#endif

int	allocm(void **ptr, size_t *rsize, size_t size, int flags);
int	rallocm(void **ptr, size_t *rsize, size_t size, size_t extra,
	    int flags);
int	sallocm(const void *ptr, size_t *rsize, int flags);
int	dallocm(void *ptr, int flags);

#ifdef __cplusplus
}
#endif

#endif /* !_JEMALLOC_JEMALLOC_H_ */
