/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Attributes of mutexes, conditions, rwlocks and barriers: POSIX.
 */

#include <errno.h>

#include "pthread_private.h"

static int
set_pshared(int *where, int value)
{
	if (value != PTHREAD_PROCESS_PRIVATE &&
	    value != PTHREAD_PROCESS_SHARED)
		return (EINVAL);
	*where = value;
	return (0);
}

int
__pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	attr->__type = PTHREAD_MUTEX_DEFAULT;
	attr->__pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}
__weak_reference(__pthread_mutexattr_init, pthread_mutexattr_init);

__weak int
pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	attr->__type = -1;
	return (0);
}

__weak int
pthread_mutexattr_gettype(const pthread_mutexattr_t *restrict attr,
    int *restrict type)
{
	*type = attr->__type;
	return (0);
}

int
__pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type)
{
	if (type != PTHREAD_MUTEX_NORMAL && type != PTHREAD_MUTEX_RECURSIVE &&
	    type != PTHREAD_MUTEX_ERRORCHECK)
		return (EINVAL);
	attr->__type = type;
	return (0);
}
__weak_reference(__pthread_mutexattr_settype, pthread_mutexattr_settype);

__weak int
pthread_mutexattr_getpshared(const pthread_mutexattr_t *restrict attr,
    int *restrict value)
{
	*value = attr->__pshared;
	return (0);
}

__weak int
pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int value)
{
	return (set_pshared(&attr->__pshared, value));
}

__weak int
pthread_condattr_init(pthread_condattr_t *attr)
{
	attr->__clock = CLOCK_REALTIME;
	attr->__pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

__weak int
pthread_condattr_destroy(pthread_condattr_t *attr)
{
	attr->__clock = -1;
	return (0);
}

__weak int
pthread_condattr_getclock(const pthread_condattr_t *restrict attr,
    clockid_t *restrict clock)
{
	*clock = attr->__clock;
	return (0);
}

/* A clock of CPU time will not do: POSIX. */
__weak int
pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return (EINVAL);
	attr->__clock = clock;
	return (0);
}

__weak int
pthread_condattr_getpshared(const pthread_condattr_t *restrict attr,
    int *restrict value)
{
	*value = attr->__pshared;
	return (0);
}

__weak int
pthread_condattr_setpshared(pthread_condattr_t *attr, int value)
{
	return (set_pshared(&attr->__pshared, value));
}

__weak int
pthread_rwlockattr_init(pthread_rwlockattr_t *attr)
{
	attr->__pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

__weak int
pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr)
{
	attr->__pshared = -1;
	return (0);
}

__weak int
pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *restrict attr,
    int *restrict value)
{
	*value = attr->__pshared;
	return (0);
}

__weak int
pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int value)
{
	return (set_pshared(&attr->__pshared, value));
}

__weak int
pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	attr->__pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

__weak int
pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	attr->__pshared = -1;
	return (0);
}

__weak int
pthread_barrierattr_getpshared(const pthread_barrierattr_t *restrict attr,
    int *restrict value)
{
	*value = attr->__pshared;
	return (0);
}

__weak int
pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int value)
{
	return (set_pshared(&attr->__pshared, value));
}
