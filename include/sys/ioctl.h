/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Device control.  The requests are the kernel's.
 */

#ifndef _SYS_IOCTL_H_
#define	_SYS_IOCTL_H_

#include <sys/cdefs.h>
#include <asm/ioctls.h>

struct winsize {
	unsigned short	ws_row;
	unsigned short	ws_col;
	unsigned short	ws_xpixel;
	unsigned short	ws_ypixel;
};

__BEGIN_DECLS
int	ioctl(int, unsigned long, ...);
__END_DECLS

#endif /* !_SYS_IOCTL_H_ */
