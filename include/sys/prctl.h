/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Operations on the calling process or thread: Linux.
 */

#ifndef _SYS_PRCTL_H_
#define	_SYS_PRCTL_H_

#include <sys/cdefs.h>
#include <linux/prctl.h>

__BEGIN_DECLS
int	prctl(int, ...);
__END_DECLS

#endif /* !_SYS_PRCTL_H_ */
