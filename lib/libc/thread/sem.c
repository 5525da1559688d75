/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Unnamed semaphores: POSIX.
 *
 * Value and number of waiters are one 64-bit word, so that a post learns in
 * the same step whether somebody has to be woken, and touches the semaphore
 * no more after that step: a thread that got through may destroy it.
 * Waiters sleep on the half that is the value.
 */

#include <errno.h>
#include <semaphore.h>

#include "pthread_private.h"

#define	ONE_WAITER	(1UL << 32)
#define	VALUE(data)	((unsigned int)(data))
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define	VALUE_WORD(sem)	((const void *)&(sem)->__data)
#else
#define	VALUE_WORD(sem)	((const void *)((char *)&(sem)->__data + 4))
#endif

__weak int
sem_init(sem_t *sem, int pshared, unsigned int value)
{
	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return (-1);
	}
	sem->__data = value;
	sem->__pshared = pshared != 0;
	return (0);
}

__weak int
sem_destroy(sem_t *sem)
{
	(void)sem;
	return (0);
}

__weak int
sem_getvalue(sem_t *restrict sem, int *restrict value)
{
	*value = (int)VALUE(__atomic_load_n(&sem->__data, __ATOMIC_RELAXED));
	return (0);
}

__weak int
sem_post(sem_t *sem)
{
	unsigned long d;
	int pshared;

	pshared = sem->__pshared;
	d = __atomic_load_n(&sem->__data, __ATOMIC_RELAXED);
	do {
		if (VALUE(d) == SEM_VALUE_MAX) {
			errno = EOVERFLOW;
			return (-1);
		}
	} while (!__atomic_compare_exchange_n(&sem->__data, &d, d + 1, 0,
	    __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (d >= ONE_WAITER)
		(void)__futex_wake(VALUE_WORD(sem), 1, pshared);
	return (0);
}

/* Take 1, and with it one waiter off the books. */
static int
take(sem_t *sem, unsigned long waiter)
{
	unsigned long d;

	d = __atomic_load_n(&sem->__data, __ATOMIC_RELAXED);
	do
		if (VALUE(d) == 0)
			return (0);
	while (!__atomic_compare_exchange_n(&sem->__data, &d, d - 1 - waiter,
	    0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	return (1);
}

__weak int
sem_trywait(sem_t *sem)
{
	if (take(sem, 0))
		return (0);
	errno = EAGAIN;
	return (-1);
}

static int
wait_until(sem_t *sem, clockid_t clock, const struct timespec *abs)
{
	int r;

	if (take(sem, 0))
		return (0);
	(void)__atomic_fetch_add(&sem->__data, ONE_WAITER, __ATOMIC_RELAXED);
	while (!take(sem, ONE_WAITER)) {
		r = __futex_wait(VALUE_WORD(sem), 0, sem->__pshared, clock,
		    abs);
		if (r == 0 || r == EAGAIN)
			continue;
		(void)__atomic_fetch_sub(&sem->__data, ONE_WAITER,
		    __ATOMIC_RELAXED);
		errno = r;
		return (-1);
	}
	return (0);
}

__weak int
sem_clockwait(sem_t *restrict sem, clockid_t clock,
    const struct timespec *restrict abs)
{
	return (wait_until(sem, clock, abs));
}

__weak int
sem_timedwait(sem_t *restrict sem, const struct timespec *restrict abs)
{
	return (wait_until(sem, CLOCK_REALTIME, abs));
}

__weak int
sem_wait(sem_t *sem)
{
	return (wait_until(sem, CLOCK_REALTIME, NULL));
}
