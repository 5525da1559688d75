/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Things done to a thread that may be another: pthread_kill,
 * pthread_getcpuclockid (POSIX); names and processor sets (Linux).
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <string.h>

#include "pthread_private.h"

/*
 * Hold the thread, so that its id is not given to another one meanwhile; a
 * handler that did the same would find the lock taken, so signals wait.
 * Returns the id, 0 when the thread has come to its end.
 */
static int
hold(struct pthread *tp, sigset_t *mask)
{
	__block_signals(mask);
	__libc_lock(&tp->kill_lock);
	return (tp->gone ? 0 : __atomic_load_n(&tp->tid, __ATOMIC_ACQUIRE));
}

static void
release(struct pthread *tp, const sigset_t *mask)
{
	__libc_unlock(&tp->kill_lock);
	__restore_signals(mask);
}

/* No error for a thread that has ended but is not yet joined. */
__weak int
pthread_kill(pthread_t thread, int sig)
{
	sigset_t mask;
	long r;
	int tid;

	if (sig < 0 || sig >= NSIG)
		return (EINVAL);
	r = 0;
	tid = hold(thread, &mask);
	if (tid != 0)
		r = __syscall3(__NR_tgkill, __syscall0(__NR_getpid), tid,
		    sig);
	release(thread, &mask);
	return ((int)-r);
}

__weak int
pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set)
{
	sigset_t mask;
	long r;
	int tid;

	r = -ESRCH;
	tid = hold(thread, &mask);
	if (tid != 0)
		r = __syscall3(__NR_sched_getaffinity, tid, (long)size,
		    (long)set);
	release(thread, &mask);
	if (r < 0)
		return ((int)-r);
	if ((size_t)r < size)
		(void)memset((char *)set + r, 0, size - (size_t)r);
	return (0);
}

__weak int
pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set)
{
	sigset_t mask;
	long r;
	int tid;

	r = -ESRCH;
	tid = hold(thread, &mask);
	if (tid != 0)
		r = __syscall3(__NR_sched_setaffinity, tid, (long)size,
		    (long)set);
	release(thread, &mask);
	return ((int)-r);
}

/* Bits 0-1: kind, here that of the scheduler; bit 2: of a thread. */
__weak int
pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
	sigset_t mask;
	int tid;

	tid = hold(thread, &mask);
	release(thread, &mask);
	if (tid == 0)
		return (ESRCH);
	*clock = (clockid_t)(~(unsigned int)tid << 3 | 6);
	return (0);
}

#define	NAME_SIZE	16	/* the kernel's, with the NUL */

/* Open /proc/self/task/TID/comm; returns what open does. */
static long
open_comm(int tid, int flags)
{
	static const char prefix[] = "/proc/self/task/";
	char path[48], digits[12], *p;
	size_t n;

	n = 0;
	do
		digits[n++] = (char)('0' + tid % 10);
	while ((tid /= 10) != 0);
	(void)memcpy(path, prefix, sizeof(prefix) - 1);
	p = path + sizeof(prefix) - 1;
	while (n > 0)
		*p++ = digits[--n];
	(void)memcpy(p, "/comm", sizeof("/comm"));
	return (__syscall4(__NR_openat, AT_FDCWD, (long)path,
	    flags | O_CLOEXEC, 0));
}

__weak int
pthread_setname_np(pthread_t thread, const char *name)
{
	sigset_t mask;
	size_t len;
	long fd, r;
	int tid;

	len = strlen(name);
	if (len >= NAME_SIZE)
		return (ERANGE);
	if (thread == __thread_self())
		return ((int)-__syscall2(__NR_prctl, PR_SET_NAME,
		    (long)name));
	r = -ESRCH;
	tid = hold(thread, &mask);
	if (tid != 0) {
		r = fd = open_comm(tid, O_RDWR);
		if (fd >= 0) {
			r = __syscall3(__NR_write, fd, (long)name, (long)len);
			(void)__syscall1(__NR_close, fd);
		}
	}
	release(thread, &mask);
	return (r < 0 ? (int)-r : 0);
}

__weak int
pthread_getname_np(pthread_t thread, char *name, size_t size)
{
	sigset_t mask;
	long fd, r;
	int tid;

	if (size < NAME_SIZE)
		return (ERANGE);
	if (thread == __thread_self())
		return ((int)-__syscall2(__NR_prctl, PR_GET_NAME,
		    (long)name));
	r = -ESRCH;
	tid = hold(thread, &mask);
	if (tid != 0) {
		r = fd = open_comm(tid, O_RDONLY);
		if (fd >= 0) {
			r = __syscall3(__NR_read, fd, (long)name, NAME_SIZE);
			(void)__syscall1(__NR_close, fd);
			if (r > 0)
				name[r - 1] = '\0';	/* a newline */
		}
	}
	release(thread, &mask);
	return (r < 0 ? (int)-r : 0);
}
