/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The very first call of a process is the one that the argument names.  It
 * runs before any constructor and must leave errno alone.
 */
#include "malloc_test.h"

static void *
first_call(const char *name)
{
	void *p = NULL;

	if (strcmp(name, "malloc") == 0)
		p = malloc(100);
	else if (strcmp(name, "calloc") == 0)
		p = calloc(10, 10);
	else if (strcmp(name, "realloc") == 0)
		p = realloc(NULL, 100);
	else if (strcmp(name, "posix_memalign") == 0)
		MUST(posix_memalign(&p, 64, 100) == 0, "posix_memalign");
	else if (strcmp(name, "aligned_alloc") == 0)
		p = aligned_alloc(64, 128);
	else if (strcmp(name, "memalign") == 0)
		p = memalign(4096, 100);
	else if (strcmp(name, "valloc") == 0)
		p = valloc(100);
	else if (strcmp(name, "pvalloc") == 0)
		p = pvalloc(100);
	else if (strcmp(name, "large") == 0)
		p = malloc(MIB);
	else if (strcmp(name, "huge") == 0)
		p = malloc(9 * MIB);
	else if (strcmp(name, "impossible") == 0) {
		MUST(opaque(malloc(opaque_size(SIZE_MAX))) == NULL,
		    "malloc(SIZE_MAX)");
		MUST(errno == ENOMEM, "errno %d", errno);
		errno = 0;
		p = malloc(100);
	} else if (strcmp(name, "free") == 0) {
		free(opaque(NULL));
		p = malloc(100);
	} else if (strcmp(name, "malloc_usable_size") == 0) {
		MUST(malloc_usable_size(opaque(NULL)) == 0, "of NULL");
		p = malloc(100);
	} else
		MUST(false, "no call %s", name);
	return opaque(p);
}

static void *kept;

static void
before_constructors(int argc, char *argv[], char *envp[])
{
	(void)envp;
	MUST(argc > 1, "the call is missing");
	errno = 0;
	kept = first_call(argv[1]);
	MUST(errno == 0, "%s: errno %d", argv[1], errno);
	MUST(kept != NULL, "%s", argv[1]);
	pattern_fill(kept, 0, 100, 1);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(int, char *[], char *[]) = before_constructors;

int
main(int argc, char *argv[])
{
	(void)argc;
	MUST(pattern_check(kept, 100, 1) == 100, "%s", argv[1]);
	kept = opaque(realloc(kept, 100000));
	MUST(kept != NULL, "%s", argv[1]);
	MUST(pattern_check(kept, 100, 1) == 100, "%s", argv[1]);
	free(kept);
	return 0;
}
