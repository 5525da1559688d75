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

pid_t
getppid(void)
{
	return ((pid_t)__syscall0(__NR_getppid));
}

pid_t
gettid(void)
{
	return ((pid_t)__syscall0(__NR_gettid));
}

pid_t
getpgrp(void)
{
	return ((pid_t)__syscall1(__NR_getpgid, 0));
}

pid_t
getpgid(pid_t pid)
{
	return ((pid_t)__syscall_ret(__syscall1(__NR_getpgid, pid)));
}

int
setpgid(pid_t pid, pid_t pgid)
{
	return ((int)__syscall_ret(__syscall2(__NR_setpgid, pid, pgid)));
}

pid_t
getsid(pid_t pid)
{
	return ((pid_t)__syscall_ret(__syscall1(__NR_getsid, pid)));
}

pid_t
setsid(void)
{
	return ((pid_t)__syscall_ret(__syscall0(__NR_setsid)));
}

uid_t
getuid(void)
{
	return ((uid_t)__syscall0(__NR_getuid));
}

uid_t
geteuid(void)
{
	return ((uid_t)__syscall0(__NR_geteuid));
}

gid_t
getgid(void)
{
	return ((gid_t)__syscall0(__NR_getgid));
}

gid_t
getegid(void)
{
	return ((gid_t)__syscall0(__NR_getegid));
}

int
getgroups(int n, gid_t groups[])
{
	return ((int)__syscall_ret(__syscall2(__NR_getgroups, n,
	    (long)groups)));
}
