/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Masks and waits of signals: sigprocmask, pthread_sigmask, sigpending,
 * sigsuspend, sigtimedwait, sigwaitinfo, sigwait, pause, sigaltstack: POSIX.
 */

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "pthread_private.h"

__weak int
pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	return ((int)-__syscall4(__NR_rt_sigprocmask, how, (long)set,
	    (long)old, sizeof(*set)));
}

__weak int
sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	return ((int)__syscall_ret(__syscall4(__NR_rt_sigprocmask, how,
	    (long)set, (long)old, sizeof(*set))));
}

void
__block_signals(sigset_t *old)
{
	static const sigset_t all = { { ~0UL } };

	(void)__syscall4(__NR_rt_sigprocmask, SIG_BLOCK, (long)&all,
	    (long)old, sizeof(all));
}

void
__restore_signals(const sigset_t *old)
{
	(void)__syscall4(__NR_rt_sigprocmask, SIG_SETMASK, (long)old, 0,
	    sizeof(*old));
}

__weak int
sigpending(sigset_t *set)
{
	return ((int)__syscall_ret(__syscall2(__NR_rt_sigpending, (long)set,
	    sizeof(*set))));
}

__weak int
sigsuspend(const sigset_t *mask)
{
	return ((int)__syscall_ret(__syscall2(__NR_rt_sigsuspend, (long)mask,
	    sizeof(*mask))));
}

__weak int
sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info,
    const struct timespec *restrict timeout)
{
	return ((int)__syscall_ret(__syscall4(__NR_rt_sigtimedwait,
	    (long)set, (long)info, (long)timeout, sizeof(*set))));
}

__weak int
sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info)
{
	return ((int)__syscall_ret(__syscall4(__NR_rt_sigtimedwait,
	    (long)set, (long)info, 0, sizeof(*set))));
}

/* Returns the error; a handler of another signal does not end the wait. */
__weak int
sigwait(const sigset_t *restrict set, int *restrict sig)
{
	long r;

	do
		r = __syscall4(__NR_rt_sigtimedwait, (long)set, 0, 0,
		    sizeof(*set));
	while (r == -EINTR);
	if (r < 0)
		return ((int)-r);
	*sig = (int)r;
	return (0);
}

__weak int
pause(void)
{
	return ((int)__syscall_ret(__syscall0(__NR_pause)));
}

__weak int
sigaltstack(const stack_t *restrict new, stack_t *restrict old)
{
	return ((int)__syscall_ret(__syscall2(__NR_sigaltstack, (long)new,
	    (long)old)));
}
