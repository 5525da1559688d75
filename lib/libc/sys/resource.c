/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getrlimit, setrlimit, getrusage, getpriority, setpriority, nice: POSIX.
 * prlimit: Linux.
 */

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "libc_private.h"

int
__sys_prlimit(pid_t pid, int resource, const struct rlimit *new,
    struct rlimit *old)
{
	return ((int)__syscall_ret(__syscall4(__NR_prlimit64, pid, resource,
	    (long)new, (long)old)));
}
__weak_reference(__sys_prlimit, prlimit);

__weak int
getrlimit(int resource, struct rlimit *rl)
{
	return (__sys_prlimit(0, resource, NULL, rl));
}

__weak int
setrlimit(int resource, const struct rlimit *rl)
{
	return (__sys_prlimit(0, resource, rl, NULL));
}

__weak int
getrusage(int who, struct rusage *ru)
{
	return ((int)__syscall_ret(__syscall2(__NR_getrusage, who,
	    (long)ru)));
}

/* The kernel gives 20 - nice, so that no result looks like an error. */
__weak int
getpriority(int which, id_t who)
{
	long r;

	r = __syscall_ret(__syscall2(__NR_getpriority, which, who));
	return (r < 0 ? -1 : 20 - (int)r);
}

__weak int
setpriority(int which, id_t who, int priority)
{
	return ((int)__syscall_ret(__syscall3(__NR_setpriority, which, who,
	    priority)));
}

/* -1 may be the new value: the caller sets errno to 0 before. */
__weak int
nice(int increment)
{
	int old, new;

	old = 20 - (int)__syscall2(__NR_getpriority, PRIO_PROCESS, 0);
	if (increment > PRIO_MAX - PRIO_MIN)
		increment = PRIO_MAX - PRIO_MIN;
	if (increment < PRIO_MIN - PRIO_MAX)
		increment = PRIO_MIN - PRIO_MAX;
	new = old + increment;
	if (new > PRIO_MAX - 1)
		new = PRIO_MAX - 1;
	if (new < PRIO_MIN)
		new = PRIO_MIN;
	if (__syscall_ret(__syscall3(__NR_setpriority, PRIO_PROCESS, 0,
	    new)) != 0) {
		if (errno == EACCES)
			errno = EPERM;
		return (-1);
	}
	return (new);
}
