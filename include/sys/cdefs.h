/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What every header of this libc shares: C++ linkage and the attributes
 * that its declarations use.
 */

#ifndef _SYS_CDEFS_H_
#define	_SYS_CDEFS_H_

#ifdef __cplusplus
#define	__BEGIN_DECLS	extern "C" {
#define	__END_DECLS	}
#else
#define	__BEGIN_DECLS
#define	__END_DECLS
#endif

/* C++ has no restrict; the reserved spelling works in both. */
#define	__restrict	__restrict__

#if defined(__cplusplus)
#define	__noreturn	__attribute__((__noreturn__))
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define	__noreturn	_Noreturn
#else
#define	__noreturn	__attribute__((__noreturn__))
#endif

#define	__dead2		__attribute__((__noreturn__))
#define	__pure2		__attribute__((__const__))
#define	__malloc_like	__attribute__((__malloc__))
#define	__alloc_size(n)	__attribute__((__alloc_size__(n)))
#define	__alloc_size2(n, m) __attribute__((__alloc_size__(n, m)))
#define	__alloc_align(n) __attribute__((__alloc_align__(n)))
#define	__printflike(f, a) __attribute__((__format__(__printf__, f, a)))
#define	__scanflike(f, a) __attribute__((__format__(__scanf__, f, a)))
#define	__returns_twice	__attribute__((__returns_twice__))

/* A null pointer for headers that may not pull in <stddef.h>. */
#ifdef __cplusplus
#define	__NULLPTR	__null
#else
#define	__NULLPTR	((void *)0)
#endif

#endif /* !_SYS_CDEFS_H_ */
