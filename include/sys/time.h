/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Time of day and interval timers: POSIX <sys/time.h>, with BSD arithmetic.
 */

#ifndef _SYS_TIME_H_
#define	_SYS_TIME_H_

#include <sys/cdefs.h>
#include <sys/_timeval.h>
#include <sys/select.h>

struct timezone {
	int	tz_minuteswest;
	int	tz_dsttime;
};

struct itimerval {
	struct timeval	it_interval;
	struct timeval	it_value;
};

#define	ITIMER_REAL	0
#define	ITIMER_VIRTUAL	1
#define	ITIMER_PROF	2

#define	timerclear(t)	((t)->tv_sec = (t)->tv_usec = 0)
#define	timerisset(t)	((t)->tv_sec != 0 || (t)->tv_usec != 0)
#define	timercmp(a, b, op)						\
	((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec op (b)->tv_usec :	\
	    (a)->tv_sec op (b)->tv_sec)
#define	timeradd(a, b, r) do {						\
	(r)->tv_sec = (a)->tv_sec + (b)->tv_sec;			\
	(r)->tv_usec = (a)->tv_usec + (b)->tv_usec;			\
	if ((r)->tv_usec >= 1000000) {					\
		(r)->tv_sec++;						\
		(r)->tv_usec -= 1000000;				\
	}								\
} while (0)
#define	timersub(a, b, r) do {						\
	(r)->tv_sec = (a)->tv_sec - (b)->tv_sec;			\
	(r)->tv_usec = (a)->tv_usec - (b)->tv_usec;			\
	if ((r)->tv_usec < 0) {						\
		(r)->tv_sec--;						\
		(r)->tv_usec += 1000000;				\
	}								\
} while (0)

__BEGIN_DECLS
int	getitimer(int, struct itimerval *);
int	gettimeofday(struct timeval *__restrict, void *__restrict);
int	setitimer(int, const struct itimerval *__restrict,
	    struct itimerval *__restrict);
int	utimes(const char *, const struct timeval [2]);
__END_DECLS

#endif /* !_SYS_TIME_H_ */
