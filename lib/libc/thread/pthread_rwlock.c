/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Read-write locks: POSIX.
 *
 * __state counts the readers, or is WRITER; SLEEPERS is set by those who
 * wait for it to change.  The unlock that makes it free clears SLEEPERS and
 * wakes them all to try again.  Readers are let in while a writer waits: a
 * thread may take a read lock that it already has.
 */

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "pthread_private.h"

#define	WRITER		0x80000000U
#define	SLEEPERS	0x40000000U
#define	READERS		0x3fffffffU	/* mask of the count, its greatest */

static int
try_lock(pthread_rwlock_t *l, int write)
{
	unsigned int s, new;

	s = __atomic_load_n(&l->__state, __ATOMIC_RELAXED);
	do {
		if ((s & WRITER) != 0)
			return (EBUSY);
		if (write && (s & READERS) != 0)
			return (EBUSY);
		if (!write && (s & READERS) == READERS)
			return (EAGAIN);
		new = write ? s | WRITER : s + 1;
	} while (!__atomic_compare_exchange_n(&l->__state, &s, new, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	return (0);
}

static int
lock(pthread_rwlock_t *l, int write, const struct timespec *abs)
{
	unsigned int s;
	int r;

	while ((r = try_lock(l, write)) == EBUSY) {
		s = __atomic_load_n(&l->__state, __ATOMIC_RELAXED);
		if ((s & WRITER) == 0 && (!write || (s & READERS) == 0))
			continue;
		if ((s & SLEEPERS) == 0 &&
		    !__atomic_compare_exchange_n(&l->__state, &s,
		    s | SLEEPERS, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			continue;
		r = __futex_wait(&l->__state, (int)(s | SLEEPERS),
		    l->__pshared, CLOCK_REALTIME, abs);
		if (r == ETIMEDOUT || r == EINVAL)
			return (r);
	}
	return (r);
}

__weak int
pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return (lock(l, 0, NULL));
}

__weak int
pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict l,
    const struct timespec *restrict abs)
{
	return (lock(l, 0, abs));
}

__weak int
pthread_rwlock_tryrdlock(pthread_rwlock_t *l)
{
	return (try_lock(l, 0));
}

__weak int
pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return (lock(l, 1, NULL));
}

__weak int
pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict l,
    const struct timespec *restrict abs)
{
	return (lock(l, 1, abs));
}

__weak int
pthread_rwlock_trywrlock(pthread_rwlock_t *l)
{
	return (try_lock(l, 1));
}

__weak int
pthread_rwlock_unlock(pthread_rwlock_t *l)
{
	unsigned int s, new;
	int pshared;

	pshared = l->__pshared;
	s = __atomic_load_n(&l->__state, __ATOMIC_RELAXED);
	do {
		if ((s & (WRITER | READERS)) == 0)
			return (EPERM);
		new = (s & WRITER) != 0 || (s & READERS) == 1 ? 0 : s - 1;
	} while (!__atomic_compare_exchange_n(&l->__state, &s, new, 0,
	    __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (new == 0 && (s & SLEEPERS) != 0)
		(void)__futex_wake(&l->__state, INT_MAX, pshared);
	return (0);
}

__weak int
pthread_rwlock_init(pthread_rwlock_t *restrict l,
    const pthread_rwlockattr_t *restrict attr)
{
	(void)memset(l, 0, sizeof(*l));
	if (attr != NULL)
		l->__pshared = attr->__pshared;
	return (0);
}

__weak int
pthread_rwlock_destroy(pthread_rwlock_t *l)
{
	return (__atomic_load_n(&l->__state, __ATOMIC_RELAXED) != 0 ? EBUSY :
	    0);
}
