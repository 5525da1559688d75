/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sigaction: POSIX.  signal: ISO C 7.14.1, with BSD semantics: calls are
 * restarted, the handler stays.  siginterrupt: XSI.
 */

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "libc_private.h"

#define	SA_RESTORER	0x04000000UL

/* As the kernel has it. */
struct kernel_sigaction {
	void		(*handler)(int);
	unsigned long	flags;
	void		(*restorer)(void);
	sigset_t	mask;
};

void	__sigreturn(void) __hidden;

int
__sys_sigaction(int sig, const struct sigaction *restrict act,
    struct sigaction *restrict oact)
{
	struct kernel_sigaction new, old;
	long r;

	if (act != NULL) {
		new.handler = act->sa_handler;
		new.flags = (unsigned int)act->sa_flags | SA_RESTORER;
		new.restorer = __sigreturn;
		new.mask = act->sa_mask;
	}
	r = __syscall4(__NR_rt_sigaction, sig,
	    (long)(act != NULL ? &new : NULL),
	    (long)(oact != NULL ? &old : NULL), sizeof(sigset_t));
	if (r == 0 && oact != NULL) {
		(void)memset(oact, 0, sizeof(*oact));
		oact->sa_handler = old.handler;
		oact->sa_flags = (int)(old.flags & ~SA_RESTORER);
		oact->sa_mask = old.mask;
	}
	return ((int)__syscall_ret(r));
}
__weak_reference(__sys_sigaction, sigaction);

static sigset_t interrupting;	/* signals whose handlers break calls */

void
(*signal(int sig, void (*handler)(int)))(int)
{
	struct sigaction sa, old;

	if (sig < 1 || sig >= NSIG || handler == SIG_ERR) {
		errno = EINVAL;
		return (SIG_ERR);
	}
	sa.sa_handler = handler;
	sa.sa_mask.__bits[0] = 0;
	sa.sa_flags = (interrupting.__bits[0] >> (sig - 1) & 1) != 0 ? 0 :
	    SA_RESTART;
	if (__sys_sigaction(sig, &sa, &old) != 0)
		return (SIG_ERR);
	return (old.sa_handler);
}

__weak int
siginterrupt(int sig, int flag)
{
	struct sigaction sa;

	if (__sys_sigaction(sig, NULL, &sa) != 0)
		return (-1);
	if (flag != 0) {
		sa.sa_flags &= ~SA_RESTART;
		interrupting.__bits[0] |= 1UL << (sig - 1);
	} else {
		sa.sa_flags |= SA_RESTART;
		interrupting.__bits[0] &= ~(1UL << (sig - 1));
	}
	return (__sys_sigaction(sig, &sa, NULL));
}
