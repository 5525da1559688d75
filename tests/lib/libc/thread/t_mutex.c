/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Mutexes of all kinds: exclusion under contention, time-outs, errors,
 * between processes.
 */

#include <sys/mman.h>
#include <sys/wait.h>

#include <errno.h>
#include <pthread.h>
#include <stddef.h>

#include "../libc_test.h"

#define	THREADS	4
#define	ROUNDS	50000

static pthread_mutex_t normal = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static long counter;

static void *
add(void *arg)
{
	pthread_mutex_t *m = arg;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (i % 7 == 0)
			while (pthread_mutex_trylock(m) != 0)
				(void)sched_yield();
		else
			CHECK_AT(pthread_mutex_lock(m) == 0, i, 0);
		counter++;
		CHECK_AT(pthread_mutex_unlock(m) == 0, i, 1);
	}
	return (NULL);
}

static void
contend(pthread_mutex_t *m)
{
	pthread_t t[THREADS];
	int i;

	counter = 0;
	for (i = 0; i < THREADS; i++)
		CHECK(pthread_create(&t[i], NULL, add, m) == 0);
	for (i = 0; i < THREADS; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK_AT(counter == (long)THREADS * ROUNDS, counter, 0);
}

static void *
try_it(void *arg)
{
	struct timespec ts, now;
	pthread_mutex_t *m = arg;

	CHECK(pthread_mutex_trylock(m) == EBUSY);
	CHECK(clock_gettime(CLOCK_REALTIME, &ts) == 0);
	ts.tv_nsec += 30000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_nsec -= 1000000000;
		ts.tv_sec++;
	}
	CHECK(pthread_mutex_timedlock(m, &ts) == ETIMEDOUT);
	CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
	CHECK(now.tv_sec > ts.tv_sec || (now.tv_sec == ts.tv_sec &&
	    now.tv_nsec >= ts.tv_nsec));
	ts.tv_nsec = 1000000000;
	CHECK(pthread_mutex_timedlock(m, &ts) == EINVAL);
	ts.tv_sec = -1;
	ts.tv_nsec = 0;
	CHECK(pthread_mutex_timedlock(m, &ts) == ETIMEDOUT);
	if (m != &normal)
		CHECK(pthread_mutex_unlock(m) == EPERM);
	return (NULL);
}

static void
from_other_thread(pthread_mutex_t *m)
{
	pthread_t t;

	CHECK(pthread_create(&t, NULL, try_it, m) == 0);
	CHECK(pthread_join(t, NULL) == 0);
}

static void
check_shared(void)
{
	struct { pthread_mutex_t m; volatile long n; } *s;
	pthread_mutexattr_t attr;
	int i, status;
	pid_t pid;

	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	CHECK(pthread_mutexattr_init(&attr) == 0);
	CHECK(pthread_mutexattr_setpshared(&attr, 5) == EINVAL);
	CHECK(pthread_mutexattr_setpshared(&attr,
	    PTHREAD_PROCESS_SHARED) == 0);
	CHECK(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE) == 0);
	CHECK(pthread_mutex_init(&s->m, &attr) == 0);
	pid = fork();
	for (i = 0; i < ROUNDS; i++) {
		CHECK(pthread_mutex_lock(&s->m) == 0);
		CHECK(pthread_mutex_lock(&s->m) == 0);
		s->n++;
		CHECK(pthread_mutex_unlock(&s->m) == 0);
		CHECK(pthread_mutex_unlock(&s->m) == 0);
	}
	if (pid == 0)
		_exit(test_failures != 0);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK_AT(s->n == 2 * ROUNDS, s->n, 0);
	CHECK(munmap(s, sizeof(*s)) == 0);
}

int
main(void)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t recursive;
	int type;

	CHECK(pthread_mutexattr_init(&attr) == 0);
	CHECK(pthread_mutexattr_gettype(&attr, &type) == 0 &&
	    type == PTHREAD_MUTEX_DEFAULT);
	CHECK(pthread_mutexattr_settype(&attr, 17) == EINVAL);
	CHECK(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE) == 0);
	CHECK(pthread_mutex_init(&recursive, &attr) == 0);
	CHECK(pthread_mutexattr_destroy(&attr) == 0);

	contend(&normal);
	contend(&checking);
	contend(&recursive);

	CHECK(pthread_mutex_lock(&normal) == 0);
	CHECK(pthread_mutex_trylock(&normal) == EBUSY);
	CHECK(pthread_mutex_destroy(&normal) == EBUSY);
	from_other_thread(&normal);
	CHECK(pthread_mutex_unlock(&normal) == 0);

	CHECK(pthread_mutex_unlock(&checking) == EPERM);
	CHECK(pthread_mutex_lock(&checking) == 0);
	CHECK(pthread_mutex_lock(&checking) == EDEADLK);
	CHECK(pthread_mutex_trylock(&checking) == EBUSY);
	from_other_thread(&checking);
	CHECK(pthread_mutex_unlock(&checking) == 0);
	CHECK(pthread_mutex_unlock(&checking) == EPERM);

	CHECK(pthread_mutex_lock(&recursive) == 0);
	CHECK(pthread_mutex_trylock(&recursive) == 0);
	CHECK(pthread_mutex_lock(&recursive) == 0);
	from_other_thread(&recursive);
	CHECK(pthread_mutex_unlock(&recursive) == 0);
	CHECK(pthread_mutex_unlock(&recursive) == 0);
	from_other_thread(&recursive);
	CHECK(pthread_mutex_unlock(&recursive) == 0);
	CHECK(pthread_mutex_unlock(&recursive) == EPERM);
	CHECK(pthread_mutex_destroy(&recursive) == 0);
	check_shared();
	return (test_failures != 0);
}
