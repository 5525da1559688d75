/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees a region of a live run that was never handed out; the flush of the
 * thread's cache tells at the latest.  Argument: size.
 */
#include "misuse.h"

enum { OBJECTS = 2000 };

static char *made[OBJECTS];

static bool
is_ours(const char *q, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (made[i] == q)
			return true;
	for (i = 0; i < NELEM(flush_object); i++)
		if (flush_object[i] == q)
			return true;
	return false;
}

/* Makes objects until a region behind one, in its page, is not ours. */
static char *
unused_region(size_t size)
{
	size_t n;

	for (n = 0; n < OBJECTS; n++) {
		made[n] = object(size);
		if ((uintptr_t)made[n] % PAGE + 2 * size <= PAGE &&
		    !is_ours(made[n] + size, n))
			return made[n] + size;
	}
	return NULL;
}

int
main(int argc, char *argv[])
{
	size_t size = class_of(size_argument(argc, argv, 1));
	char *q;

	prepare_flush(size);
	q = unused_region(size);
	MUST(q != NULL, "no region is free");
	expect_double_free("free", q, size);
	free(opaque(q));
	flush();
	return 0;
}
