/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * assert (ISO C).  This header may be included again, with NDEBUG defined or
 * not, and so has no guard.
 */
#include <sys/cdefs.h>

#undef assert
#ifdef NDEBUG
#define	assert(e)	((void)0)
#else
#define	assert(e)							\
	((e) ? (void)0 : __assert_fail(#e, __FILE__, __LINE__, __func__))
#endif

#if !defined(__cplusplus) && !defined(static_assert)
#define	static_assert	_Static_assert
#endif

__BEGIN_DECLS
/* Writes what failed and where to standard error and aborts. */
void	__assert_fail(const char *, const char *, unsigned int, const char *)
	    __dead2;
__END_DECLS
