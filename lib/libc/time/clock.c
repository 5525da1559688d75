/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * time, clock, difftime, timespec_get (ISO C 7.27.2); gettimeofday,
 * clock_settime, clock_getres, times (POSIX).
 */

#include <sys/time.h>
#include <sys/times.h>
#include <time.h>

#include "libc_private.h"

time_t
time(time_t *t)
{
	struct timespec ts;

	(void)__sys_clock_gettime(CLOCK_REALTIME, &ts);
	if (t != NULL)
		*t = ts.tv_sec;
	return (ts.tv_sec);
}

clock_t
clock(void)
{
	struct timespec ts;

	if (__sys_clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts) != 0)
		return (-1);
	return (ts.tv_sec * CLOCKS_PER_SEC +
	    ts.tv_nsec / (1000000000 / CLOCKS_PER_SEC));
}

double
difftime(time_t a, time_t b)
{
	return ((double)a - (double)b);
}

int
timespec_get(struct timespec *ts, int base)
{
	if (base != TIME_UTC || __sys_clock_gettime(CLOCK_REALTIME, ts) != 0)
		return (0);
	return (base);
}

__weak int
gettimeofday(struct timeval *restrict tv, void *restrict tz)
{
	struct timespec ts;

	(void)tz;		/* POSIX leaves it unspecified: no effect */
	if (__sys_clock_gettime(CLOCK_REALTIME, &ts) != 0)
		return (-1);
	tv->tv_sec = ts.tv_sec;
	tv->tv_usec = ts.tv_nsec / 1000;
	return (0);
}

__weak int
clock_settime(clockid_t clock_id, const struct timespec *ts)
{
	return ((int)__syscall_ret(__syscall2(__NR_clock_settime, clock_id,
	    (long)ts)));
}

__weak int
clock_getres(clockid_t clock_id, struct timespec *ts)
{
	return ((int)__syscall_ret(__syscall2(__NR_clock_getres, clock_id,
	    (long)ts)));
}

__weak clock_t
times(struct tms *t)
{
	return (__syscall_ret(__syscall1(__NR_times, (long)t)));
}
