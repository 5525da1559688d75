/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sigemptyset, sigfillset, sigaddset, sigdelset, sigismember: POSIX.
 */

#include <errno.h>
#include <signal.h>

#include "libc_private.h"

static int
valid(int sig)
{
	if (sig >= 1 && sig < NSIG)
		return (1);
	errno = EINVAL;
	return (0);
}

__weak int
sigemptyset(sigset_t *set)
{
	set->__bits[0] = 0;
	return (0);
}

__weak int
sigfillset(sigset_t *set)
{
	set->__bits[0] = ~0UL;
	return (0);
}

__weak int
sigaddset(sigset_t *set, int sig)
{
	if (!valid(sig))
		return (-1);
	set->__bits[0] |= 1UL << (sig - 1);
	return (0);
}

__weak int
sigdelset(sigset_t *set, int sig)
{
	if (!valid(sig))
		return (-1);
	set->__bits[0] &= ~(1UL << (sig - 1));
	return (0);
}

__weak int
sigismember(const sigset_t *set, int sig)
{
	if (!valid(sig))
		return (-1);
	return ((int)(set->__bits[0] >> (sig - 1) & 1));
}
