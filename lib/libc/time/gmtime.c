/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * gmtime, gmtime_r (ISO C 7.27.3.3, POSIX), timegm: between seconds since
 * 1970 and the Gregorian calendar, both without bounds but those of the
 * types.
 */

#include <errno.h>
#include <limits.h>
#include <time.h>

#include "libc_private.h"

#define	SECONDS_PER_DAY	86400L
#define	DAYS_PER_ERA	146097L		/* 400 years */
#define	DAYS_TO_1970	719468L		/* from 1 March of year 0 */

/*
 * Days since 1970 of a day of a month; years begin with March, so that the
 * leap day is the last one.  month is 0 for January.
 */
static long
days_from_civil(long year, int month, long day)
{
	long era, yoe, doy;

	if (month < 2)
		year--;
	era = (year >= 0 ? year : year - 399) / 400;
	yoe = year - era * 400;
	doy = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5 + day - 1;
	return (era * DAYS_PER_ERA + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	    DAYS_TO_1970);
}

struct tm *
__gmtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	long days, secs, era, doe, yoe, doy, mp, year;

	days = *t / SECONDS_PER_DAY;
	secs = *t % SECONDS_PER_DAY;
	if (secs < 0) {
		secs += SECONDS_PER_DAY;
		days--;
	}
	tm->tm_wday = (int)((days % 7 + 11) % 7);	/* a Thursday was 0 */
	days += DAYS_TO_1970;
	era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
	doe = days - era * DAYS_PER_ERA;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	year = yoe + era * 400 + (mp >= 10) - 1900;
	if (year > INT_MAX || year < INT_MIN) {
		errno = EOVERFLOW;
		return (NULL);
	}
	tm->tm_year = (int)year;
	tm->tm_mon = (int)(mp < 10 ? mp + 2 : mp - 10);
	tm->tm_mday = (int)(doy - (153 * mp + 2) / 5 + 1);
	tm->tm_yday = (int)(days - DAYS_TO_1970 -
	    days_from_civil(year + 1900, 0, 1));
	tm->tm_hour = (int)(secs / 3600);
	tm->tm_min = (int)(secs / 60 % 60);
	tm->tm_sec = (int)(secs % 60);
	tm->tm_isdst = 0;
	tm->tm_gmtoff = 0;
	tm->tm_zone = "UTC";
	return (tm);
}
__weak_reference(__gmtime_r, gmtime_r);

struct tm *
gmtime(const time_t *t)
{
	static struct tm tm;

	return (__gmtime_r(t, &tm));
}

__weak time_t
timegm(struct tm *tm)
{
	long month, year;
	time_t t;

	month = tm->tm_mon % 12;
	year = tm->tm_year + 1900L + tm->tm_mon / 12;
	if (month < 0) {
		month += 12;
		year--;
	}
	t = days_from_civil(year, (int)month, tm->tm_mday) * SECONDS_PER_DAY +
	    tm->tm_hour * 3600L + tm->tm_min * 60L + tm->tm_sec;
	if (__gmtime_r(&t, tm) == NULL)
		return (-1);
	return (t);
}
