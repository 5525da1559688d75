/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names of files: link, unlink, rename, symlink, readlink and their relatives
 * with a directory: POSIX.
 */

#include <unistd.h>

#include "libc_private.h"

int	rename(const char *, const char *);

__weak int
link(const char *from, const char *to)
{
	return ((int)__syscall_ret(__syscall2(__NR_link, (long)from,
	    (long)to)));
}

__weak int
linkat(int fromfd, const char *from, int tofd, const char *to, int flags)
{
	return ((int)__syscall_ret(__syscall5(__NR_linkat, fromfd, (long)from,
	    tofd, (long)to, flags)));
}

int
__sys_unlink(const char *path)
{
	return ((int)__syscall_ret(__syscall1(__NR_unlink, (long)path)));
}
__weak_reference(__sys_unlink, unlink);

__weak int
unlinkat(int dirfd, const char *path, int flags)
{
	return ((int)__syscall_ret(__syscall3(__NR_unlinkat, dirfd,
	    (long)path, flags)));
}

int
__sys_rename(const char *from, const char *to)
{
	return ((int)__syscall_ret(__syscall2(__NR_rename, (long)from,
	    (long)to)));
}
__weak_reference(__sys_rename, rename);

__weak int
renameat(int fromfd, const char *from, int tofd, const char *to)
{
	return ((int)__syscall_ret(__syscall4(__NR_renameat, fromfd,
	    (long)from, tofd, (long)to)));
}

__weak int
symlink(const char *target, const char *path)
{
	return ((int)__syscall_ret(__syscall2(__NR_symlink, (long)target,
	    (long)path)));
}

__weak int
symlinkat(const char *target, int dirfd, const char *path)
{
	return ((int)__syscall_ret(__syscall3(__NR_symlinkat, (long)target,
	    dirfd, (long)path)));
}

ssize_t
__sys_readlink(const char *restrict path, char *restrict buf, size_t len)
{
	return (__syscall_ret(__syscall3(__NR_readlink, (long)path, (long)buf,
	    (long)len)));
}
__weak_reference(__sys_readlink, readlink);

__weak ssize_t
readlinkat(int dirfd, const char *restrict path, char *restrict buf,
    size_t len)
{
	return (__syscall_ret(__syscall4(__NR_readlinkat, dirfd, (long)path,
	    (long)buf, (long)len)));
}
