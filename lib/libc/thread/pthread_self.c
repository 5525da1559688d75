/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * pthread_self, pthread_equal, thrd_current, thrd_equal.
 */

#include <threads.h>

#include "pthread_private.h"

__weak pthread_t
pthread_self(void)
{
	return (__thread_self());
}

__weak int
pthread_equal(pthread_t a, pthread_t b)
{
	return (a == b);
}

__weak thrd_t
thrd_current(void)
{
	return (__thread_self());
}

__weak int
thrd_equal(thrd_t a, thrd_t b)
{
	return (a == b);
}
