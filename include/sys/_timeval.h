/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * struct timeval, for <sys/time.h>, <sys/select.h> and <sys/resource.h>.
 */

#ifndef _SYS__TIMEVAL_H_
#define	_SYS__TIMEVAL_H_

#include <sys/_types.h>

struct timeval {
	time_t		tv_sec;		/* seconds */
	suseconds_t	tv_usec;	/* microseconds, 0 .. 999,999 */
};

#endif /* !_SYS__TIMEVAL_H_ */
