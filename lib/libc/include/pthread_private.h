/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The thread control block and what the thread code shares.
 */

#ifndef _PTHREAD_PRIVATE_H_
#define	_PTHREAD_PRIVATE_H_

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>

#include "libc_private.h"
#include "thread_arch.h"

#define	THREAD_STACK_DEFAULT	((size_t)2 << 20)	/* bytes */
#define	THREAD_GUARD_DEFAULT	((size_t)4096)		/* bytes */

/*
 * Life of a thread.  Whoever moves it on from JOINABLE decides who frees the
 * memory: the thread itself if it was detached, else whoever joins it, or
 * detaches it when it is EXITING.
 */
enum thread_state {
	THREAD_JOINABLE,
	THREAD_DETACHED,
	THREAD_EXITING
};

/* A value is there while its seq is the key's. */
struct thread_key {
	unsigned int	seq;
	void		*value;
};

/*
 * Sits at the thread pointer.  The first 0x30 bytes are ABI: self at 0 and
 * the canary of -fstack-protector at 0x28.
 */
struct pthread {
	struct pthread	*self;
	void		*dtv;		/* unused: one static TLS block */
	void		*result;
	void		*map;		/* mapping with stack, TLS and this */
	size_t		map_size;	/* bytes; 0 for the initial thread */
	uintptr_t	canary;

	int		errno_value;
	int		tid;		/* the kernel clears it when gone */
	int		state;		/* enum thread_state, atomic */
	int		kill_lock;	/* tid is valid while it is held... */
	int		gone;		/* ...and this is 0 */
	int		keys_used;	/* a value was ever set */
	void		*stack;		/* lowest usable address */
	size_t		stack_size;	/* bytes */
	size_t		guard_size;	/* bytes, below stack */
	void		*(*start)(void *);
	int		(*start_c11)(void *);	/* or this one */
	void		*arg;
	sigset_t	start_mask;	/* signal mask to begin with */
	struct thread_key keys[PTHREAD_KEYS_MAX];
};

_Static_assert(__builtin_offsetof(struct pthread, canary) == 0x28,
    "compilers expect the canary there");

/* From arch. */
int	__clone_thread(unsigned long flags, void *stack_top, int *tid,
	    struct pthread *tp, void (*start)(void *), void *arg) __hidden;
void	__unmap_exit(void *addr, size_t len) __hidden __dead2;

/*
 * The TLS image of the program: bytes below the control block that a copy
 * takes, its alignment, and how to make one.  From gen/tls.c.
 */
extern size_t __tls_size __hidden;	/* bytes, a multiple of the align */
extern size_t __tls_align __hidden;	/* bytes, at least TLS_TCB_ALIGN */
void	__tls_copy(struct pthread *tp) __hidden;

/* Threads that have not yet come to their end, the initial one included. */
extern int __thread_count __hidden;

/* Run the destructors of the calling thread's keys.  From pthread_key.c. */
void	__thread_run_key_dtors(void) __weak __hidden;

/*
 * Wait while *word == value, until the absolute time of the clock if abs is
 * not NULL.  Returns 0 for a wake-up (which may be spurious), EAGAIN, EINTR,
 * ETIMEDOUT or EINVAL (a bad time).  Keeps errno.
 */
int	__futex_wait(const void *word, int value, int pshared,
	    clockid_t clock, const struct timespec *abs) __hidden;
/* Wake at most n threads; returns how many. */
int	__futex_wake(const void *word, int n, int pshared) __hidden;

/* Block every signal; give the mask back later.  One system call each. */
void	__block_signals(sigset_t *old) __hidden;
void	__restore_signals(const sigset_t *old) __hidden;

/*
 * The functions of <pthread.h> that others here call, under names that no
 * program has; the plain ones are weak aliases.
 */
void	__pthread_exit(void *) __dead2;
__typeof(pthread_attr_init)	__pthread_attr_init;
__typeof(pthread_cond_broadcast)	__pthread_cond_broadcast;
__typeof(pthread_cond_clockwait)	__pthread_cond_clockwait;
__typeof(pthread_cond_destroy)	__pthread_cond_destroy;
__typeof(pthread_cond_init)	__pthread_cond_init;
__typeof(pthread_cond_signal)	__pthread_cond_signal;
__typeof(pthread_cond_timedwait)	__pthread_cond_timedwait;
__typeof(pthread_cond_wait)	__pthread_cond_wait;
__typeof(pthread_detach)	__pthread_detach;
__typeof(pthread_getspecific)	__pthread_getspecific;
__typeof(pthread_join)	__pthread_join;
__typeof(pthread_key_create)	__pthread_key_create;
__typeof(pthread_key_delete)	__pthread_key_delete;
__typeof(pthread_mutex_destroy)	__pthread_mutex_destroy;
__typeof(pthread_mutex_init)	__pthread_mutex_init;
__typeof(pthread_mutex_lock)	__pthread_mutex_lock;
__typeof(pthread_mutex_timedlock)	__pthread_mutex_timedlock;
__typeof(pthread_mutex_trylock)	__pthread_mutex_trylock;
__typeof(pthread_mutex_unlock)	__pthread_mutex_unlock;
__typeof(pthread_mutexattr_init)	__pthread_mutexattr_init;
__typeof(pthread_mutexattr_settype)	__pthread_mutexattr_settype;
__typeof(pthread_once)	__pthread_once;
__typeof(pthread_setspecific)	__pthread_setspecific;

#endif /* !_PTHREAD_PRIVATE_H_ */
