/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Semaphores: POSIX <semaphore.h>, the unnamed ones.
 */

#ifndef _SEMAPHORE_H_
#define	_SEMAPHORE_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <limits.h>

typedef struct {
	unsigned long	__data;		/* waiters << 32 | value */
	int		__pshared;
} sem_t;

__BEGIN_DECLS
int	sem_clockwait(sem_t *__restrict, clockid_t,
	    const struct timespec *__restrict);
int	sem_destroy(sem_t *);
int	sem_getvalue(sem_t *__restrict, int *__restrict);
int	sem_init(sem_t *, int, unsigned int);
int	sem_post(sem_t *);
int	sem_timedwait(sem_t *__restrict, const struct timespec *__restrict);
int	sem_trywait(sem_t *);
int	sem_wait(sem_t *);
__END_DECLS

#endif /* !_SEMAPHORE_H_ */
