/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Futex operations and the internal lock that is made of them.
 */

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>

#include "pthread_private.h"

int
__futex_wait(const void *word, int value, int pshared, clockid_t clock,
    const struct timespec *abs)
{
	long r;
	int op;

	if (abs != NULL && (abs->tv_nsec < 0 || abs->tv_nsec >= 1000000000))
		return (EINVAL);
	/* The kernel refuses times before the epoch: they have passed. */
	if (abs != NULL && abs->tv_sec < 0)
		return (ETIMEDOUT);
	/* WAIT_BITSET, unlike WAIT, takes an absolute time. */
	op = FUTEX_WAIT_BITSET;
	if (!pshared)
		op |= FUTEX_PRIVATE_FLAG;
	if (clock == CLOCK_REALTIME)
		op |= FUTEX_CLOCK_REALTIME;
	r = __syscall6(__NR_futex, (long)word, op, value, (long)abs, 0,
	    FUTEX_BITSET_MATCH_ANY);
	return ((int)-r);
}

int
__futex_wake(const void *word, int n, int pshared)
{
	long r;
	int op;

	op = FUTEX_WAKE;
	if (!pshared)
		op |= FUTEX_PRIVATE_FLAG;
	r = __syscall3(__NR_futex, (long)word, op, n);
	return (r < 0 ? 0 : (int)r);
}

/*
 * 0 free, 1 held, 2 held and somebody may wait.  With one thread there is
 * nobody to exclude, but the word is kept all the same: that thread may
 * start others while it holds the lock.
 */
void
__libc_lock(int *lock)
{
	int c;

	if (!__isthreaded) {
		*lock = 1;
		return;
	}
	c = 0;
	if (__atomic_compare_exchange_n(lock, &c, 1, 0, __ATOMIC_ACQUIRE,
	    __ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE) != 0)
		(void)__futex_wait(lock, 2, 0, CLOCK_MONOTONIC, NULL);
}

void
__libc_unlock(int *lock)
{
	if (!__isthreaded) {
		*lock = 0;
		return;
	}
	if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2)
		(void)__futex_wake(lock, 1, 0);
}
