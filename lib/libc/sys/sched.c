/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sched_yield, priority ranges: POSIX.  Processor sets: Linux.
 */

#include <sched.h>
#include <string.h>

#include "libc_private.h"

int
__sys_sched_yield(void)
{
	return ((int)__syscall_ret(__syscall0(__NR_sched_yield)));
}
__weak_reference(__sys_sched_yield, sched_yield);

__weak int
sched_get_priority_max(int policy)
{
	return ((int)__syscall_ret(__syscall1(__NR_sched_get_priority_max,
	    policy)));
}

__weak int
sched_get_priority_min(int policy)
{
	return ((int)__syscall_ret(__syscall1(__NR_sched_get_priority_min,
	    policy)));
}

/* The kernel fills as many bytes as it has; the rest is set to 0. */
__weak int
sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	long r;

	r = __syscall3(__NR_sched_getaffinity, pid, (long)size, (long)set);
	if (r < 0)
		return ((int)__syscall_ret(r));
	if ((size_t)r < size)
		(void)memset((char *)set + r, 0, size - (size_t)r);
	return (0);
}

__weak int
sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)
{
	return ((int)__syscall_ret(__syscall3(__NR_sched_setaffinity, pid,
	    (long)size, (long)set)));
}

__weak int
sched_getcpu(void)
{
	unsigned int cpu;
	long r;

	r = __syscall3(__NR_getcpu, (long)&cpu, 0, 0);
	if (r < 0)
		return ((int)__syscall_ret(r));
	return ((int)cpu);
}

int
__sched_cpucount(size_t size, const cpu_set_t *set)
{
	const unsigned char *p;
	size_t i;
	int n;

	p = (const unsigned char *)set;
	n = 0;
	for (i = 0; i < size; i++)
		n += __builtin_popcount(p[i]);
	return (n);
}

void
__sched_cpuzero(size_t size, cpu_set_t *set)
{
	(void)memset(set, 0, size);
}
