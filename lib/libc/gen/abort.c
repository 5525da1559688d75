/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * abort: ISO C 7.22.4.1, POSIX.
 */

#include <signal.h>
#include <stdlib.h>

#include "pthread_private.h"

void
abort(void)
{
	static int lock;
	struct sigaction sa;
	sigset_t mask;

	mask.__bits[0] = 1UL << (SIGABRT - 1);
	(void)__syscall4(__NR_rt_sigprocmask, SIG_UNBLOCK, (long)&mask, 0,
	    sizeof(mask));
	(void)__sys_raise(SIGABRT);

	/*
	 * It was ignored, or the handler returned.  With the lock for ever
	 * held, only one thread sets the default action and dies of it.
	 */
	__block_signals(&mask);
	__libc_lock(&lock);
	sa.sa_handler = SIG_DFL;
	sa.sa_flags = 0;
	sa.sa_mask.__bits[0] = 0;
	(void)__sys_sigaction(SIGABRT, &sa, NULL);
	(void)__sys_raise(SIGABRT);
	mask.__bits[0] = 1UL << (SIGABRT - 1);
	(void)__syscall4(__NR_rt_sigprocmask, SIG_UNBLOCK, (long)&mask, 0,
	    sizeof(mask));
	__builtin_trap();
}
