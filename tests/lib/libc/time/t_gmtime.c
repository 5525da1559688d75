/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * gmtime and timegm, against a calendar that is counted day by day.
 */

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <time.h>

#include "../libc_test.h"

static int
leap(long year)
{
	return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

int
main(void)
{
	static const int days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	struct tm tm, again;
	long year;
	time_t t, back;
	int mon, mday, wday, yday, len;

	/* 1 January 1600, a Saturday, is 135140 days before 1970. */
	t = -135140L * 86400;
	wday = 6;
	for (year = 1600; year < 2500; year++) {
		yday = 0;
		for (mon = 0; mon < 12; mon++) {
			len = days[mon] + (mon == 1 && leap(year));
			for (mday = 1; mday <= len; mday++) {
				back = t + mday * 613 % 86400;
				CHECK(gmtime_r(&back, &tm) == &tm);
				CHECK_AT(tm.tm_year + 1900 == year &&
				    tm.tm_mon == mon && tm.tm_mday == mday &&
				    tm.tm_wday == wday && tm.tm_yday == yday,
				    year, mon * 100 + mday);
				CHECK_AT(tm.tm_hour * 3600 + tm.tm_min * 60 +
				    tm.tm_sec == back - t, year, yday);
				CHECK_AT(timegm(&tm) == back, year, yday);
				t += 86400;
				wday = (wday + 1) % 7;
				yday++;
			}
		}
	}
	/* Fields out of range are normalised. */
	tm.tm_year = 124;
	tm.tm_mon = -11;		/* February 2023 */
	tm.tm_mday = 29;
	tm.tm_hour = 25;
	tm.tm_min = -1;
	tm.tm_sec = 61;
	t = timegm(&tm);
	CHECK(tm.tm_year == 123 && tm.tm_mon == 2 && tm.tm_mday == 2);
	CHECK(tm.tm_hour == 1 && tm.tm_min == 0 && tm.tm_sec == 1);
	CHECK(gmtime_r(&t, &again) == &again && again.tm_yday == 60 &&
	    tm.tm_wday == 4);
	CHECK(gmtime(&t)->tm_mday == 2);
	t = LONG_MAX;
	errno = 0;
	CHECK(gmtime_r(&t, &tm) == NULL && errno == EOVERFLOW);
	t = LONG_MIN;
	CHECK(gmtime_r(&t, &tm) == NULL);
	return (test_failures != 0);
}
