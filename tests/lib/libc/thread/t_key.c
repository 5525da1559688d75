/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Thread-specific data: destructors and their rounds, reuse of keys, limits;
 * once.
 */

#include <errno.h>
#include <pthread.h>
#include <stddef.h>

#include "../libc_test.h"

static pthread_key_t key, other;
static int calls, once_calls;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
count_dtor(void *value)
{
	CHECK(value == &calls);
	calls++;
}

/* Sets its value again for ever: four rounds, no more. */
static void
again_dtor(void *value)
{
	CHECK(pthread_getspecific(other) == NULL);
	calls++;
	CHECK(pthread_setspecific(other, value) == 0);
}

static void *
with_value(void *arg)
{
	CHECK(pthread_getspecific(key) == NULL);
	CHECK(pthread_setspecific(key, &calls) == 0);
	CHECK(pthread_getspecific(key) == &calls);
	return (arg);
}

static void *
with_again(void *arg)
{
	CHECK(pthread_setspecific(other, &calls) == 0);
	return (arg);
}

static void *
without(void *arg)
{
	CHECK(pthread_setspecific(key, &calls) == 0);
	CHECK(pthread_setspecific(key, NULL) == 0);
	return (arg);
}

static void *
deleted(void *arg)
{
	pthread_key_t k;

	/* A value does not live on under a new key of the same number. */
	CHECK(pthread_key_create(&k, count_dtor) == 0);
	CHECK(pthread_setspecific(k, &once) == 0);
	CHECK(pthread_key_delete(k) == 0);
	CHECK(pthread_setspecific(k, &once) == EINVAL);
	CHECK(pthread_key_create(&k, count_dtor) == 0);
	CHECK(pthread_getspecific(k) == NULL);
	CHECK(pthread_key_delete(k) == 0);
	return (arg);
}

static void
run(void *(*func)(void *), int expected)
{
	pthread_t t;

	calls = 0;
	CHECK(pthread_create(&t, NULL, func, NULL) == 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK_AT(calls == expected, calls, expected);
}

static void
init(void)
{
	(void)usleep(20000);
	once_calls++;
}

static void *
do_once(void *arg)
{
	CHECK(pthread_once(&once, init) == 0);
	CHECK(once_calls == 1);
	return (arg);
}

int
main(void)
{
	pthread_key_t many[256];
	pthread_t t[6];
	int i, n;

	CHECK(pthread_key_create(&key, count_dtor) == 0);
	CHECK(pthread_key_create(&other, again_dtor) == 0);
	run(with_value, 1);
	run(with_again, 4);
	run(without, 0);
	run(deleted, 0);

	for (n = 0; n < 256; n++)
		if (pthread_key_create(&many[n], NULL) != 0)
			break;
	CHECK_AT(n == 126, n, 0);
	CHECK(pthread_key_create(&many[n], NULL) == EAGAIN);
	while (n > 0)
		CHECK(pthread_key_delete(many[--n]) == 0);
	CHECK(pthread_key_delete(many[0]) == EINVAL);
	CHECK(pthread_key_delete(100000) == EINVAL);
	CHECK(pthread_getspecific(100000) == NULL);
	CHECK(pthread_setspecific(100000, &n) == EINVAL);

	for (i = 0; i < 6; i++)
		CHECK(pthread_create(&t[i], NULL, do_once, NULL) == 0);
	for (i = 0; i < 6; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	return (test_failures != 0);
}
