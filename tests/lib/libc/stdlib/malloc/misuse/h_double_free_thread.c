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
	for (;;)
		pause();
	return arg;
}

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *neighbour = object(size);
	pthread_t t;

	victim = object(size);
	expect_double_free("free", victim, size);
	MUST(pthread_barrier_init(&freed, NULL, 2) == 0, "barrier");
	MUST(pthread_create(&t, NULL, free_it, NULL) == 0, "thread");
	pthread_barrier_wait(&freed);
	free(opaque(victim));
	free(neighbour);
	return 0;
}
