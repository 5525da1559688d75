/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Limits, usage and priority of processes: POSIX <sys/resource.h>.
 */

#ifndef _SYS_RESOURCE_H_
#define	_SYS_RESOURCE_H_

#include <sys/cdefs.h>
#include <sys/_timeval.h>
#include <sys/_types.h>

typedef	unsigned long	rlim_t;

struct rlimit {
	rlim_t	rlim_cur;
	rlim_t	rlim_max;
};

struct rusage {
	struct timeval	ru_utime;
	struct timeval	ru_stime;
	long		ru_maxrss;	/* KiB */
	long		ru_ixrss;
	long		ru_idrss;
	long		ru_isrss;
	long		ru_minflt;
	long		ru_majflt;
	long		ru_nswap;
	long		ru_inblock;
	long		ru_oublock;
	long		ru_msgsnd;
	long		ru_msgrcv;
	long		ru_nsignals;
	long		ru_nvcsw;
	long		ru_nivcsw;
};

#define	RUSAGE_SELF	0
#define	RUSAGE_CHILDREN	(-1)
#define	RUSAGE_THREAD	1

#define	RLIM_INFINITY	(~0UL)
#define	RLIM_SAVED_CUR	RLIM_INFINITY
#define	RLIM_SAVED_MAX	RLIM_INFINITY

#define	RLIMIT_CPU	0
#define	RLIMIT_FSIZE	1
#define	RLIMIT_DATA	2
#define	RLIMIT_STACK	3
#define	RLIMIT_CORE	4
#define	RLIMIT_RSS	5
#define	RLIMIT_NPROC	6
#define	RLIMIT_NOFILE	7
#define	RLIMIT_MEMLOCK	8
#define	RLIMIT_AS	9
#define	RLIM_NLIMITS	16

#define	PRIO_PROCESS	0
#define	PRIO_PGRP	1
#define	PRIO_USER	2
#define	PRIO_MIN	(-20)
#define	PRIO_MAX	20

__BEGIN_DECLS
int	getpriority(int, id_t);
int	getrlimit(int, struct rlimit *);
int	getrusage(int, struct rusage *);
int	prlimit(pid_t, int, const struct rlimit *, struct rlimit *);
int	setpriority(int, id_t, int);
int	setrlimit(int, const struct rlimit *);
__END_DECLS

#endif /* !_SYS_RESOURCE_H_ */
