/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * close: POSIX.
 */

#include <errno.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_close(int fd)
{
	long r;

	/*
	 * Linux has closed it even when a signal cut the call short: a
	 * second close could hit a file that another thread opened since.
	 */
	r = __syscall1(__NR_close, fd);
	if (r == -EINTR)
		r = 0;
	return ((int)__syscall_ret(r));
}
__weak_reference(__sys_close, close);
