/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fsync, fdatasync, sync: POSIX.
 */

#include <unistd.h>

#include "libc_private.h"

__weak int
fsync(int fd)
{
	return ((int)__syscall_ret(__syscall1(__NR_fsync, fd)));
}

__weak int
fdatasync(int fd)
{
	return ((int)__syscall_ret(__syscall1(__NR_fdatasync, fd)));
}

__weak void
sync(void)
{
	(void)__syscall0(__NR_sync);
}
