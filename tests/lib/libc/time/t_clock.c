/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Clocks and sleep.
 */

#include <sys/time.h>
#include <sys/times.h>

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "../libc_test.h"

static long
ns(const struct timespec *ts)
{
	return (ts->tv_sec * 1000000000 + ts->tv_nsec);
}

static void
handler(int sig)
{
	(void)sig;
}

static void
check_clocks(void)
{
	struct timespec a, b;
	struct timeval tv;
	struct tms tms;
	time_t t;
	int i;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	for (i = 0; i < 10000; i++) {
		CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
		CHECK_AT(ns(&b) >= ns(&a) && b.tv_nsec < 1000000000, i, 0);
		a = b;
	}
	CHECK(clock_gettime(CLOCK_REALTIME, &a) == 0);
	CHECK(gettimeofday(&tv, NULL) == 0);
	CHECK(timespec_get(&b, TIME_UTC) == TIME_UTC);
	CHECK(tv.tv_sec >= a.tv_sec && tv.tv_sec <= b.tv_sec);
	t = time(NULL);
	CHECK(t >= a.tv_sec && t <= b.tv_sec + 1 && a.tv_sec > 1600000000);
	CHECK(time(&t) == t);
	CHECK(timespec_get(&b, 0) == 0);
	errno = 0;
	CHECK(clock_gettime(12345, &a) == -1 && errno == EINVAL);
	CHECK(clock_getres(CLOCK_MONOTONIC, &a) == 0 && a.tv_nsec >= 1);
	CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a) == 0);
	CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b) == 0);
	CHECK(ns(&a) > 0 && ns(&b) > 0);
	CHECK(clock() >= 0 && times(&tms) != -1 && tms.tms_utime >= 0);
	CHECK(difftime(5, 3) == 2.0 && difftime(-3, 5) == -8.0);
}

static void
check_sleep(void)
{
	struct timespec a, b, want = { 0, 20000000 }, left;
	struct itimerval it = { { 0, 0 }, { 0, 20000 } };

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	CHECK(nanosleep(&want, NULL) == 0 && usleep(10000) == 0);
	CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &want, NULL) == 0);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
	CHECK(ns(&b) - ns(&a) >= 50000000);
	CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &a, NULL) == 0);
	want.tv_nsec = -1;
	errno = 0;
	CHECK(nanosleep(&want, NULL) == -1 && errno == EINVAL);
	errno = 0;
	CHECK(clock_nanosleep(CLOCK_REALTIME, 0, &want, NULL) == EINVAL &&
	    errno == 0);
	CHECK(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &want, NULL) ==
	    EINVAL);

	/* A handler cuts it short. */
	CHECK(signal(SIGALRM, handler) != SIG_ERR);
	want.tv_sec = 100;
	want.tv_nsec = 0;
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
	CHECK(nanosleep(&want, &left) == -1 && errno == EINTR);
	CHECK(left.tv_sec == 99 && left.tv_nsec > 0);
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
	CHECK(sleep(100) == 100);
	CHECK(sleep(0) == 0);
}

int
main(void)
{
	check_clocks();
	check_sleep();
	return (test_failures != 0);
}
