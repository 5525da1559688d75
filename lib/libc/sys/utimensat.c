/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * File times: utimensat, futimens (POSIX), utimes (BSD), utime (POSIX 2008).
 */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

#include "libc_private.h"

static int
set_times(int dirfd, const char *path, const struct timespec *times,
    int flags)
{
	return ((int)__syscall_ret(__syscall4(__NR_utimensat, dirfd,
	    (long)path, (long)times, flags)));
}

__weak int
utimensat(int dirfd, const char *path, const struct timespec times[2],
    int flags)
{
	return (set_times(dirfd, path, times, flags));
}

__weak int
futimens(int fd, const struct timespec times[2])
{
	return ((int)__syscall_ret(__syscall4(__NR_utimensat, fd, 0,
	    (long)times, 0)));
}

__weak int
utimes(const char *path, const struct timeval tv[2])
{
	struct timespec ts[2];
	int i;

	if (tv == NULL)
		return (set_times(AT_FDCWD, path, NULL, 0));
	for (i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000) {
			errno = EINVAL;
			return (-1);
		}
		ts[i].tv_sec = tv[i].tv_sec;
		ts[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	return (set_times(AT_FDCWD, path, ts, 0));
}

__weak int
utime(const char *path, const struct utimbuf *t)
{
	struct timespec ts[2];

	if (t == NULL)
		return (set_times(AT_FDCWD, path, NULL, 0));
	ts[0].tv_sec = t->actime;
	ts[1].tv_sec = t->modtime;
	ts[0].tv_nsec = ts[1].tv_nsec = 0;
	return (set_times(AT_FDCWD, path, ts, 0));
}
