/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * execve: POSIX.
 */

#include <unistd.h>

#include "libc_private.h"

int
__sys_execve(const char *path, char *const argv[], char *const envp[])
{
	return ((int)__syscall_ret(__syscall3(__NR_execve, (long)path,
	    (long)argv, (long)envp)));
}
__weak_reference(__sys_execve, execve);
