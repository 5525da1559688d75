/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Threads: POSIX <pthread.h>.  Functions return 0 or an errno value.
 *
 * There is no cancellation and there are no robust mutexes.
 */

#ifndef _PTHREAD_H_
#define	_PTHREAD_H_

#include <sys/cdefs.h>
#include <sys/_pthreadtypes.h>
#include <sys/_sigset.h>
#include <sched.h>
#include <time.h>

#define	PTHREAD_CREATE_JOINABLE		0
#define	PTHREAD_CREATE_DETACHED		1
#define	PTHREAD_PROCESS_PRIVATE		0
#define	PTHREAD_PROCESS_SHARED		1
#define	PTHREAD_MUTEX_NORMAL		0
#define	PTHREAD_MUTEX_RECURSIVE		1
#define	PTHREAD_MUTEX_ERRORCHECK	2
#define	PTHREAD_MUTEX_DEFAULT		PTHREAD_MUTEX_NORMAL
#define	PTHREAD_SCOPE_SYSTEM		0
#define	PTHREAD_BARRIER_SERIAL_THREAD	(-1)

#define	PTHREAD_MUTEX_INITIALIZER	{ 0, PTHREAD_MUTEX_NORMAL, 0, 0, 0 }
#define	PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP				\
	{ 0, PTHREAD_MUTEX_RECURSIVE, 0, 0, 0 }
#define	PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP				\
	{ 0, PTHREAD_MUTEX_ERRORCHECK, 0, 0, 0 }
#define	PTHREAD_COND_INITIALIZER	{ 0, 0, 0, 0 }
#define	PTHREAD_RWLOCK_INITIALIZER	{ 0, 0 }
#define	PTHREAD_ONCE_INIT		0

__BEGIN_DECLS
int	pthread_atfork(void (*)(void), void (*)(void), void (*)(void));

int	pthread_attr_destroy(pthread_attr_t *);
int	pthread_attr_getdetachstate(const pthread_attr_t *, int *);
int	pthread_attr_getguardsize(const pthread_attr_t *__restrict,
	    size_t *__restrict);
int	pthread_attr_getscope(const pthread_attr_t *__restrict,
	    int *__restrict);
int	pthread_attr_getstack(const pthread_attr_t *__restrict,
	    void **__restrict, size_t *__restrict);
int	pthread_attr_getstacksize(const pthread_attr_t *__restrict,
	    size_t *__restrict);
int	pthread_attr_init(pthread_attr_t *);
int	pthread_attr_setdetachstate(pthread_attr_t *, int);
int	pthread_attr_setguardsize(pthread_attr_t *, size_t);
int	pthread_attr_setscope(pthread_attr_t *, int);
int	pthread_attr_setstack(pthread_attr_t *, void *, size_t);
int	pthread_attr_setstacksize(pthread_attr_t *, size_t);
int	pthread_getattr_np(pthread_t, pthread_attr_t *);

int	pthread_create(pthread_t *__restrict, const pthread_attr_t *__restrict,
	    void *(*)(void *), void *__restrict);
int	pthread_detach(pthread_t);
int	pthread_equal(pthread_t, pthread_t);
void	pthread_exit(void *) __dead2;
int	pthread_getname_np(pthread_t, char *, size_t);
int	pthread_join(pthread_t, void **);
int	pthread_kill(pthread_t, int);
pthread_t pthread_self(void);
int	pthread_setname_np(pthread_t, const char *);
int	pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);

int	pthread_getaffinity_np(pthread_t, size_t, cpu_set_t *);
int	pthread_getcpuclockid(pthread_t, clockid_t *);
int	pthread_setaffinity_np(pthread_t, size_t, const cpu_set_t *);

int	pthread_mutex_clocklock(pthread_mutex_t *__restrict, clockid_t,
	    const struct timespec *__restrict);
int	pthread_mutex_destroy(pthread_mutex_t *);
int	pthread_mutex_init(pthread_mutex_t *__restrict,
	    const pthread_mutexattr_t *__restrict);
int	pthread_mutex_lock(pthread_mutex_t *);
int	pthread_mutex_timedlock(pthread_mutex_t *__restrict,
	    const struct timespec *__restrict);
int	pthread_mutex_trylock(pthread_mutex_t *);
int	pthread_mutex_unlock(pthread_mutex_t *);
int	pthread_mutexattr_destroy(pthread_mutexattr_t *);
int	pthread_mutexattr_getpshared(const pthread_mutexattr_t *__restrict,
	    int *__restrict);
int	pthread_mutexattr_gettype(const pthread_mutexattr_t *__restrict,
	    int *__restrict);
int	pthread_mutexattr_init(pthread_mutexattr_t *);
int	pthread_mutexattr_setpshared(pthread_mutexattr_t *, int);
int	pthread_mutexattr_settype(pthread_mutexattr_t *, int);

int	pthread_cond_broadcast(pthread_cond_t *);
int	pthread_cond_clockwait(pthread_cond_t *__restrict,
	    pthread_mutex_t *__restrict, clockid_t,
	    const struct timespec *__restrict);
int	pthread_cond_destroy(pthread_cond_t *);
int	pthread_cond_init(pthread_cond_t *__restrict,
	    const pthread_condattr_t *__restrict);
int	pthread_cond_signal(pthread_cond_t *);
int	pthread_cond_timedwait(pthread_cond_t *__restrict,
	    pthread_mutex_t *__restrict, const struct timespec *__restrict);
int	pthread_cond_wait(pthread_cond_t *__restrict,
	    pthread_mutex_t *__restrict);
int	pthread_condattr_destroy(pthread_condattr_t *);
int	pthread_condattr_getclock(const pthread_condattr_t *__restrict,
	    clockid_t *__restrict);
int	pthread_condattr_getpshared(const pthread_condattr_t *__restrict,
	    int *__restrict);
int	pthread_condattr_init(pthread_condattr_t *);
int	pthread_condattr_setclock(pthread_condattr_t *, clockid_t);
int	pthread_condattr_setpshared(pthread_condattr_t *, int);

int	pthread_rwlock_destroy(pthread_rwlock_t *);
int	pthread_rwlock_init(pthread_rwlock_t *__restrict,
	    const pthread_rwlockattr_t *__restrict);
int	pthread_rwlock_rdlock(pthread_rwlock_t *);
int	pthread_rwlock_timedrdlock(pthread_rwlock_t *__restrict,
	    const struct timespec *__restrict);
int	pthread_rwlock_timedwrlock(pthread_rwlock_t *__restrict,
	    const struct timespec *__restrict);
int	pthread_rwlock_tryrdlock(pthread_rwlock_t *);
int	pthread_rwlock_trywrlock(pthread_rwlock_t *);
int	pthread_rwlock_unlock(pthread_rwlock_t *);
int	pthread_rwlock_wrlock(pthread_rwlock_t *);
int	pthread_rwlockattr_destroy(pthread_rwlockattr_t *);
int	pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *__restrict,
	    int *__restrict);
int	pthread_rwlockattr_init(pthread_rwlockattr_t *);
int	pthread_rwlockattr_setpshared(pthread_rwlockattr_t *, int);

int	pthread_barrier_destroy(pthread_barrier_t *);
int	pthread_barrier_init(pthread_barrier_t *__restrict,
	    const pthread_barrierattr_t *__restrict, unsigned int);
int	pthread_barrier_wait(pthread_barrier_t *);
int	pthread_barrierattr_destroy(pthread_barrierattr_t *);
int	pthread_barrierattr_getpshared(
	    const pthread_barrierattr_t *__restrict, int *__restrict);
int	pthread_barrierattr_init(pthread_barrierattr_t *);
int	pthread_barrierattr_setpshared(pthread_barrierattr_t *, int);

int	pthread_spin_destroy(pthread_spinlock_t *);
int	pthread_spin_init(pthread_spinlock_t *, int);
int	pthread_spin_lock(pthread_spinlock_t *);
int	pthread_spin_trylock(pthread_spinlock_t *);
int	pthread_spin_unlock(pthread_spinlock_t *);

void	*pthread_getspecific(pthread_key_t);
int	pthread_key_create(pthread_key_t *, void (*)(void *));
int	pthread_key_delete(pthread_key_t);
int	pthread_once(pthread_once_t *, void (*)(void));
int	pthread_setspecific(pthread_key_t, const void *);
__END_DECLS

#endif /* !_PTHREAD_H_ */
