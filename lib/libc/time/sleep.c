/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * nanosleep, clock_nanosleep, sleep, usleep: POSIX.
 */

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "libc_private.h"

/* Returns the error; errno is not touched. */
int
__clock_nanosleep(clockid_t clock, int flags, const struct timespec *request,
    struct timespec *left)
{
	if (clock == CLOCK_THREAD_CPUTIME_ID)
		return (EINVAL);
	return ((int)-__syscall4(__NR_clock_nanosleep, clock, flags,
	    (long)request, (long)left));
}
__weak_reference(__clock_nanosleep, clock_nanosleep);

int
__nanosleep(const struct timespec *request, struct timespec *left)
{
	return ((int)__syscall_ret(__syscall4(__NR_clock_nanosleep,
	    CLOCK_REALTIME, 0, (long)request, (long)left)));
}
__weak_reference(__nanosleep, nanosleep);

/* Returns the seconds not slept, rounded up, when a signal came. */
__weak unsigned int
sleep(unsigned int seconds)
{
	struct timespec ts;

	ts.tv_sec = seconds;
	ts.tv_nsec = 0;
	if (__syscall4(__NR_clock_nanosleep, CLOCK_REALTIME, 0, (long)&ts,
	    (long)&ts) == 0)
		return (0);
	return ((unsigned int)ts.tv_sec + (ts.tv_nsec > 0));
}

__weak int
usleep(useconds_t microseconds)
{
	struct timespec ts;

	ts.tv_sec = microseconds / 1000000;
	ts.tv_nsec = (long)(microseconds % 1000000) * 1000;
	return (__nanosleep(&ts, NULL));
}
