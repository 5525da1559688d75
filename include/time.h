/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Time: ISO C 7.27, POSIX <time.h>.
 */

#ifndef _TIME_H_
#define	_TIME_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <sys/_types.h>
#define	__need_NULL
#include <stddef.h>

#define	CLOCKS_PER_SEC	1000000L
#define	TIME_UTC	1
#define	TIMER_ABSTIME	1

#define	CLOCK_REALTIME			0
#define	CLOCK_MONOTONIC			1
#define	CLOCK_PROCESS_CPUTIME_ID	2
#define	CLOCK_THREAD_CPUTIME_ID		3
#define	CLOCK_MONOTONIC_RAW		4
#define	CLOCK_REALTIME_COARSE		5
#define	CLOCK_MONOTONIC_COARSE		6
#define	CLOCK_BOOTTIME			7

struct tm {
	int		tm_sec;		/* 0 .. 60 */
	int		tm_min;		/* 0 .. 59 */
	int		tm_hour;	/* 0 .. 23 */
	int		tm_mday;	/* 1 .. 31 */
	int		tm_mon;		/* 0 .. 11 */
	int		tm_year;	/* since 1900 */
	int		tm_wday;	/* 0 is Sunday */
	int		tm_yday;	/* 0 .. 365 */
	int		tm_isdst;
	long		tm_gmtoff;	/* seconds east of UTC */
	const char	*tm_zone;
};

__BEGIN_DECLS
clock_t	clock(void);
int	clock_getres(clockid_t, struct timespec *);
int	clock_gettime(clockid_t, struct timespec *);
int	clock_nanosleep(clockid_t, int, const struct timespec *,
	    struct timespec *);
int	clock_settime(clockid_t, const struct timespec *);
double	difftime(time_t, time_t);
struct tm *gmtime(const time_t *);
struct tm *gmtime_r(const time_t *__restrict, struct tm *__restrict);
int	nanosleep(const struct timespec *, struct timespec *);
time_t	time(time_t *);
time_t	timegm(struct tm *);
int	timespec_get(struct timespec *, int);
__END_DECLS

#endif /* !_TIME_H_ */
