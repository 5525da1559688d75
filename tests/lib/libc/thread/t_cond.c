/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Condition variables: a bounded queue, broadcast and destroy at once,
 * time-outs on both clocks, signals that are not lost.
 */

#include <errno.h>
#include <pthread.h>
#include <stddef.h>

#include "../libc_test.h"

#define	ITEMS	20000
#define	SLOTS	4

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static int queue[SLOTS], head, used;
static long sum;

static void *
producer(void *arg)
{
	int i;

	for (i = 1; i <= ITEMS; i++) {
		CHECK(pthread_mutex_lock(&m) == 0);
		while (used == SLOTS)
			CHECK(pthread_cond_wait(&not_full, &m) == 0);
		queue[(head + used++) % SLOTS] = i;
		if (i % 2 == 0) {
			CHECK(pthread_cond_signal(&not_empty) == 0);
			CHECK(pthread_mutex_unlock(&m) == 0);
		} else {
			CHECK(pthread_mutex_unlock(&m) == 0);
			CHECK(pthread_cond_signal(&not_empty) == 0);
		}
	}
	return (arg);
}

static void *
consumer(void *arg)
{
	int i;

	for (i = 1; i <= ITEMS; i++) {
		CHECK(pthread_mutex_lock(&m) == 0);
		while (used == 0)
			CHECK(pthread_cond_wait(&not_empty, &m) == 0);
		sum += queue[head];
		head = (head + 1) % SLOTS;
		used--;
		CHECK(pthread_mutex_unlock(&m) == 0);
		CHECK(pthread_cond_signal(&not_full) == 0);
	}
	return (arg);
}

static void
check_queue(void)
{
	pthread_t t[6];
	int i;

	for (i = 0; i < 6; i++)
		CHECK(pthread_create(&t[i], NULL,
		    i % 2 == 0 ? producer : consumer, NULL) == 0);
	for (i = 0; i < 6; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK(used == 0 && sum == 3L * ITEMS * (ITEMS + 1) / 2);
}

static pthread_cond_t *one_shot;
static int go, waiting;

static void *
wait_once(void *arg)
{
	CHECK(pthread_mutex_lock(&m) == 0);
	waiting++;
	while (!go)
		CHECK(pthread_cond_wait(one_shot, &m) == 0);
	CHECK(pthread_mutex_unlock(&m) == 0);
	return (arg);
}

/*
 * Woken threads must not touch the condition: after the broadcast its page
 * is gone.
 */
static void
check_destroy(void)
{
	pthread_t t[4];
	unsigned char *page;
	int i, round;

	for (round = 0; round < 50; round++) {
		page = test_guarded_pages(1);
		one_shot = (void *)page;
		go = waiting = 0;
		CHECK(pthread_cond_init(one_shot, NULL) == 0);
		for (i = 0; i < 4; i++)
			CHECK(pthread_create(&t[i], NULL, wait_once, NULL) ==
			    0);
		while (!go) {
			(void)sched_yield();
			CHECK(pthread_mutex_lock(&m) == 0);
			if (waiting == 4) {
				go = 1;
				CHECK(pthread_cond_broadcast(one_shot) == 0);
				CHECK(pthread_cond_destroy(one_shot) == 0);
				CHECK(munmap(page - PAGE, 3 * PAGE) == 0);
			}
			CHECK(pthread_mutex_unlock(&m) == 0);
		}
		for (i = 0; i < 4; i++)
			CHECK(pthread_join(t[i], NULL) == 0);
	}
}

static void
check_timeout(clockid_t clock)
{
	pthread_condattr_t attr;
	struct timespec ts, now;
	pthread_cond_t c;
	clockid_t got;

	CHECK(pthread_condattr_init(&attr) == 0);
	CHECK(pthread_condattr_setclock(&attr, CLOCK_THREAD_CPUTIME_ID) ==
	    EINVAL);
	CHECK(pthread_condattr_setclock(&attr, clock) == 0);
	CHECK(pthread_condattr_getclock(&attr, &got) == 0 && got == clock);
	CHECK(pthread_cond_init(&c, &attr) == 0);
	CHECK(clock_gettime(clock, &ts) == 0);
	ts.tv_nsec += 20000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_nsec -= 1000000000;
		ts.tv_sec++;
	}
	CHECK(pthread_mutex_lock(&m) == 0);
	while (pthread_cond_timedwait(&c, &m, &ts) == 0)
		;
	CHECK(pthread_mutex_trylock(&m) == EBUSY);
	CHECK(clock_gettime(clock, &now) == 0);
	CHECK(now.tv_sec > ts.tv_sec || (now.tv_sec == ts.tv_sec &&
	    now.tv_nsec >= ts.tv_nsec));
	CHECK(pthread_cond_timedwait(&c, &m, &ts) == ETIMEDOUT);
	ts.tv_nsec = -1;
	CHECK(pthread_cond_timedwait(&c, &m, &ts) == EINVAL);
	CHECK(pthread_mutex_unlock(&m) == 0);

	/* Those that timed out took nothing from later waiters. */
	CHECK(pthread_cond_signal(&c) == 0 && pthread_cond_signal(&c) == 0);
	CHECK(pthread_cond_destroy(&c) == 0);
}

static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static int whose;

static void *
ping(void *arg)
{
	int i, me;

	me = (int)(intptr_t)arg;
	for (i = 0; i < 20000; i++) {
		CHECK(pthread_mutex_lock(&m) == 0);
		while (whose != me)
			CHECK(pthread_cond_wait(&turn, &m) == 0);
		whose = !me;
		CHECK(pthread_cond_signal(&turn) == 0);
		CHECK(pthread_mutex_unlock(&m) == 0);
	}
	return (NULL);
}

int
main(void)
{
	pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
	pthread_t t[2];

	check_queue();
	check_destroy();
	check_timeout(CLOCK_REALTIME);
	check_timeout(CLOCK_MONOTONIC);
	CHECK(pthread_create(&t[0], NULL, ping, NULL) == 0);
	CHECK(pthread_create(&t[1], NULL, ping, (void *)1) == 0);
	CHECK(pthread_join(t[0], NULL) == 0);
	CHECK(pthread_join(t[1], NULL) == 0);
	CHECK(pthread_cond_wait(&turn, &checking) == EPERM);
	return (test_failures != 0);
}
