/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Attributes of threads: POSIX.
 */

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#include "start_private.h"
#include "pthread_private.h"

int
__pthread_attr_init(pthread_attr_t *attr)
{
	(void)memset(attr, 0, sizeof(*attr));
	attr->__stacksize = THREAD_STACK_DEFAULT;
	attr->__guardsize = THREAD_GUARD_DEFAULT;
	return (0);
}
__weak_reference(__pthread_attr_init, pthread_attr_init);

__weak int
pthread_attr_destroy(pthread_attr_t *attr)
{
	(void)memset(attr, 0, sizeof(*attr));
	return (0);
}

__weak int
pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state)
{
	*state = attr->__detached;
	return (0);
}

__weak int
pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE &&
	    state != PTHREAD_CREATE_DETACHED)
		return (EINVAL);
	attr->__detached = state;
	return (0);
}

__weak int
pthread_attr_getguardsize(const pthread_attr_t *restrict attr,
    size_t *restrict size)
{
	*size = attr->__guardsize;
	return (0);
}

__weak int
pthread_attr_setguardsize(pthread_attr_t *attr, size_t size)
{
	if (size > PTRDIFF_MAX)
		return (EINVAL);
	attr->__guardsize = size;
	return (0);
}

__weak int
pthread_attr_getstacksize(const pthread_attr_t *restrict attr,
    size_t *restrict size)
{
	*size = attr->__stacksize;
	return (0);
}

__weak int
pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	if (size < PTHREAD_STACK_MIN || size > PTRDIFF_MAX)
		return (EINVAL);
	attr->__stacksize = size;
	return (0);
}

__weak int
pthread_attr_getstack(const pthread_attr_t *restrict attr,
    void **restrict addr, size_t *restrict size)
{
	*addr = attr->__stackaddr;
	*size = attr->__stacksize;
	return (0);
}

__weak int
pthread_attr_setstack(pthread_attr_t *attr, void *addr, size_t size)
{
	if (addr == NULL || size < PTHREAD_STACK_MIN || size > PTRDIFF_MAX)
		return (EINVAL);
	attr->__stackaddr = addr;
	attr->__stacksize = size;
	return (0);
}

/* There is one kind of scope: every thread is the kernel's. */

__weak int
pthread_attr_getscope(const pthread_attr_t *restrict attr,
    int *restrict scope)
{
	(void)attr;
	*scope = PTHREAD_SCOPE_SYSTEM;
	return (0);
}

__weak int
pthread_attr_setscope(pthread_attr_t *attr, int scope)
{
	(void)attr;
	return (scope == PTHREAD_SCOPE_SYSTEM ? 0 : ENOTSUP);
}

/*
 * What a running thread has.  The stack of the initial thread ends behind
 * the auxiliary vector and may grow down as far as its limit says.
 */
__weak int
pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
	struct rlimit rl;
	uintptr_t top, page;

	(void)__pthread_attr_init(attr);
	attr->__detached = __atomic_load_n(&thread->state,
	    __ATOMIC_RELAXED) == THREAD_DETACHED;
	attr->__guardsize = thread->guard_size;
	attr->__stackaddr = thread->stack;
	attr->__stacksize = thread->stack_size;
	if (thread->stack != NULL)
		return (0);
	page = __auxv_get(AT_PAGESZ, 4096);
	top = ((uintptr_t)__auxv + page) & ~(page - 1);
	if (__sys_prlimit(0, RLIMIT_STACK, NULL, &rl) != 0)
		return (EINVAL);
	if (rl.rlim_cur == RLIM_INFINITY || rl.rlim_cur > top / 2)
		rl.rlim_cur = (rlim_t)8 << 20;
	attr->__stacksize = rl.rlim_cur & ~(page - 1);
	attr->__stackaddr = (void *)(top - attr->__stacksize);
	return (0);
}
