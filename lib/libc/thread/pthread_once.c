/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * pthread_once (POSIX), call_once (ISO C 7.26.2.1).
 */

#include <limits.h>
#include <threads.h>

#include "pthread_private.h"

#define	RUNNING	1
#define	DONE	2
#define	AWAITED	3	/* running, and threads sleep */

int
__pthread_once(pthread_once_t *once, void (*func)(void))
{
	int c;

	for (;;) {
		c = __atomic_load_n(once, __ATOMIC_ACQUIRE);
		if (c == DONE)
			return (0);
		if (c == PTHREAD_ONCE_INIT) {
			if (!__atomic_compare_exchange_n(once, &c, RUNNING, 0,
			    __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
				continue;
			func();
			c = __atomic_exchange_n(once, DONE, __ATOMIC_ACQ_REL);
			if (c == AWAITED)
				(void)__futex_wake(once, INT_MAX, 0);
			return (0);
		}
		if (c == RUNNING && !__atomic_compare_exchange_n(once, &c,
		    AWAITED, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			continue;
		(void)__futex_wait(once, AWAITED, 0, CLOCK_MONOTONIC, NULL);
	}
}
__weak_reference(__pthread_once, pthread_once);

__weak void
call_once(once_flag *flag, void (*func)(void))
{
	(void)__pthread_once(flag, func);
}
