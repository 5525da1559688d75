/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fork, _Fork, pthread_atfork: POSIX.
 */

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "env_private.h"
#include "exit_private.h"
#include "pthread_private.h"

#define	HANDLERS	16	/* in a block */

struct handler {
	void	(*prepare)(void);
	void	(*parent)(void);
	void	(*child)(void);
};

/* Grows at the end only, so that it can be walked without the lock. */
struct handler_block {
	struct handler_block	*prev;
	struct handler_block	*next;
	struct handler		handler[HANDLERS];
};

static struct handler_block first, *last = &first;
static size_t count;		/* of all handlers; the blocks are full */
static int handler_lock;

extern int __brk_lock __weak __hidden;
extern int __key_lock __weak __hidden;

/*
 * Locks of libc under which nothing else is locked or allocated: taken last,
 * so that the child finds what they protect in order.
 */
static int *
leaf_lock(int i)
{
	switch (i) {
	case 0:
		return (&handler_lock);
	case 1:
		return (&__env_lock);
	case 2:
		return (&__atexit_list == NULL ? NULL : &__atexit_list.lock);
	case 3:
		return (&__quick_exit_list == NULL ? NULL :
		    &__quick_exit_list.lock);
	case 4:
		return (&__key_lock);
	default:
		return (&__brk_lock);
	}
}

#define	LEAF_LOCKS	6

__weak int
pthread_atfork(void (*prepare)(void), void (*parent)(void),
    void (*child)(void))
{
	struct handler_block *spare;
	struct handler *h;

	spare = NULL;
	__libc_lock(&handler_lock);
	while (count > 0 && count % HANDLERS == 0 && last->next == NULL) {
		if (spare != NULL) {
			spare->prev = last;
			last->next = spare;
			spare = NULL;
			break;
		}
		__libc_unlock(&handler_lock);
		spare = calloc(1, sizeof(*spare));
		if (spare == NULL)
			return (ENOMEM);
		__libc_lock(&handler_lock);
	}
	if (count > 0 && count % HANDLERS == 0)
		last = last->next;
	h = &last->handler[count % HANDLERS];
	h->prepare = prepare;
	h->parent = parent;
	h->child = child;
	count++;
	__libc_unlock(&handler_lock);
	free(spare);
	return (0);
}

/* Last registered first; the block of handler n - 1 is b. */
static void
run_prepare(struct handler_block *b, size_t n)
{
	while (n > 0) {
		n--;
		if (b->handler[n % HANDLERS].prepare != NULL)
			b->handler[n % HANDLERS].prepare();
		if (n % HANDLERS == 0)
			b = b->prev;
	}
}

/* First registered first, and no more than were there before the fork. */
static void
run_after(size_t n, int in_child)
{
	struct handler_block *b;
	void (*func)(void);
	size_t i;

	b = &first;
	for (i = 0; i < n; i++) {
		if (i > 0 && i % HANDLERS == 0)
			b = b->next;
		func = in_child ? b->handler[i % HANDLERS].child :
		    b->handler[i % HANDLERS].parent;
		if (func != NULL)
			func();
	}
}

/*
 * The system call.  The child has one thread, the caller of this, under a
 * new id that the kernel writes to its control block.
 */
static pid_t
clone_process(void)
{
	struct pthread *self;
	long r;

	self = __thread_self();
	r = __syscall5(__NR_clone,
	    CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, 0, 0,
	    (long)&self->tid, 0);
	if (r == 0) {
		__thread_count = 1;
		__isthreaded = 0;
		self->kill_lock = 0;
	}
	return ((pid_t)r);
}

pid_t
_Fork(void)
{
	sigset_t mask;
	pid_t pid;

	__block_signals(&mask);
	pid = clone_process();
	__restore_signals(&mask);
	return ((pid_t)__syscall_ret(pid));
}

/* Back from the system call: the hooks, in the reverse order. */
static void
after_fork(int in_child)
{
	int i, *lock;

	for (i = LEAF_LOCKS; i-- > 0;) {
		lock = leaf_lock(i);
		if (lock == NULL)
			continue;
		if (in_child)
			*lock = 0;
		else
			__libc_unlock(lock);
	}
	if (in_child) {
		if (_malloc_postfork_child != NULL)
			_malloc_postfork_child();
		if (__stdio_postfork_child != NULL)
			__stdio_postfork_child();
	} else {
		if (_malloc_postfork != NULL)
			_malloc_postfork();
		if (__stdio_postfork != NULL)
			__stdio_postfork();
	}
}

/*
 * Handlers of the program first, outside of all locks of libc; then stdio,
 * the allocator and the leaf locks, with signals blocked: a handler that
 * allocates would find its own thread in the way.
 */
pid_t
__sys_fork(void)
{
	struct handler_block *b;
	sigset_t mask;
	size_t n;
	pid_t pid;
	int i;

	__libc_lock(&handler_lock);
	b = last;
	n = count;
	__libc_unlock(&handler_lock);
	run_prepare(b, n);
	__block_signals(&mask);
	if (__stdio_prefork != NULL)
		__stdio_prefork();
	if (_malloc_prefork != NULL)
		_malloc_prefork();
	for (i = 0; i < LEAF_LOCKS; i++)
		if (leaf_lock(i) != NULL)
			__libc_lock(leaf_lock(i));
	pid = clone_process();
	after_fork(pid == 0);
	__restore_signals(&mask);
	run_after(n, pid == 0);
	return ((pid_t)__syscall_ret(pid));
}
__weak_reference(__sys_fork, fork);
