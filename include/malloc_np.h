/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What this allocator offers beyond the standards: FreeBSD's header.  It
 * serves programs of this libc, and of a glibc host with libjemalloc, in C and
 * in C++; so it needs nothing but what a compiler brings.  Sizes and
 * alignments are bytes.  jemalloc(3) has it all.
 */

#ifndef _MALLOC_NP_H_
#define	_MALLOC_NP_H_

#include <stddef.h>

/* Where glibc declares a function too, it is declared as there. */
#ifdef __has_include
#if __has_include(<features.h>)
#include <features.h>
#endif
#endif
#ifdef __GLIBC__
#define	_MALLOC_NP_CONST
#define	_MALLOC_NP_THROW	__THROW
#else
#define	_MALLOC_NP_CONST	const
#define	_MALLOC_NP_THROW
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Options, key:value,key:value, read by the first allocation.  A program may
 * define it with an initial value.
 */
extern const char *malloc_conf;

/* Where messages go: NULL, to the standard error. */
extern void (*malloc_message)(void *cbopaque, const char *s);

/*
 * Bytes that may be used at ptr: what was asked for, or more.  0 if ptr is
 * NULL.
 */
size_t	malloc_usable_size(_MALLOC_NP_CONST void *ptr) _MALLOC_NP_THROW;
size_t	malloc_size(const void *ptr);

/* Bytes that an allocation of size bytes would have; 0: impossible. */
size_t	malloc_good_size(size_t size);

/* Introspection: 0 or an errno value. */
int	mallctl(const char *name, void *oldp, size_t *oldlenp, void *newp,
	    size_t newlen);
int	mallctlnametomib(const char *name, size_t *mibp, size_t *miblenp);
int	mallctlbymib(const size_t *mib, size_t miblen, void *oldp,
	    size_t *oldlenp, void *newp, size_t newlen);
void	malloc_stats_print(void (*write_cb)(void *, const char *),
	    void *cbopaque, const char *opts);

/* Allocation with flags, from here to the end. */
#define	MALLOCX_LG_ALIGN(la)	((int)(la))
#define	MALLOCX_ALIGN(a)	((int)__builtin_ctzl((unsigned long)(a)))
#define	MALLOCX_ZERO		0x40
#define	MALLOCX_TCACHE_NONE	0x100
#define	MALLOCX_ARENA(a)	((int)(((unsigned)(a) + 1) << 20))

void	*mallocx(size_t size, int flags);
void	*rallocx(void *ptr, size_t size, int flags);
size_t	 xallocx(void *ptr, size_t size, size_t extra, int flags);
size_t	 sallocx(const void *ptr, int flags);
void	 dallocx(void *ptr, int flags);
void	 sdallocx(void *ptr, size_t size, int flags);
size_t	 nallocx(size_t size, int flags);

/* Of the BSDs. */
void	*reallocf(void *ptr, size_t size);
void	*recallocarray(void *ptr, size_t oldnumber, size_t number,
	    size_t size);
void	 freezero(void *ptr, size_t size);
int	 reallocarr(void *ptr, size_t number, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* !_MALLOC_NP_H_ */
