/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * access, faccessat: POSIX.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "libc_private.h"

__weak int
access(const char *path, int mode)
{
	return ((int)__syscall_ret(__syscall3(__NR_faccessat, AT_FDCWD,
	    (long)path, mode)));
}

__weak int
faccessat(int dirfd, const char *path, int mode, int flags)
{
	long r;

	/* Only the newer call, of Linux 5.8, knows flags. */
	if (flags == 0)
		r = __syscall3(__NR_faccessat, dirfd, (long)path, mode);
	else
		r = __syscall4(__NR_faccessat2, dirfd, (long)path, mode,
		    flags);
	return ((int)__syscall_ret(r));
}
