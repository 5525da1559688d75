/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * wait, waitpid: POSIX.  wait3, wait4: BSD.
 */

#include <sys/wait.h>

#include "libc_private.h"

pid_t
__sys_wait4(pid_t pid, int *status, int options, struct rusage *ru)
{
	return ((pid_t)__syscall_ret(__syscall4(__NR_wait4, pid, (long)status,
	    options, (long)ru)));
}
__weak_reference(__sys_wait4, wait4);

__weak pid_t
wait3(int *status, int options, struct rusage *ru)
{
	return (__sys_wait4(-1, status, options, ru));
}

__weak pid_t
waitpid(pid_t pid, int *status, int options)
{
	return (__sys_wait4(pid, status, options, NULL));
}

__weak pid_t
wait(int *status)
{
	return (__sys_wait4(-1, status, 0, NULL));
}
