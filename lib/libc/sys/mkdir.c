/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Directories and special files: mkdir, rmdir, mknod, mkfifo, chdir: POSIX.
 */

#include <sys/stat.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_mkdir(const char *path, mode_t mode)
{
	return ((int)__syscall_ret(__syscall2(__NR_mkdir, (long)path, mode)));
}
__weak_reference(__sys_mkdir, mkdir);

__weak int
mkdirat(int dirfd, const char *path, mode_t mode)
{
	return ((int)__syscall_ret(__syscall3(__NR_mkdirat, dirfd,
	    (long)path, mode)));
}

int
__sys_rmdir(const char *path)
{
	return ((int)__syscall_ret(__syscall1(__NR_rmdir, (long)path)));
}
__weak_reference(__sys_rmdir, rmdir);

__weak int
mknod(const char *path, mode_t mode, dev_t dev)
{
	return ((int)__syscall_ret(__syscall3(__NR_mknod, (long)path, mode,
	    (long)dev)));
}

__weak int
mkfifo(const char *path, mode_t mode)
{
	return ((int)__syscall_ret(__syscall3(__NR_mknod, (long)path,
	    (mode & ~(mode_t)S_IFMT) | S_IFIFO, 0)));
}

__weak int
chdir(const char *path)
{
	return ((int)__syscall_ret(__syscall1(__NR_chdir, (long)path)));
}

__weak int
fchdir(int fd)
{
	return ((int)__syscall_ret(__syscall1(__NR_fchdir, fd)));
}
