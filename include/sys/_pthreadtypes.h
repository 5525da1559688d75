/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The types of POSIX threads.  The static initialisers of <pthread.h> are
 * all zero but for the type of a mutex; so is memory that was calloc'ed.
 */

#ifndef _SYS__PTHREADTYPES_H_
#define	_SYS__PTHREADTYPES_H_

#include <sys/_types.h>

typedef struct pthread	*pthread_t;
typedef int		pthread_once_t;
typedef unsigned int	pthread_key_t;
typedef int		pthread_spinlock_t;

typedef struct {
	size_t		__stacksize;	/* bytes, without the guard */
	size_t		__guardsize;	/* bytes */
	void		*__stackaddr;	/* lowest address, NULL: ours */
	int		__detached;
	int		__inherit;
	int		__policy;
	int		__priority;
} pthread_attr_t;

typedef struct {
	int		__lock;		/* 0 free, 1 held, 2 held and awaited */
	int		__type;
	unsigned int	__depth;	/* of a recursive one, beyond 1 */
	int		__pshared;
	unsigned long	__owner;	/* not kept for a normal one */
} pthread_mutex_t;

typedef struct {
	int		__type;
	int		__pshared;
} pthread_mutexattr_t;

typedef struct {
	unsigned int	__seq;		/* grows with each wake-up */
	unsigned int	__waiters;	/* never below the true number */
	clockid_t	__clock;
	int		__pshared;
} pthread_cond_t;

typedef struct {
	clockid_t	__clock;
	int		__pshared;
} pthread_condattr_t;

typedef struct {
	unsigned int	__state;	/* see pthread_rwlock.c */
	int		__pshared;
} pthread_rwlock_t;

typedef struct {
	int		__pshared;
} pthread_rwlockattr_t;

typedef struct {
	unsigned int	__count;	/* threads that make a round full */
	unsigned int	__arrived;
	unsigned int	__round;
	unsigned int	__leaving;	/* released, not yet gone */
	int		__lock;
	int		__pshared;
} pthread_barrier_t;

typedef struct {
	int		__pshared;
} pthread_barrierattr_t;

#endif /* !_SYS__PTHREADTYPES_H_ */
