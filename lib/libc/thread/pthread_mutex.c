/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Mutexes: POSIX; normal, recursive and error-checking ones.
 *
 * The lock word is 0 when free, 1 when held, 2 when held and some thread may
 * sleep on it: then unlock has to wake one.  Whoever has slept takes the
 * lock as 2, for there may be other sleepers.
 *
 * While there is one thread the word is kept without atomic instructions,
 * which are most of the cost.  Other processes are other threads.
 */

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "cpu_pause.h"
#include "pthread_private.h"

#define	SPINS	100	/* tries before sleep: about a short critical section */

/*
 * Names the calling thread in __owner.  Within a process the control block
 * does, and is the same in the child of a fork; between processes only the
 * thread's id is unique.
 */
static unsigned long
self_id(const pthread_mutex_t *m)
{
	struct pthread *self;

	self = __thread_self();
	if (m->__pshared)
		return ((unsigned long)self->tid);
	return ((unsigned long)self);
}

static int
alone(const pthread_mutex_t *m)
{
	return (!__isthreaded && !m->__pshared);
}

static int
word_trylock(pthread_mutex_t *m)
{
	int c;

	if (alone(m)) {
		if (m->__lock != 0)
			return (0);
		m->__lock = 1;
		return (1);
	}
	c = 0;
	return (__atomic_compare_exchange_n(&m->__lock, &c, 1, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
}

static int
lock_slow(pthread_mutex_t *m, clockid_t clock,
    const struct timespec *abs)
{
	int i, r;

	for (i = 0; i < SPINS; i++) {
		if (__atomic_load_n(&m->__lock, __ATOMIC_RELAXED) == 0 &&
		    word_trylock(m))
			return (0);
		if (__atomic_load_n(&m->__lock, __ATOMIC_RELAXED) == 2)
			break;
		cpu_pause();
	}
	while (__atomic_exchange_n(&m->__lock, 2, __ATOMIC_ACQUIRE) != 0) {
		r = __futex_wait(&m->__lock, 2, m->__pshared, clock, abs);
		if (r == ETIMEDOUT || r == EINVAL)
			return (r);
	}
	return (0);
}

/*
 * The lock is wanted by a thread that may have it.  Returns -1 if it does
 * not, else what the call is to return.
 */
static int
relock(pthread_mutex_t *m, int busy)
{
	if (m->__type == PTHREAD_MUTEX_NORMAL ||
	    __atomic_load_n(&m->__owner, __ATOMIC_RELAXED) != self_id(m))
		return (-1);
	if (m->__type == PTHREAD_MUTEX_ERRORCHECK)
		return (busy);
	if (m->__depth == UINT_MAX)
		return (EAGAIN);
	m->__depth++;
	return (0);
}

static void
set_owner(pthread_mutex_t *m)
{
	if (m->__type != PTHREAD_MUTEX_NORMAL)
		__atomic_store_n(&m->__owner, self_id(m), __ATOMIC_RELAXED);
}

static inline int
lock(pthread_mutex_t *m, clockid_t clock, const struct timespec *abs)
{
	int r;

	if (!word_trylock(m)) {
		r = relock(m, EDEADLK);
		if (r >= 0)
			return (r);
		r = lock_slow(m, clock, abs);
		if (r != 0)
			return (r);
	}
	set_owner(m);
	return (0);
}

__weak int
pthread_mutex_clocklock(pthread_mutex_t *restrict m, clockid_t clock,
    const struct timespec *restrict abs)
{
	return (lock(m, clock, abs));
}

int
__pthread_mutex_lock(pthread_mutex_t *m)
{
	return (lock(m, CLOCK_MONOTONIC, NULL));
}
__weak_reference(__pthread_mutex_lock, pthread_mutex_lock);

int
__pthread_mutex_timedlock(pthread_mutex_t *restrict m,
    const struct timespec *restrict abs)
{
	return (lock(m, CLOCK_REALTIME, abs));
}
__weak_reference(__pthread_mutex_timedlock, pthread_mutex_timedlock);

int
__pthread_mutex_trylock(pthread_mutex_t *m)
{
	int r;

	if (!word_trylock(m)) {
		r = relock(m, EBUSY);
		return (r >= 0 ? r : EBUSY);
	}
	set_owner(m);
	return (0);
}
__weak_reference(__pthread_mutex_trylock, pthread_mutex_trylock);

int
__pthread_mutex_unlock(pthread_mutex_t *m)
{
	int pshared;

	if (m->__type != PTHREAD_MUTEX_NORMAL) {
		if (__atomic_load_n(&m->__owner, __ATOMIC_RELAXED) !=
		    self_id(m))
			return (EPERM);
		if (m->__depth > 0) {
			m->__depth--;
			return (0);
		}
		__atomic_store_n(&m->__owner, 0, __ATOMIC_RELAXED);
	}
	if (alone(m) && m->__lock == 1) {
		m->__lock = 0;
		return (0);
	}
	/* Once it is free, another thread may destroy it: read before. */
	pshared = m->__pshared;
	if (__atomic_exchange_n(&m->__lock, 0, __ATOMIC_RELEASE) == 2)
		(void)__futex_wake(&m->__lock, 1, pshared);
	return (0);
}
__weak_reference(__pthread_mutex_unlock, pthread_mutex_unlock);

int
__pthread_mutex_init(pthread_mutex_t *restrict m,
    const pthread_mutexattr_t *restrict attr)
{
	(void)memset(m, 0, sizeof(*m));
	if (attr != NULL) {
		m->__type = attr->__type;
		m->__pshared = attr->__pshared;
	}
	return (0);
}
__weak_reference(__pthread_mutex_init, pthread_mutex_init);

int
__pthread_mutex_destroy(pthread_mutex_t *m)
{
	return (__atomic_load_n(&m->__lock, __ATOMIC_RELAXED) != 0 ? EBUSY :
	    0);
}
__weak_reference(__pthread_mutex_destroy, pthread_mutex_destroy);
