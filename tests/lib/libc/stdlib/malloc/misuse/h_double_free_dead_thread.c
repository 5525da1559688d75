/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A thread freed an object and is gone, its cache with it; now the thread
 * that made the object frees it.  Argument: size.
 */
#include "misuse.h"

static void *victim;

static void *
free_it(void *arg)
{
	free(victim);
	return arg;
}

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *neighbour = object(size);
	pthread_t t;

	prepare_flush(size);
	victim = object(size);
	expect_double_free("free", victim, size);
	MUST(pthread_create(&t, NULL, free_it, NULL) == 0, "thread");
	MUST(pthread_join(t, NULL) == 0, "thread");
	free(opaque(victim));
	/* Where freed memory is filled, no mark is left: the flush tells. */
	flush();
	free(neighbour);
	return 0;
}
