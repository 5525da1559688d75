/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Error numbers: ISO C 7.5, POSIX <errno.h>.  The values are the kernel's.
 */

#ifndef _ERRNO_H_
#define	_ERRNO_H_

#include <sys/cdefs.h>
#include <asm/errno.h>

#define	ENOTSUP		EOPNOTSUPP
#define	ELAST		EHWPOISON	/* the greatest one */

__BEGIN_DECLS
/* The address of the calling thread's errno. */
int	*__errno_location(void) __pure2;

extern char *program_invocation_name;		/* argv[0] */
extern char *program_invocation_short_name;	/* its last component */
__END_DECLS

#define	errno		(*__errno_location())

#endif /* !_ERRNO_H_ */
