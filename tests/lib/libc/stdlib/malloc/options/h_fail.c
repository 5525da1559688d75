/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Makes one function fail, as the arguments say: FUNCTION memory|great|
 * overflow|alignment|zero|arena|cache.  Exits with 0 if the call returns, and its failure is the
 * usual one.
 */
#include "malloc_doors.h"

static const char *function;
static size_t number, size, alignment;
static int flags;

static bool
is(const char *name)
{
	return strcmp(function, name) == 0;
}

static void *
call(void)
{
	void *p = opaque(malloc(100));

	if (is("malloc"))
		return opaque(malloc(opaque_size(size)));
	if (is("calloc"))
		return opaque(calloc(opaque_size(number), opaque_size(size)));
	if (is("realloc"))
		return realloc(p, opaque_size(size));
	if (is("reallocf"))
		return reallocf(p, opaque_size(size));
	if (is("reallocarray"))
		return reallocarray(p, opaque_size(number),
		    opaque_size(size));
	if (is("recallocarray"))
		return recallocarray(p, 0, opaque_size(number),
		    opaque_size(size));
	if (is("aligned_alloc"))
		return opaque(aligned_alloc(opaque_size(alignment),
		    opaque_size(size)));
	if (is("memalign"))
		return opaque(memalign(alignment, opaque_size(size)));
	if (is("valloc"))
		return opaque(valloc(opaque_size(size)));
	if (is("pvalloc"))
		return opaque(pvalloc(opaque_size(size)));
	if (is("mallocx"))
		return mallocx(opaque_size(size), flags);
	if (is("rallocx"))
		return rallocx(p, opaque_size(size), flags);
	if (is("xallocx"))
		return xallocx(p, opaque_size(size), 0, 0) < size ? NULL : p;
	if (is("posix_memalign"))
		return posix_memalign(&p, opaque_size(alignment),
		    opaque_size(size)) == 0 ? p : NULL;
	if (is("allocm"))
		return allocm(&p, NULL, opaque_size(size), 0) ==
		    ALLOCM_SUCCESS ? p : NULL;
	if (is("rallocm"))
		return rallocm(&p, NULL, opaque_size(size), 0, 0) ==
		    ALLOCM_SUCCESS ? p : NULL;
	if (is("rallocm-in-place"))
		return rallocm(&p, NULL, opaque_size(size), 0,
		    ALLOCM_NO_MOVE) == ALLOCM_SUCCESS ? p : NULL;
	if (is("reallocarr"))
		return reallocarr(&p, opaque_size(number),
		    opaque_size(size)) == 0 ? p : NULL;
	MUST(false, "no function %s", function);
	return NULL;
}

int
main(int argc, char *argv[])
{
	MUST(argc == 3, "%d arguments", argc);
	function = argv[1];
	number = 1;
	size = TOO_LARGE;
	alignment = 64;
	if (strcmp(argv[2], "overflow") == 0) {
		number = (size_t)1 << 32;
		size = (size_t)1 << 32;
	} else if (strcmp(argv[2], "alignment") == 0) {
		alignment = 24;
		size = 100;
	} else if (strcmp(argv[2], "zero") == 0) {
		size = 0;
	} else if (strcmp(argv[2], "arena") == 0) {
		size = 100;
		flags = MALLOCX_ARENA(3);
	} else if (strcmp(argv[2], "cache") == 0) {
		size = 100;
		flags = 0x200;
	} else if (strcmp(argv[2], "great") == 0) {
		size = (size_t)1 << 60;
	} else
		MUST(strcmp(argv[2], "memory") == 0, "%s", argv[2]);
	MUST(call() == NULL, "%s succeeded", function);
	return 0;
}
