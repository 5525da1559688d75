/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * stat, fstat, lstat, fstatat: POSIX.
 */

#include <fcntl.h>
#include <sys/stat.h>

#include "libc_private.h"

int
__sys_fstatat(int dirfd, const char *path, struct stat *st, int flags)
{
	return ((int)__syscall_ret(__syscall4(__NR_newfstatat, dirfd,
	    (long)path, (long)st, flags)));
}

__weak int
fstatat(int dirfd, const char *restrict path, struct stat *restrict st,
    int flags)
{
	return (__sys_fstatat(dirfd, path, st, flags));
}

int
__sys_fstat(int fd, struct stat *st)
{
	return ((int)__syscall_ret(__syscall2(__NR_fstat, fd, (long)st)));
}
__weak_reference(__sys_fstat, fstat);

__weak int
stat(const char *restrict path, struct stat *restrict st)
{
	return (__sys_fstatat(AT_FDCWD, path, st, 0));
}

__weak int
lstat(const char *restrict path, struct stat *restrict st)
{
	return (__sys_fstatat(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW));
}
