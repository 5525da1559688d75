/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * kill, killpg, sigqueue, raise: POSIX, ISO C 7.14.2.1.
 */

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "libc_private.h"

int
__sys_kill(pid_t pid, int sig)
{
	return ((int)__syscall_ret(__syscall2(__NR_kill, pid, sig)));
}
__weak_reference(__sys_kill, kill);

__weak int
killpg(pid_t pgrp, int sig)
{
	if (pgrp < 0) {
		errno = EINVAL;
		return (-1);
	}
	return (__sys_kill(-pgrp, sig));
}

__weak int
sigqueue(pid_t pid, int sig, const union sigval value)
{
	siginfo_t si;

	(void)memset(&si, 0, sizeof(si));
	si.si_signo = sig;
	si.si_code = SI_QUEUE;
	si.si_pid = __sys_getpid();
	si.si_uid = (uid_t)__syscall0(__NR_getuid);
	si.si_value = value;
	return ((int)__syscall_ret(__syscall3(__NR_rt_sigqueueinfo, pid, sig,
	    (long)&si)));
}

/*
 * To the calling thread.  Its id is asked for, not remembered: the child of
 * a vfork runs on its parent's control block.
 */
int
__sys_raise(int sig)
{
	return ((int)__syscall_ret(__syscall3(__NR_tgkill, __sys_getpid(),
	    __syscall0(__NR_gettid), sig)));
}
__weak_reference(__sys_raise, raise);
