/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The first call of an allocation function asks for what cannot be.  The
 * argument is the function; exits with 0 if it failed as usual.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jemalloc/jemalloc.h>

static volatile size_t impossible = SIZE_MAX - 100;

static void *
call(const char *f)
{
	void *p = NULL;

	if (strcmp(f, "malloc") == 0)
		return malloc(impossible);
	if (strcmp(f, "calloc") == 0)
		return calloc(impossible, 3);
	if (strcmp(f, "realloc") == 0)
		return realloc(NULL, impossible);
	if (strcmp(f, "aligned_alloc") == 0)
		return aligned_alloc(64, impossible);
	if (strcmp(f, "reallocarray") == 0)
		return reallocarray(NULL, impossible, 3);
	if (strcmp(f, "posix_memalign") == 0)
		return posix_memalign(&p, 64, impossible) != 0 ? NULL : p;
	if (strcmp(f, "mallocx") == 0)
		return mallocx(impossible, 0);
	if (strcmp(f, "allocm") == 0)
		return allocm(&p, NULL, impossible, 0) != 0 ? NULL : p;
	_Exit(2);
}

/* Nobody has allocated when main begins: no stdio here. */
int
main(int argc, char *argv[])
{
	return argc != 2 || call(argv[1]) != NULL;
}
