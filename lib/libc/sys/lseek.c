/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * lseek, ftruncate, truncate: POSIX.
 */

#include <unistd.h>

#include "libc_private.h"

off_t
__sys_lseek(int fd, off_t offset, int whence)
{
	return (__syscall_ret(__syscall3(__NR_lseek, fd, offset, whence)));
}
__weak_reference(__sys_lseek, lseek);

int
__sys_ftruncate(int fd, off_t length)
{
	return ((int)__syscall_ret(__syscall2(__NR_ftruncate, fd, length)));
}
__weak_reference(__sys_ftruncate, ftruncate);

__weak int
truncate(const char *path, off_t length)
{
	return ((int)__syscall_ret(__syscall2(__NR_truncate, (long)path,
	    length)));
}
