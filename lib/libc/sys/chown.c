/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * chown, fchown, lchown, fchownat: POSIX.
 */

#include <fcntl.h>
#include <unistd.h>

#include "libc_private.h"

static int
chown_at(int dirfd, const char *path, uid_t uid, gid_t gid, int flags)
{
	return ((int)__syscall_ret(__syscall5(__NR_fchownat, dirfd,
	    (long)path, uid, gid, flags)));
}

__weak int
fchownat(int dirfd, const char *path, uid_t uid, gid_t gid, int flags)
{
	return (chown_at(dirfd, path, uid, gid, flags));
}

__weak int
chown(const char *path, uid_t uid, gid_t gid)
{
	return (chown_at(AT_FDCWD, path, uid, gid, 0));
}

__weak int
lchown(const char *path, uid_t uid, gid_t gid)
{
	return (chown_at(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW));
}

__weak int
fchown(int fd, uid_t uid, gid_t gid)
{
	return ((int)__syscall_ret(__syscall3(__NR_fchown, fd, uid, gid)));
}
