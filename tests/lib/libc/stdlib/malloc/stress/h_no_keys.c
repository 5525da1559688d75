/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The program has taken all thread-specific keys but so many before the
 * first call; argument: how many it leaves.  Threads allocate, free and end
 * all the same.
 */
#include <pthread.h>

#include "shadow.h"

static pthread_key_t key[PTHREAD_KEYS_MAX];
static size_t nkeys;

static void
before_constructors(int argc, char *argv[], char *envp[])
{
	size_t left;

	(void)envp;
	left = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	while (nkeys < PTHREAD_KEYS_MAX &&
	    pthread_key_create(&key[nkeys], NULL) == 0)
		nkeys++;
	while (left-- > 0 && nkeys > 0)
		MUST(pthread_key_delete(key[--nkeys]) == 0, "key");
	free(opaque(malloc(1)));
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(int, char *[], char *[]) = before_constructors;

static void *
work(void *arg)
{
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 20 };
	struct object o[40] = { { NULL, 0, 0, 0, 0 } };
	size_t i;

	for (i = 0; i < nkeys; i++)
		MUST(pthread_getspecific(key[i]) == NULL, "key %zu", i);
	while (s.steps < 1000)
		shadow_step(&s, &o[rng_below(&s.seed, NELEM(o))]);
	shadow_free_all(o, NELEM(o));
	for (i = 0; i < nkeys; i++)
		MUST(pthread_getspecific(key[i]) == NULL, "key %zu", i);
	return NULL;
}

int
main(void)
{
	size_t i, round;
	pthread_t t[4];

	for (round = 0; round < 50; round++) {
		for (i = 0; i < NELEM(t); i++)
			MUST(pthread_create(&t[i], NULL, work,
			    (void *)(uintptr_t)i) == 0, "thread");
		for (i = 0; i < NELEM(t); i++)
			MUST(pthread_join(t[i], NULL) == 0, "thread");
	}
	return 0;
}
