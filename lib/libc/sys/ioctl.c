/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * ioctl; isatty (POSIX).
 */

#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	long arg;

	va_start(ap, request);
	arg = va_arg(ap, long);
	va_end(ap);
	return ((int)__syscall_ret(__syscall3(__NR_ioctl, fd, (long)request,
	    arg)));
}
__weak_reference(__sys_ioctl, ioctl);

/* The question only a terminal answers; errno is EBADF or ENOTTY. */
int
__sys_isatty(int fd)
{
	struct winsize ws;

	return (__sys_ioctl(fd, TIOCGWINSZ, &ws) == 0);
}
__weak_reference(__sys_isatty, isatty);
