/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A living thread has freed an object; now the thread that made it does.
 * Argument: size.
 */
#include "misuse.h"

static void *victim;
static pthread_barrier_t freed;

static void *
free_it(void *arg)
{
	free(victim);
	pthread_barrier_wait(&freed);
	pthread_barrier_wait(&freed);
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
	/* Two caches have it: without a mark the second to return it tells. */
	expect_double_free("[a-z_]*", victim, size);
	expect("[a-z_]*", "invalid pointer %p: free page of " ANY_ARENA,
	    victim);
	MUST(pthread_barrier_init(&freed, NULL, 2) == 0, "barrier");
	MUST(pthread_create(&t, NULL, free_it, NULL) == 0, "thread");
	pthread_barrier_wait(&freed);
	free(opaque(victim));
	/* Where freed memory is filled, no mark is left: the flush tells. */
	flush();
	pthread_barrier_wait(&freed);
	MUST(pthread_join(t, NULL) == 0, "thread");
	free(neighbour);
	return 0;
}
