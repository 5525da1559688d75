/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees an object twice, has written over it in between, and its thread ends
 * before its cache is flushed for any other reason.  Argument: size.
 */
#include "misuse.h"

static size_t size;

static void *
fault(void *arg)
{
	void *p = object(size);

	/* Whatever a thread calls its end. */
	expect_double_free("[a-z_]*", p, size);
	free(p);
	memset(opaque(p), 0, size);
	free(opaque(p));
	return arg;
}

int
main(int argc, char *argv[])
{
	pthread_t t;

	size = size_argument(argc, argv, 1);
	MUST(pthread_create(&t, NULL, fault, NULL) == 0, "thread");
	MUST(pthread_join(t, NULL) == 0, "thread");
	return 0;
}
