/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Who a process is: getpid, getppid, getpgid, getsid, user and group ids:
 * POSIX.  gettid: Linux.
 */

#include <unistd.h>

#include "libc_private.h"

pid_t
__sys_getpid(void)
{
	return ((pid_t)__syscall0(__NR_getpid));
}
__weak_reference(__sys_getpid, getpid);

__weak pid_t
getppid(void)
{
	return ((pid_t)__syscall0(__NR_getppid));
}

__weak pid_t
gettid(void)
{
	return ((pid_t)__syscall0(__NR_gettid));
}

__weak pid_t
getpgrp(void)
{
	return ((pid_t)__syscall1(__NR_getpgid, 0));
}

__weak pid_t
getpgid(pid_t pid)
{
	return ((pid_t)__syscall_ret(__syscall1(__NR_getpgid, pid)));
}

__weak int
setpgid(pid_t pid, pid_t pgid)
{
	return ((int)__syscall_ret(__syscall2(__NR_setpgid, pid, pgid)));
}

__weak pid_t
getsid(pid_t pid)
{
	return ((pid_t)__syscall_ret(__syscall1(__NR_getsid, pid)));
}

__weak pid_t
setsid(void)
{
	return ((pid_t)__syscall_ret(__syscall0(__NR_setsid)));
}

__weak uid_t
getuid(void)
{
	return ((uid_t)__syscall0(__NR_getuid));
}

__weak uid_t
geteuid(void)
{
	return ((uid_t)__syscall0(__NR_geteuid));
}

__weak gid_t
getgid(void)
{
	return ((gid_t)__syscall0(__NR_getgid));
}

__weak gid_t
getegid(void)
{
	return ((gid_t)__syscall0(__NR_getegid));
}

__weak int
getgroups(int n, gid_t groups[])
{
	return ((int)__syscall_ret(__syscall2(__NR_getgroups, n,
	    (long)groups)));
}
