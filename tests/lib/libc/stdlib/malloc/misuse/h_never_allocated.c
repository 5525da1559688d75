/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees a region of a live run that was never handed out; the flush of the
 * thread's cache tells at the latest.  Argument: size.
 */
#include "misuse.h"

enum { OBJECTS = 64 };

/* The region behind an object, if it is in the same page and is not ours. */
static char *
unused_region(char *p[OBJECTS], size_t size)
{
	char *q;
	size_t i, j;

	for (i = 0; i < OBJECTS; i++) {
		q = p[i] + size;
		if ((uintptr_t)p[i] % PAGE + 2 * size > PAGE)
			continue;
		for (j = 0; j < OBJECTS && p[j] != q; j++)
			;
		if (j == OBJECTS)
			return q;
	}
	return NULL;
}

int
main(int argc, char *argv[])
{
	size_t i, size = class_of(size_argument(argc, argv, 1));
	char *p[OBJECTS], *q;

	prepare_flush(size);
	/* The run that is filled now: the objects before it stay. */
	for (i = 0; i < OBJECTS; i++)
		p[i] = object(size);
	q = unused_region(p, size);
	MUST(q != NULL, "no region is free");
	expect_double_free("free", q, size);
	free(opaque(q));
	flush();
	return 0;
}
