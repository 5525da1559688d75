/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Objects are made before constructors, in a constructor and in main, and
 * are used and freed in main, in exit handlers, in a destructor and in a key
 * destructor of the main thread, while other threads allocate.
 */
#include <pthread.h>

#include "shadow.h"

#define OBJECTS	40

static struct object early[OBJECTS], built[OBJECTS], late[OBJECTS];
static pthread_key_t key;

static void
fill(struct object *o, uint64_t seed)
{
	struct shadow s = { .seed = seed, .lg_max = 23 };
	size_t i;

	for (i = 0; i < OBJECTS; i++)
		shadow_alloc(&s, &o[i]);
}

static void
change(struct object *o)
{
	struct shadow s = { .seed = (uintptr_t)o, .lg_max = 23 };

	while (s.steps < 200)
		shadow_step(&s, &o[rng_below(&s.seed, OBJECTS)]);
}

static void
before_constructors(void)
{
	fill(early, 1);
	change(early);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(void) = before_constructors;

__attribute__((constructor))
static void
construct(void)
{
	change(early);
	fill(built, 2);
}

__attribute__((destructor))
static void
destruct(void)
{
	change(late);
	shadow_free_all(early, OBJECTS);
	shadow_free_all(built, OBJECTS);
	shadow_free_all(late, OBJECTS);
	fill(early, 3);
}

static void
at_exit(void)
{
	change(early);
	change(built);
	change(late);
}

static void
end_of_key(void *o)
{
	change(o);
}

static void *
work(void *arg)
{
	struct shadow s = { .seed = (uintptr_t)&s, .lg_max = 21 };
	struct object o[OBJECTS] = { { NULL, 0, 0, 0, 0 } };

	for (;;)
		shadow_step(&s, &o[rng_below(&s.seed, OBJECTS)]);
	return arg;
}

/* With an argument main ends as a thread does, which runs its destructors. */
int
main(int argc, char *argv[])
{
	pthread_t t;

	(void)argv;
	change(early);
	change(built);
	fill(late, 4);
	MUST(atexit(at_exit) == 0, "atexit");
	MUST(pthread_key_create(&key, end_of_key) == 0, "key");
	MUST(pthread_setspecific(key, late) == 0, "key");
	if (argc > 1)
		pthread_exit(NULL);
	MUST(pthread_create(&t, NULL, work, NULL) == 0, "thread");
	MUST(pthread_create(&t, NULL, work, NULL) == 0, "thread");
	usleep(2000);
	return 0;
}
