/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A program that includes <jemalloc/jemalloc.h> before anything else, as C and
 * as C++: every function it declares, every macro it defines.  M051
 */
#include <jemalloc/jemalloc.h>
#include <jemalloc/jemalloc.h>

#if JEMALLOC_VERSION_MAJOR != 2 || JEMALLOC_VERSION_MINOR != 2 || \
    JEMALLOC_VERSION_BUGFIX != 1 || JEMALLOC_VERSION_NREV != 0
#error another version
#endif

#if LG_SIZEOF_PTR != 2 && LG_SIZEOF_PTR != 3
#error pointers of no size
#endif

#ifndef JEMALLOC_STATS
#error no statistics
#endif

typedef void function(void);

static function *const functions[] = {
	(function *)malloc, (function *)calloc, (function *)realloc,
	(function *)free, (function *)malloc_usable_size,
	(function *)malloc_size, (function *)malloc_good_size,
	(function *)mallctl, (function *)mallctlnametomib,
	(function *)mallctlbymib, (function *)malloc_stats_print,
	(function *)mallocx, (function *)rallocx, (function *)xallocx,
	(function *)sallocx, (function *)dallocx, (function *)sdallocx,
	(function *)nallocx, (function *)reallocf,
	(function *)recallocarray, (function *)freezero,
	(function *)reallocarr, (function *)allocm, (function *)rallocm,
	(function *)sallocm, (function *)dallocm,
};

/* The types are those of the manual. */
static int (*const is_mallctl)(const char *, void *, size_t *, void *,
    size_t) = JEMALLOC_P(mallctl);
static int (*const is_bymib)(const size_t *, size_t, void *, size_t *, void *,
    size_t) = mallctlbymib;
static int (*const is_nametomib)(const char *, size_t *, size_t *) =
    mallctlnametomib;
static void (*const is_stats_print)(void (*)(void *, const char *), void *,
    const char *) = malloc_stats_print;
static int (*const is_allocm)(void **, size_t *, size_t, int) = allocm;
static int (*const is_rallocm)(void **, size_t *, size_t, size_t, int) =
    rallocm;
static int (*const is_sallocm)(const void *, size_t *, int) = sallocm;
static int (*const is_dallocm)(void *, int) = dallocm;

/* Constants, up to alignments that an int cannot hold. */
static const int flags[] = {
	ALLOCM_LG_ALIGN(12), ALLOCM_ALIGN(4096), ALLOCM_ALIGN(1),
	MALLOCX_LG_ALIGN(12), MALLOCX_ALIGN(4096), MALLOCX_ALIGN(1),
	ALLOCM_ZERO | ALLOCM_NO_MOVE, MALLOCX_ZERO | MALLOCX_TCACHE_NONE,
	MALLOCX_ARENA(0), MALLOCX_ARENA(1 + 1),
	ALLOCM_ALIGN(1ul << 40), MALLOCX_ALIGN(1ul << 40),
};

static int
text_differs(const char *a, const char *b)
{
	for (; *a == *b && *a != '\0'; a++, b++)
		continue;
	return (*a != *b);
}

static void
count(void *npieces, const char *text)
{
	*(size_t *)npieces += *text != '\0';
}

int
main(void)
{
	const char *version;
	size_t len = sizeof(version), i, size, mib, npieces = 0;
	void *p;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (functions[i] == NULL)
			return (1);
	}
	if (is_mallctl("version", &version, &len, NULL, 0) != 0 ||
	    text_differs(version, JEMALLOC_VERSION))
		return (2);
	len = sizeof(JEMALLOC_VERSION_GID) - 1;
	for (i = 0; version[i + len] != '\0'; i++)
		continue;
	if (len != 40 || text_differs(version + i, JEMALLOC_VERSION_GID))
		return (3);
	if (flags[0] != flags[1] || flags[3] != flags[4] || flags[2] != 0 ||
	    flags[5] != 0 || flags[10] != 40 || flags[11] != 40)
		return (4);
	if (is_allocm(&p, &size, 100, ALLOCM_ALIGN(64) | ALLOCM_ZERO) !=
	    ALLOCM_SUCCESS || (size_t)p % 64 != 0 || size < 100)
		return (5);
	if (is_rallocm(&p, &size, 200000, 0, ALLOCM_NO_MOVE) !=
	    ALLOCM_ERR_NOT_MOVED)
		return (6);
	if (is_rallocm(&p, NULL, (size_t)-1 / 2, 0, 0) != ALLOCM_ERR_OOM)
		return (7);
	if (is_sallocm(p, &size, 0) != 0 || size != malloc_usable_size(p))
		return (8);
	if (is_dallocm(p, 0) != ALLOCM_SUCCESS)
		return (9);
	len = 1;
	if (is_nametomib("version", &mib, &len) != 0 || len != 1)
		return (12);
	len = sizeof(version);
	version = NULL;
	if (is_bymib(&mib, 1, &version, &len, NULL, 0) != 0 || version == NULL)
		return (13);
	is_stats_print(count, &npieces, "gmabl");
	if (npieces == 0)
		return (14);
	p = mallocx(100, flags[8] | MALLOCX_ALIGN(128));
	if (p == NULL || (size_t)p % 128 != 0)
		return (10);
	dallocx(p, MALLOCX_TCACHE_NONE);
	return (malloc_conf != NULL || malloc_message != NULL ? 11 : 0);
}
