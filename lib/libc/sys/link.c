/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names of files: link, unlink, rename, symlink, readlink and their relatives
 * with a directory: POSIX.
 */

#include <fcntl.h>
#include <unistd.h>

#include "libc_private.h"

int	rename(const char *, const char *);

int
link(const char *from, const char *to)
{
	return (linkat(AT_FDCWD, from, AT_FDCWD, to, 0));
}

int
linkat(int fromfd, const char *from, int tofd, const char *to, int flags)
{
	return ((int)__syscall_ret(__syscall5(__NR_linkat, fromfd, (long)from,
	    tofd, (long)to, flags)));
}

int
__sys_unlink(const char *path)
{
	return (unlinkat(AT_FDCWD, path, 0));
}
__weak_reference(__sys_unlink, unlink);

int
unlinkat(int dirfd, const char *path, int flags)
{
	return ((int)__syscall_ret(__syscall3(__NR_unlinkat, dirfd,
	    (long)path, flags)));
}

int
__sys_rename(const char *from, const char *to)
{
	return (renameat(AT_FDCWD, from, AT_FDCWD, to));
}
__weak_reference(__sys_rename, rename);

int
renameat(int fromfd, const char *from, int tofd, const char *to)
{
	return ((int)__syscall_ret(__syscall4(__NR_renameat, fromfd,
	    (long)from, tofd, (long)to)));
}

int
symlink(const char *target, const char *path)
{
	return (symlinkat(target, AT_FDCWD, path));
}

int
symlinkat(const char *target, int dirfd, const char *path)
{
	return ((int)__syscall_ret(__syscall3(__NR_symlinkat, (long)target,
	    dirfd, (long)path)));
}

ssize_t
__sys_readlink(const char *restrict path, char *restrict buf, size_t len)
{
	return (readlinkat(AT_FDCWD, path, buf, len));
}
__weak_reference(__sys_readlink, readlink);

ssize_t
readlinkat(int dirfd, const char *restrict path, char *restrict buf,
    size_t len)
{
	return (__syscall_ret(__syscall4(__NR_readlinkat, dirfd, (long)path,
	    (long)buf, (long)len)));
}
