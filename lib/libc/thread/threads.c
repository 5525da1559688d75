/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Threads of ISO C 7.26, by those of POSIX.
 */

#include <errno.h>
#include <threads.h>

#include "pthread_create.h"

static int
to_thrd(int error)
{
	switch (error) {
	case 0:
		return (thrd_success);
	case EBUSY:
		return (thrd_busy);
	case ETIMEDOUT:
		return (thrd_timedout);
	case ENOMEM:
		return (thrd_nomem);
	default:
		return (thrd_error);
	}
}

__weak int
thrd_create(thrd_t *thread, thrd_start_t start, void *arg)
{
	/* EAGAIN: of memory or of thread ids there was not enough. */
	return (__thread_create(thread, NULL, NULL, start, arg) == 0 ?
	    thrd_success : thrd_nomem);
}

__weak void
thrd_exit(int result)
{
	__pthread_exit((void *)(intptr_t)result);
}

__weak int
thrd_join(thrd_t thread, int *result)
{
	void *value;
	int r;

	r = __pthread_join(thread, &value);
	if (r == 0 && result != NULL)
		*result = (int)(intptr_t)value;
	return (to_thrd(r));
}

__weak int
thrd_detach(thrd_t thread)
{
	return (to_thrd(__pthread_detach(thread)));
}

/* -1 when a signal cut it short, less for another error. */
__weak int
thrd_sleep(const struct timespec *duration, struct timespec *left)
{
	int r;

	r = __clock_nanosleep(CLOCK_REALTIME, 0, duration, left);
	return (r == 0 ? 0 : r == EINTR ? -1 : -2);
}

__weak void
thrd_yield(void)
{
	(void)__sys_sched_yield();
}

__weak int
mtx_init(mtx_t *m, int type)
{
	pthread_mutexattr_t attr;

	if ((type & ~(mtx_recursive | mtx_timed)) != 0)
		return (thrd_error);
	(void)__pthread_mutexattr_init(&attr);
	if ((type & mtx_recursive) != 0)
		(void)__pthread_mutexattr_settype(&attr,
		    PTHREAD_MUTEX_RECURSIVE);
	return (to_thrd(__pthread_mutex_init(m, &attr)));
}

__weak void
mtx_destroy(mtx_t *m)
{
	(void)__pthread_mutex_destroy(m);
}

__weak int
mtx_lock(mtx_t *m)
{
	return (to_thrd(__pthread_mutex_lock(m)));
}

__weak int
mtx_timedlock(mtx_t *restrict m, const struct timespec *restrict abs)
{
	return (to_thrd(__pthread_mutex_timedlock(m, abs)));
}

__weak int
mtx_trylock(mtx_t *m)
{
	return (to_thrd(__pthread_mutex_trylock(m)));
}

__weak int
mtx_unlock(mtx_t *m)
{
	return (to_thrd(__pthread_mutex_unlock(m)));
}

__weak int
cnd_init(cnd_t *c)
{
	return (to_thrd(__pthread_cond_init(c, NULL)));
}

__weak void
cnd_destroy(cnd_t *c)
{
	(void)__pthread_cond_destroy(c);
}

__weak int
cnd_signal(cnd_t *c)
{
	return (to_thrd(__pthread_cond_signal(c)));
}

__weak int
cnd_broadcast(cnd_t *c)
{
	return (to_thrd(__pthread_cond_broadcast(c)));
}

__weak int
cnd_wait(cnd_t *c, mtx_t *m)
{
	return (to_thrd(__pthread_cond_wait(c, m)));
}

__weak int
cnd_timedwait(cnd_t *restrict c, mtx_t *restrict m,
    const struct timespec *restrict abs)
{
	return (to_thrd(__pthread_cond_timedwait(c, m, abs)));
}

__weak int
tss_create(tss_t *key, tss_dtor_t dtor)
{
	return (to_thrd(__pthread_key_create(key, dtor)));
}

__weak void
tss_delete(tss_t key)
{
	(void)__pthread_key_delete(key);
}

__weak void *
tss_get(tss_t key)
{
	return (__pthread_getspecific(key));
}

__weak int
tss_set(tss_t key, void *value)
{
	return (to_thrd(__pthread_setspecific(key, value)));
}
