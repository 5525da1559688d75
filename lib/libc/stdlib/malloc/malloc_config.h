/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the build chose, as constants: the only file of this directory, but
 * for port_*.c, in which a preprocessor conditional may stand.  Code says
 * `if (config_x)', so that every configuration is always compiled.
 */

#ifndef _MALLOC_CONFIG_H_
#define	_MALLOC_CONFIG_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "malloc_namespace.h"

static const bool config_debug = MALLOC_DEBUG;
static const bool config_dss = MALLOC_DSS;
static const bool config_fill = MALLOC_FILL;
static const bool config_lazy_lock = MALLOC_LAZY_LOCK;
static const bool config_prof = false;
static const bool config_prof_libgcc = false;
static const bool config_prof_libunwind = false;
static const bool config_stats = MALLOC_STATS;
static const bool config_swap = MALLOC_SWAP;
static const bool config_sysv = MALLOC_SYSV;
static const bool config_tcache = MALLOC_TCACHE && MALLOC_TLS;
static const bool config_tiny = MALLOC_TINY;
static const bool config_tls = MALLOC_TLS;
static const bool config_xmalloc = MALLOC_XMALLOC;
static const bool config_dynamic_page_shift = MALLOC_DYNAMIC_PAGE_SHIFT;

/*
 * Storage of the thread's pointer to its cache.  Without TLS it is a plain
 * variable that no thread ever changes.
 */
#if MALLOC_TLS
#define	THREAD_LOCAL	_Thread_local
#else
#define	THREAD_LOCAL
#endif

/*
 * Visible outside.  In libc also weak, so that a program that brings a malloc
 * of its own links with the rest of libc.
 */
#if MALLOC_PUBLIC_WEAK
#define	PUBLIC	__attribute__((__visibility__("default"), __weak__))
#else
#define	PUBLIC	__attribute__((__visibility__("default")))
#endif

#define	likely(e)	__builtin_expect(!!(e), 1)
#define	unlikely(e)	__builtin_expect(!!(e), 0)
#define	noinline	__attribute__((__noinline__))
#define	cold		__attribute__((__noinline__, __cold__))
#define	nitems(a)	(sizeof(a) / sizeof((a)[0]))

/* log2 of the page size the build expects, and of what the map resolves. */
#define	LG_PAGE_STATIC	12
#define	LG_GRANULE	12
#define	GRANULE		((size_t)1 << LG_GRANULE)

/* log2 of the smallest alignment that holds any object. */
#define	LG_QUANTUM	4

#define	ALIGN_UP(v, a)		(((v) + ((a) - 1)) & ~((a) - 1))
#define	ALIGN_DOWN(v, a)	((v) & ~((a) - 1))

#endif /* !_MALLOC_CONFIG_H_ */
