/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fcntl, posix_fadvise, posix_fallocate: POSIX.  fallocate: Linux.
 * flock: BSD.  lockf: POSIX, on top of fcntl.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_fcntl(int fd, int cmd, ...)
{
	va_list ap;
	long arg;

	/* An int or a pointer; the kernel takes no more than it needs. */
	va_start(ap, cmd);
	arg = va_arg(ap, long);
	va_end(ap);
	return ((int)__syscall_ret(__syscall3(__NR_fcntl, fd, cmd, arg)));
}
__weak_reference(__sys_fcntl, fcntl);

__weak int
flock(int fd, int operation)
{
	return ((int)__syscall_ret(__syscall2(__NR_flock, fd, operation)));
}

__weak int
lockf(int fd, int function, off_t size)
{
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = size
	};

	switch (function) {
	case F_ULOCK:
		lock.l_type = F_UNLCK;
		return (__sys_fcntl(fd, F_SETLK, &lock));
	case F_LOCK:
		return (__sys_fcntl(fd, F_SETLKW, &lock));
	case F_TLOCK:
		return (__sys_fcntl(fd, F_SETLK, &lock));
	case F_TEST:
		if (__sys_fcntl(fd, F_GETLK, &lock) != 0)
			return (-1);
		if (lock.l_type == F_UNLCK || lock.l_pid == __sys_getpid())
			return (0);
		errno = EACCES;
		return (-1);
	default:
		errno = EINVAL;
		return (-1);
	}
}

__weak int
fallocate(int fd, int mode, off_t offset, off_t len)
{
	return ((int)__syscall_ret(__syscall4(__NR_fallocate, fd, mode,
	    offset, len)));
}

/* These two return the error. */

__weak int
posix_fallocate(int fd, off_t offset, off_t len)
{
	return ((int)-__syscall4(__NR_fallocate, fd, 0, offset, len));
}

__weak int
posix_fadvise(int fd, off_t offset, off_t len, int advice)
{
	return ((int)-__syscall4(__NR_fadvise64, fd, offset, len, advice));
}
