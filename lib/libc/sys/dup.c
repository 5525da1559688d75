/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * dup, dup2, dup3, pipe, pipe2: POSIX.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "libc_private.h"

__weak int
dup(int fd)
{
	return ((int)__syscall_ret(__syscall1(__NR_dup, fd)));
}

int
__sys_dup2(int from, int to)
{
	long r;

	/* EBUSY: another thread is just opening a file as that number. */
	do
		r = __syscall2(__NR_dup2, from, to);
	while (r == -EBUSY);
	return ((int)__syscall_ret(r));
}
__weak_reference(__sys_dup2, dup2);

__weak int
dup3(int from, int to, int flags)
{
	long r;

	do
		r = __syscall3(__NR_dup3, from, to, flags);
	while (r == -EBUSY);
	return ((int)__syscall_ret(r));
}

__weak int
pipe(int fd[2])
{
	return ((int)__syscall_ret(__syscall2(__NR_pipe2, (long)fd, 0)));
}

__weak int
pipe2(int fd[2], int flags)
{
	return ((int)__syscall_ret(__syscall2(__NR_pipe2, (long)fd, flags)));
}
