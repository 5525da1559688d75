/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * read, pread, readv, preadv: POSIX.  Counts and offsets in bytes.
 */

#include <sys/uio.h>
#include <unistd.h>

#include "libc_private.h"

ssize_t
__sys_read(int fd, void *buf, size_t len)
{
	return (__syscall_ret(__syscall3(__NR_read, fd, (long)buf,
	    (long)len)));
}
__weak_reference(__sys_read, read);

ssize_t
__sys_readv(int fd, const struct iovec *iov, int n)
{
	return (__syscall_ret(__syscall3(__NR_readv, fd, (long)iov, n)));
}
__weak_reference(__sys_readv, readv);

__weak ssize_t
pread(int fd, void *buf, size_t len, off_t offset)
{
	return (__syscall_ret(__syscall4(__NR_pread64, fd, (long)buf,
	    (long)len, offset)));
}

__weak ssize_t
preadv(int fd, const struct iovec *iov, int n, off_t offset)
{
	return (__syscall_ret(__syscall5(__NR_preadv, fd, (long)iov, n,
	    offset, 0)));
}
