/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * pthread_create, pthread_exit, pthread_join, pthread_detach: POSIX.
 *
 * A thread's memory is one mapping: guard, stack, TLS block, control block,
 * from low to high addresses.  With a stack of the caller's there is only
 * the TLS block and the control block.  enum thread_state says who unmaps.
 */

#include <errno.h>
#include <limits.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include "pthread_create.h"
#include "start_private.h"

#define	CLONE_FLAGS							\
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |		\
	CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |			\
	CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

#define	SIZE_LIMIT	((size_t)1 << 46)	/* more than a process has */

static size_t
round_up(size_t n, size_t align)
{
	return ((n + align - 1) & ~(align - 1));
}

/* Returns the control block of a new thread, or NULL. */
static struct pthread *
thread_alloc(const pthread_attr_t *attr)
{
	struct pthread *tp;
	size_t page, guard, stack, block, size;
	char *map;

	page = __auxv_get(AT_PAGESZ, 4096);
	guard = stack = 0;
	if (attr->__stackaddr == NULL) {
		if (attr->__stacksize > SIZE_LIMIT ||
		    attr->__guardsize > SIZE_LIMIT)
			return (NULL);
		stack = round_up(attr->__stacksize, page);
		guard = round_up(attr->__guardsize, page);
	}
	block = round_up(__tls_size + sizeof(*tp), __tls_align) + __tls_align;
	size = guard + stack + round_up(block, page);
	map = __sys_mmap(NULL, size,
	    guard != 0 ? PROT_NONE : PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (map == MAP_FAILED)
		return (NULL);
	if (guard != 0 && __sys_mprotect(map + guard, size - guard,
	    PROT_READ | PROT_WRITE) != 0) {
		(void)__sys_munmap(map, size);
		return (NULL);
	}
	tp = (struct pthread *)(((uintptr_t)map + size - sizeof(*tp)) &
	    ~(uintptr_t)(__tls_align - 1));
	tp->self = tp;
	tp->map = map;
	tp->map_size = size;
	tp->guard_size = guard;
	tp->stack = map + guard;
	tp->stack_size = (size_t)((char *)tp - __tls_size - (map + guard));
	if (attr->__stackaddr != NULL) {
		tp->stack = attr->__stackaddr;
		tp->stack_size = attr->__stacksize;
	}
	__tls_copy(tp);
	return (tp);
}

/* First code of a thread. */
static void
thread_start(void *arg)
{
	struct pthread *self;
	void *result;

	self = arg;
	__restore_signals(&self->start_mask);
	if (self->start_c11 != NULL)
		result = (void *)(intptr_t)self->start_c11(self->arg);
	else
		result = self->start(self->arg);
	__pthread_exit(result);
}

int
__thread_create(struct pthread **thread, const pthread_attr_t *attr,
    void *(*start)(void *), int (*start_c11)(void *), void *arg)
{
	pthread_attr_t defaults;
	struct pthread *tp;
	sigset_t mask;
	int r, saved_errno;

	if (attr == NULL) {
		(void)__pthread_attr_init(&defaults);
		attr = &defaults;
	}
	if (!__isthreaded) {
		if (_malloc_first_thread != NULL)
			_malloc_first_thread();
		__isthreaded = 1;
	}
	saved_errno = errno;
	tp = thread_alloc(attr);
	errno = saved_errno;
	if (tp == NULL)
		return (EAGAIN);
	tp->canary = __thread_self()->canary;
	tp->state = attr->__detached ? THREAD_DETACHED : THREAD_JOINABLE;
	tp->start = start;
	tp->start_c11 = start_c11;
	tp->arg = arg;

	/*
	 * The thread begins with all signals blocked, so that no handler
	 * runs in it before it is counted and its creator knows its name.
	 */
	__block_signals(&mask);
	tp->start_mask = mask;
	*thread = tp;
	(void)__atomic_fetch_add(&__thread_count, 1, __ATOMIC_RELAXED);
	r = __clone_thread(CLONE_FLAGS, (char *)tp->stack + tp->stack_size,
	    &tp->tid, tp, thread_start, tp);
	if (r < 0)
		(void)__atomic_fetch_sub(&__thread_count, 1,
		    __ATOMIC_RELAXED);
	__restore_signals(&mask);
	if (r < 0) {
		(void)__syscall2(__NR_munmap, (long)tp->map,
		    (long)tp->map_size);
		return (EAGAIN);
	}
	return (0);
}

__weak int
pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attr,
    void *(*start)(void *), void *restrict arg)
{
	return (__thread_create(thread, attr, start, NULL, arg));
}

void
__pthread_exit(void *result)
{
	struct pthread *self;
	sigset_t mask;
	int state;

	self = __thread_self();
	self->result = result;
	if (__thread_run_key_dtors != NULL)
		__thread_run_key_dtors();

	/* No handler may run on what is about to go away. */
	__block_signals(&mask);
	if (__atomic_fetch_sub(&__thread_count, 1, __ATOMIC_ACQ_REL) == 1) {
		/* The last thread: the program ends as if by exit(0). */
		__atomic_store_n(&__thread_count, 1, __ATOMIC_RELAXED);
		__restore_signals(&mask);
		exit(0);
	}
	if (_malloc_thread_cleanup != NULL)
		_malloc_thread_cleanup();
	__libc_lock(&self->kill_lock);
	self->gone = 1;
	__libc_unlock(&self->kill_lock);

	/* From EXITING on, another thread may wait for tid and unmap. */
	state = THREAD_JOINABLE;
	if (!__atomic_compare_exchange_n(&self->state, &state, THREAD_EXITING,
	    0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) && self->map_size != 0) {
		/* Detached: the kernel must not clear a tid that is gone. */
		(void)__syscall1(__NR_set_tid_address, 0);
		__unmap_exit(self->map, self->map_size);
	}
	for (;;)
		(void)__syscall1(__NR_exit, 0);
}
__weak_reference(__pthread_exit, pthread_exit);

/* Wait until the kernel has left the thread, then free its memory. */
static void
thread_reap(struct pthread *tp)
{
	int tid;

	while ((tid = __atomic_load_n(&tp->tid, __ATOMIC_ACQUIRE)) != 0)
		/* The kernel's wake-up at the end is of the shared kind. */
		(void)__futex_wait(&tp->tid, tid, 1, CLOCK_MONOTONIC, NULL);
	if (tp->map_size != 0)
		(void)__syscall2(__NR_munmap, (long)tp->map,
		    (long)tp->map_size);
}

int
__pthread_join(pthread_t thread, void **result)
{
	int tid;

	if (thread == __thread_self())
		return (EDEADLK);
	if (__atomic_load_n(&thread->state, __ATOMIC_ACQUIRE) ==
	    THREAD_DETACHED)
		return (EINVAL);
	while ((tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) != 0)
		(void)__futex_wait(&thread->tid, tid, 1, CLOCK_MONOTONIC,
		    NULL);
	if (result != NULL)
		*result = thread->result;
	thread_reap(thread);
	return (0);
}
__weak_reference(__pthread_join, pthread_join);

int
__pthread_detach(pthread_t thread)
{
	int state;

	state = THREAD_JOINABLE;
	if (__atomic_compare_exchange_n(&thread->state, &state,
	    THREAD_DETACHED, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return (0);
	if (state == THREAD_DETACHED)
		return (EINVAL);
	thread_reap(thread);
	return (0);
}
__weak_reference(__pthread_detach, pthread_detach);
