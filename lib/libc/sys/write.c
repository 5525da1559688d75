/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * write, pwrite, writev, pwritev: POSIX.  Counts and offsets in bytes.
 */

#include <sys/uio.h>
#include <unistd.h>

#include "libc_private.h"

ssize_t
__sys_write(int fd, const void *buf, size_t len)
{
	return (__syscall_ret(__syscall3(__NR_write, fd, (long)buf,
	    (long)len)));
}
__weak_reference(__sys_write, write);

ssize_t
__sys_writev(int fd, const struct iovec *iov, int n)
{
	return (__syscall_ret(__syscall3(__NR_writev, fd, (long)iov, n)));
}
__weak_reference(__sys_writev, writev);

__weak ssize_t
pwrite(int fd, const void *buf, size_t len, off_t offset)
{
	return (__syscall_ret(__syscall4(__NR_pwrite64, fd, (long)buf,
	    (long)len, offset)));
}

__weak ssize_t
pwritev(int fd, const struct iovec *iov, int n, off_t offset)
{
	return (__syscall_ret(__syscall5(__NR_pwritev, fd, (long)iov, n,
	    offset, 0)));
}
