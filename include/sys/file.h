/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * BSD file locks on whole files.
 */

#ifndef _SYS_FILE_H_
#define	_SYS_FILE_H_

#include <sys/cdefs.h>
#include <fcntl.h>

__BEGIN_DECLS
int	flock(int, int);
__END_DECLS

#endif /* !_SYS_FILE_H_ */
