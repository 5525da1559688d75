/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Scheduling: POSIX <sched.h>, with the processor sets of Linux.
 */

#ifndef _SCHED_H_
#define	_SCHED_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <sys/_types.h>

struct sched_param {
	int	sched_priority;
};

#define	SCHED_OTHER	0
#define	SCHED_FIFO	1
#define	SCHED_RR	2
#define	SCHED_BATCH	3
#define	SCHED_IDLE	5

#define	CPU_SETSIZE	1024

typedef struct {
	unsigned long	__bits[CPU_SETSIZE / 64];
} cpu_set_t;

#define	__CPU_OK(n, size) ((size_t)(n) / 8 < (size_t)(size))
#define	__CPU_WORD(n, s) (((unsigned long *)(s))[(size_t)(n) / 64])
#define	__CPU_BIT(n)	(1UL << ((size_t)(n) % 64))
#define	CPU_ZERO_S(size, s) __sched_cpuzero(size, s)
#define	CPU_SET_S(n, size, s)						\
	((void)(__CPU_OK(n, size) && (__CPU_WORD(n, s) |= __CPU_BIT(n))))
#define	CPU_CLR_S(n, size, s)						\
	((void)(__CPU_OK(n, size) && (__CPU_WORD(n, s) &= ~__CPU_BIT(n))))
#define	CPU_ISSET_S(n, size, s)						\
	(__CPU_OK(n, size) && (__CPU_WORD(n, s) & __CPU_BIT(n)) != 0)
#define	CPU_COUNT_S(size, s) __sched_cpucount(size, s)
#define	CPU_ZERO(s)	CPU_ZERO_S(sizeof(cpu_set_t), s)
#define	CPU_SET(n, s)	CPU_SET_S(n, sizeof(cpu_set_t), s)
#define	CPU_CLR(n, s)	CPU_CLR_S(n, sizeof(cpu_set_t), s)
#define	CPU_ISSET(n, s)	CPU_ISSET_S(n, sizeof(cpu_set_t), s)
#define	CPU_COUNT(s)	CPU_COUNT_S(sizeof(cpu_set_t), s)

__BEGIN_DECLS
int	__sched_cpucount(size_t, const cpu_set_t *);
void	__sched_cpuzero(size_t, cpu_set_t *);
int	sched_get_priority_max(int);
int	sched_get_priority_min(int);
int	sched_getaffinity(pid_t, size_t, cpu_set_t *);
int	sched_getcpu(void);
int	sched_setaffinity(pid_t, size_t, const cpu_set_t *);
int	sched_yield(void);
__END_DECLS

#endif /* !_SCHED_H_ */
