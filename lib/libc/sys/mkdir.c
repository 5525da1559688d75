/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Directories and special files: mkdir, rmdir, mknod, mkfifo, chdir: POSIX.
 */

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_mkdir(const char *path, mode_t mode)
{
	return (mkdirat(AT_FDCWD, path, mode));
}
__weak_reference(__sys_mkdir, mkdir);

int
mkdirat(int dirfd, const char *path, mode_t mode)
{
	return ((int)__syscall_ret(__syscall3(__NR_mkdirat, dirfd,
	    (long)path, mode)));
}

int
__sys_rmdir(const char *path)
{
	return ((int)__syscall_ret(__syscall3(__NR_unlinkat, AT_FDCWD,
	    (long)path, AT_REMOVEDIR)));
}
__weak_reference(__sys_rmdir, rmdir);

int
mknod(const char *path, mode_t mode, dev_t dev)
{
	return ((int)__syscall_ret(__syscall4(__NR_mknodat, AT_FDCWD,
	    (long)path, mode, (long)dev)));
}

int
mkfifo(const char *path, mode_t mode)
{
	return (mknod(path, (mode & ~(mode_t)S_IFMT) | S_IFIFO, 0));
}

int
chdir(const char *path)
{
	return ((int)__syscall_ret(__syscall1(__NR_chdir, (long)path)));
}

int
fchdir(int fd)
{
	return ((int)__syscall_ret(__syscall1(__NR_fchdir, fd)));
}
