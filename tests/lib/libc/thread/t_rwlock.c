/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Read-write locks: exclusion under contention, errors, time-outs.
 */

#include <errno.h>
#include <pthread.h>
#include <stddef.h>

#include "../libc_test.h"

#define	ROUNDS	20000

static pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
static volatile long a, b;

static void *
worker(void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (i % 4 == 0) {
			CHECK(pthread_rwlock_wrlock(&l) == 0);
			a++;
			b++;
		} else {
			CHECK(pthread_rwlock_rdlock(&l) == 0);
			CHECK_AT(a == b, a, b);
		}
		CHECK(pthread_rwlock_unlock(&l) == 0);
	}
	return (arg);
}

static void *
tries(void *arg)
{
	struct timespec ts = { 0, 0 };

	CHECK(pthread_rwlock_trywrlock(&l) == EBUSY);
	CHECK(pthread_rwlock_timedwrlock(&l, &ts) == ETIMEDOUT);
	if (arg != NULL) {
		CHECK(pthread_rwlock_tryrdlock(&l) == EBUSY);
		CHECK(pthread_rwlock_timedrdlock(&l, &ts) == ETIMEDOUT);
	} else {
		CHECK(pthread_rwlock_tryrdlock(&l) == 0);
		CHECK(pthread_rwlock_unlock(&l) == 0);
	}
	return (NULL);
}

static void
in_thread(void *arg)
{
	pthread_t t;

	CHECK(pthread_create(&t, NULL, tries, arg) == 0);
	CHECK(pthread_join(t, NULL) == 0);
}

int
main(void)
{
	pthread_t t[4];
	int i;

	for (i = 0; i < 4; i++)
		CHECK(pthread_create(&t[i], NULL, worker, NULL) == 0);
	for (i = 0; i < 4; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK(a == 4L * (ROUNDS / 4) && b == a);

	CHECK(pthread_rwlock_rdlock(&l) == 0);
	CHECK(pthread_rwlock_rdlock(&l) == 0);
	in_thread(NULL);
	CHECK(pthread_rwlock_destroy(&l) == EBUSY);
	CHECK(pthread_rwlock_unlock(&l) == 0);
	in_thread(NULL);
	CHECK(pthread_rwlock_unlock(&l) == 0);
	CHECK(pthread_rwlock_unlock(&l) == EPERM);
	CHECK(pthread_rwlock_wrlock(&l) == 0);
	in_thread(&l);
	CHECK(pthread_rwlock_unlock(&l) == 0);
	CHECK(pthread_rwlock_trywrlock(&l) == 0);
	CHECK(pthread_rwlock_unlock(&l) == 0);
	CHECK(pthread_rwlock_destroy(&l) == 0);
	return (test_failures != 0);
}
