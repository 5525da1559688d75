/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * struct timespec, which ISO C <time.h> and six POSIX headers define.
 */

#ifndef _SYS__TIMESPEC_H_
#define	_SYS__TIMESPEC_H_

#include <sys/_types.h>

struct timespec {
	time_t	tv_sec;		/* seconds */
	long	tv_nsec;	/* nanoseconds, 0 .. 999,999,999 */
};

#endif /* !_SYS__TIMESPEC_H_ */
