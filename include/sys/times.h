/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Process times: POSIX <sys/times.h>, in units of 1 / sysconf(_SC_CLK_TCK) s.
 */

#ifndef _SYS_TIMES_H_
#define	_SYS_TIMES_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

struct tms {
	clock_t	tms_utime;
	clock_t	tms_stime;
	clock_t	tms_cutime;
	clock_t	tms_cstime;
};

__BEGIN_DECLS
clock_t	times(struct tms *);
__END_DECLS

#endif /* !_SYS_TIMES_H_ */
