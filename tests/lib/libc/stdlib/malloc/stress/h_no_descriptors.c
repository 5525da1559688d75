/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * No descriptor can be opened from the first call on.
 */
#include <pthread.h>

#include "shadow.h"

static void
before_constructors(void)
{
	struct rlimit none;

	MUST(getrlimit(RLIMIT_NOFILE, &none) == 0, "errno %d", errno);
	none.rlim_cur = 0;
	MUST(setrlimit(RLIMIT_NOFILE, &none) == 0, "errno %d", errno);
	free(opaque(malloc(1)));
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(void) = before_constructors;

static void *
work(void *arg)
{
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 23 };
	struct object o[40] = { { NULL, 0, 0, 0, 0 } };

	while (s.steps < 3000)
		shadow_step(&s, &o[rng_below(&s.seed, NELEM(o))]);
	shadow_free_all(o, NELEM(o));
	return NULL;
}

int
main(void)
{
	size_t i;
	pthread_t t[8];

	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_create(&t[i], NULL, work,
		    (void *)(uintptr_t)i) == 0, "thread");
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread");
	return 0;
}
