/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * chmod, fchmod, fchmodat, umask: POSIX.
 */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "libc_private.h"

__weak int
chmod(const char *path, mode_t mode)
{
	return ((int)__syscall_ret(__syscall2(__NR_chmod, (long)path, mode)));
}

__weak int
fchmod(int fd, mode_t mode)
{
	return ((int)__syscall_ret(__syscall2(__NR_fchmod, fd, mode)));
}

__weak int
fchmodat(int dirfd, const char *path, mode_t mode, int flags)
{
	/* The mode of a symbolic link cannot be changed on Linux. */
	if (flags != 0) {
		errno = flags == AT_SYMLINK_NOFOLLOW ? EOPNOTSUPP : EINVAL;
		return (-1);
	}
	return ((int)__syscall_ret(__syscall3(__NR_fchmodat, dirfd,
	    (long)path, mode)));
}

__weak mode_t
umask(mode_t mask)
{
	return ((mode_t)__syscall1(__NR_umask, mask));
}
