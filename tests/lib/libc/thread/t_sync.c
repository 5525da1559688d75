/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Semaphores, barriers, spin locks, and the threads of ISO C.
 */

#include <sys/mman.h>

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <threads.h>

#include "../libc_test.h"

#define	ROUNDS	20000

static sem_t full, empty;
static pthread_spinlock_t spin;
static pthread_barrier_t *barrier;
static long counter, serial;

static void *
poster(void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		CHECK(sem_wait(&empty) == 0);
		CHECK(sem_post(&full) == 0);
	}
	return (arg);
}

static void *
taker(void *arg)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		CHECK(sem_wait(&full) == 0);
		CHECK(pthread_spin_lock(&spin) == 0);
		counter++;
		CHECK(pthread_spin_unlock(&spin) == 0);
		CHECK(sem_post(&empty) == 0);
	}
	return (arg);
}

static void
check_sem(void)
{
	struct timespec past = { 0, 0 }, bad = { 0, -1 };
	pthread_t t[6];
	int i, value;

	CHECK(sem_init(&full, 0, 0) == 0 && sem_init(&empty, 0, 3) == 0);
	CHECK(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
	for (i = 0; i < 6; i++)
		CHECK(pthread_create(&t[i], NULL,
		    i % 2 == 0 ? poster : taker, NULL) == 0);
	for (i = 0; i < 6; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK(counter == 3L * ROUNDS);
	CHECK(sem_getvalue(&empty, &value) == 0 && value == 3);
	CHECK(sem_trywait(&full) == -1 && errno == EAGAIN);
	CHECK(sem_timedwait(&full, &past) == -1 && errno == ETIMEDOUT);
	CHECK(sem_timedwait(&full, &bad) == -1 && errno == EINVAL);
	CHECK(sem_timedwait(&empty, &past) == 0);
	CHECK(sem_trywait(&empty) == 0 && sem_wait(&empty) == 0);
	CHECK(sem_getvalue(&empty, &value) == 0 && value == 0);
	CHECK(sem_destroy(&empty) == 0);
	CHECK(sem_init(&full, 0, SEM_VALUE_MAX) == 0);
	CHECK(sem_post(&full) == -1 && errno == EOVERFLOW);
	CHECK(sem_init(&full, 0, SEM_VALUE_MAX + 1U) == -1 &&
	    errno == EINVAL);
	CHECK(pthread_spin_trylock(&spin) == 0);
	CHECK(pthread_spin_trylock(&spin) == EBUSY);
	CHECK(pthread_spin_unlock(&spin) == 0);
	CHECK(pthread_spin_destroy(&spin) == 0);
}

static void *
meet(void *arg)
{
	int i, r;

	for (i = 0; i < 200; i++) {
		r = pthread_barrier_wait(barrier);
		if (r == PTHREAD_BARRIER_SERIAL_THREAD)
			__atomic_fetch_add(&serial, 1, __ATOMIC_RELAXED);
		else
			CHECK(r == 0);
		/* Nobody is more than a round ahead. */
		CHECK_AT(__atomic_load_n(&serial, __ATOMIC_RELAXED) <=
		    i + 1, serial, i);
	}
	return (arg);
}

static void *
meet_once(void *arg)
{
	void *page;

	page = barrier;
	if (pthread_barrier_wait(barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
		/* The others may not have left: destroy waits for them. */
		CHECK(pthread_barrier_destroy(page) == 0);
		CHECK(munmap((char *)page - PAGE, 3 * PAGE) == 0);
	}
	return (arg);
}

static void
check_barrier(void)
{
	pthread_barrier_t b;
	pthread_t t[4];
	int i, round;

	CHECK(pthread_barrier_init(&b, NULL, 0) == EINVAL);
	CHECK(pthread_barrier_init(&b, NULL, 4) == 0);
	barrier = &b;
	for (i = 0; i < 4; i++)
		CHECK(pthread_create(&t[i], NULL, meet, NULL) == 0);
	for (i = 0; i < 4; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	CHECK_AT(serial == 200, serial, 0);
	CHECK(pthread_barrier_destroy(&b) == 0);
	for (round = 0; round < 100; round++) {
		barrier = (void *)test_guarded_pages(1);
		CHECK(pthread_barrier_init(barrier, NULL, 4) == 0);
		for (i = 0; i < 4; i++)
			CHECK(pthread_create(&t[i], NULL, meet_once, NULL) ==
			    0);
		for (i = 0; i < 4; i++)
			CHECK(pthread_join(t[i], NULL) == 0);
	}
}

static mtx_t mtx;
static cnd_t cnd;
static tss_t tss;
static int ready, dtor_calls;

static void
tss_dtor(void *value)
{
	CHECK(value == &ready);
	dtor_calls++;
}

static int
c11_thread(void *arg)
{
	CHECK(tss_set(tss, arg) == thrd_success && tss_get(tss) == arg);
	CHECK(mtx_lock(&mtx) == thrd_success);
	CHECK(mtx_trylock(&mtx) == thrd_success);	/* recursive */
	CHECK(mtx_unlock(&mtx) == thrd_success);
	ready = 1;
	CHECK(cnd_signal(&cnd) == thrd_success);
	CHECK(mtx_unlock(&mtx) == thrd_success);
	thrd_exit(-42);
}

static int
c11_busy(void *arg)
{
	(void)arg;
	CHECK(mtx_trylock(&mtx) == thrd_busy);
	return (7);
}

static void
check_c11(void)
{
	struct timespec ts = { 0, 1000000 }, past = { 1, 0 };
	thrd_t t;
	int result;

	CHECK(mtx_init(&mtx, 99) == thrd_error);
	CHECK(mtx_init(&mtx, mtx_recursive | mtx_timed) == thrd_success);
	CHECK(cnd_init(&cnd) == thrd_success);
	CHECK(tss_create(&tss, tss_dtor) == thrd_success);
	CHECK(mtx_lock(&mtx) == thrd_success);
	CHECK(thrd_create(&t, c11_thread, &ready) == thrd_success);
	while (!ready)
		CHECK(cnd_wait(&cnd, &mtx) == thrd_success);
	CHECK(thrd_join(t, &result) == thrd_success && result == -42);
	CHECK(dtor_calls == 1);
	CHECK(cnd_timedwait(&cnd, &mtx, &past) == thrd_timedout);
	CHECK(thrd_create(&t, c11_busy, NULL) == thrd_success);
	CHECK(thrd_join(t, &result) == thrd_success && result == 7);
	CHECK(mtx_unlock(&mtx) == thrd_success);
	CHECK(thrd_sleep(&ts, NULL) == 0);
	CHECK(thrd_equal(thrd_current(), thrd_current()));
	tss_delete(tss);
	cnd_destroy(&cnd);
	mtx_destroy(&mtx);
}

int
main(void)
{
	check_sem();
	check_barrier();
	check_c11();
	return (test_failures != 0);
}
