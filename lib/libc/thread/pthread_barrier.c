/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Barriers: POSIX.
 *
 * The last thread of a round changes __round and wakes the others, who sleep
 * on it.  They may still look at it after the last one has gone on and
 * destroys the barrier: __leaving counts them, and destroy waits for 0.
 */

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "pthread_private.h"

__weak int
pthread_barrier_init(pthread_barrier_t *restrict b,
    const pthread_barrierattr_t *restrict attr, unsigned int count)
{
	if (count == 0 || count > INT_MAX)
		return (EINVAL);
	(void)memset(b, 0, sizeof(*b));
	b->__count = count;
	if (attr != NULL)
		b->__pshared = attr->__pshared;
	return (0);
}

static void
barrier_lock(pthread_barrier_t *b)
{
	while (__atomic_exchange_n(&b->__lock, 1, __ATOMIC_ACQUIRE) != 0)
		(void)__sys_sched_yield();
}

static void
barrier_unlock(pthread_barrier_t *b)
{
	__atomic_store_n(&b->__lock, 0, __ATOMIC_RELEASE);
}

__weak int
pthread_barrier_wait(pthread_barrier_t *b)
{
	unsigned int round;
	int pshared;

	pshared = b->__pshared;
	barrier_lock(b);
	round = b->__round;
	if (++b->__arrived == b->__count) {
		b->__arrived = 0;
		(void)__atomic_fetch_add(&b->__leaving, b->__count - 1,
		    __ATOMIC_RELAXED);
		__atomic_store_n(&b->__round, round + 1, __ATOMIC_RELEASE);
		barrier_unlock(b);
		if (b->__count > 1)
			(void)__futex_wake(&b->__round, INT_MAX, pshared);
		return (PTHREAD_BARRIER_SERIAL_THREAD);
	}
	barrier_unlock(b);
	while (__atomic_load_n(&b->__round, __ATOMIC_ACQUIRE) == round)
		(void)__futex_wait(&b->__round, (int)round, pshared,
		    CLOCK_MONOTONIC, NULL);
	if (__atomic_fetch_sub(&b->__leaving, 1, __ATOMIC_ACQ_REL) == 1)
		(void)__futex_wake(&b->__leaving, INT_MAX, pshared);
	return (0);
}

__weak int
pthread_barrier_destroy(pthread_barrier_t *b)
{
	unsigned int n;

	if (b->__arrived != 0)
		return (EBUSY);
	while ((n = __atomic_load_n(&b->__leaving, __ATOMIC_ACQUIRE)) != 0)
		(void)__futex_wait(&b->__leaving, (int)n, b->__pshared,
		    CLOCK_MONOTONIC, NULL);
	return (0);
}
