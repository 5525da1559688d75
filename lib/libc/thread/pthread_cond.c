/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Condition variables: POSIX.
 *
 * Waiters sleep on __seq, which every wake-up changes: one who is between
 * its look at __seq and its sleep does not fall asleep.  __waiters lets a
 * signal to nobody be cheap.  A waiter adds 1, wake-ups take away; nobody
 * who has been woken touches the condition again, so that it may be
 * destroyed right after a broadcast.  A waiter that times out is not taken
 * away, nor one of two that leave for one wake-up: __waiters is at least
 * the number of sleepers, never less, and later signals bring it down.
 */

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "pthread_private.h"

int
__pthread_cond_clockwait(pthread_cond_t *restrict c,
    pthread_mutex_t *restrict m, clockid_t clock,
    const struct timespec *restrict abs)
{
	unsigned int seq;
	int pshared, r, r2;

	if (abs != NULL && (abs->tv_nsec < 0 || abs->tv_nsec >= 1000000000))
		return (EINVAL);
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return (EINVAL);
	pshared = c->__pshared;
	(void)__atomic_fetch_add(&c->__waiters, 1, __ATOMIC_SEQ_CST);
	seq = __atomic_load_n(&c->__seq, __ATOMIC_SEQ_CST);
	r = __pthread_mutex_unlock(m);
	if (r != 0) {
		(void)__atomic_fetch_sub(&c->__waiters, 1, __ATOMIC_SEQ_CST);
		return (r);
	}
	do
		r = __futex_wait(&c->__seq, (int)seq, pshared, clock, abs);
	while (r == EINTR);
	r2 = __pthread_mutex_lock(m);
	return (r2 != 0 ? r2 : r == ETIMEDOUT ? ETIMEDOUT : 0);
}
__weak_reference(__pthread_cond_clockwait, pthread_cond_clockwait);

int
__pthread_cond_timedwait(pthread_cond_t *restrict c,
    pthread_mutex_t *restrict m, const struct timespec *restrict abs)
{
	return (__pthread_cond_clockwait(c, m, c->__clock, abs));
}
__weak_reference(__pthread_cond_timedwait, pthread_cond_timedwait);

int
__pthread_cond_wait(pthread_cond_t *restrict c, pthread_mutex_t *restrict m)
{
	return (__pthread_cond_clockwait(c, m, CLOCK_MONOTONIC, NULL));
}
__weak_reference(__pthread_cond_wait, pthread_cond_wait);

int
__pthread_cond_signal(pthread_cond_t *c)
{
	unsigned int n;
	int pshared;

	pshared = c->__pshared;
	n = __atomic_load_n(&c->__waiters, __ATOMIC_SEQ_CST);
	do
		if (n == 0)
			return (0);
	while (!__atomic_compare_exchange_n(&c->__waiters, &n, n - 1, 0,
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	(void)__atomic_fetch_add(&c->__seq, 1, __ATOMIC_SEQ_CST);
	(void)__futex_wake(&c->__seq, 1, pshared);
	return (0);
}
__weak_reference(__pthread_cond_signal, pthread_cond_signal);

int
__pthread_cond_broadcast(pthread_cond_t *c)
{
	int pshared;

	pshared = c->__pshared;
	if (__atomic_load_n(&c->__waiters, __ATOMIC_SEQ_CST) == 0)
		return (0);
	(void)__atomic_exchange_n(&c->__waiters, 0, __ATOMIC_SEQ_CST);
	(void)__atomic_fetch_add(&c->__seq, 1, __ATOMIC_SEQ_CST);
	(void)__futex_wake(&c->__seq, INT_MAX, pshared);
	return (0);
}
__weak_reference(__pthread_cond_broadcast, pthread_cond_broadcast);

int
__pthread_cond_init(pthread_cond_t *restrict c,
    const pthread_condattr_t *restrict attr)
{
	(void)memset(c, 0, sizeof(*c));
	if (attr != NULL) {
		c->__clock = attr->__clock;
		c->__pshared = attr->__pshared;
	}
	return (0);
}
__weak_reference(__pthread_cond_init, pthread_cond_init);

int
__pthread_cond_destroy(pthread_cond_t *c)
{
	(void)c;
	return (0);
}
__weak_reference(__pthread_cond_destroy, pthread_cond_destroy);
