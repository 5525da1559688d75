/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Spin locks: POSIX.
 */

#include <errno.h>

#include "cpu_pause.h"
#include "pthread_private.h"

#define	SPINS	1000	/* then let somebody else have the processor */

__weak int
pthread_spin_init(pthread_spinlock_t *l, int pshared)
{
	(void)pshared;		/* it works the same in shared memory */
	__atomic_store_n(l, 0, __ATOMIC_RELAXED);
	return (0);
}

__weak int
pthread_spin_destroy(pthread_spinlock_t *l)
{
	(void)l;
	return (0);
}

static inline int
taken(pthread_spinlock_t *l)
{
	return (__atomic_exchange_n(l, 1, __ATOMIC_ACQUIRE));
}

__weak int
pthread_spin_trylock(pthread_spinlock_t *l)
{
	return (taken(l) ? EBUSY : 0);
}

__weak int
pthread_spin_lock(pthread_spinlock_t *l)
{
	int i;

	for (i = 1; taken(l); i++) {
		if (i % SPINS == 0)
			(void)__sys_sched_yield();
		else
			cpu_pause();
	}
	return (0);
}

__weak int
pthread_spin_unlock(pthread_spinlock_t *l)
{
	__atomic_store_n(l, 0, __ATOMIC_RELEASE);
	return (0);
}
