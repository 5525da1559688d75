/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * system(3).  The child of the raw fork only calls the kernel, so locks of
 * other threads do not matter to it.
 */
#include <sys/syscall.h>
#include <errno.h>
#include <paths.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libc_private.h"
#include "string_private.h"

#define	KERNEL_SIGSET	8	/* bytes of a set of signals */

static void
change_mask(int how, const unsigned long *set, unsigned long *old)
{

	__syscall4(SYS_rt_sigprocmask, how, (long)set, (long)old,
	    KERNEL_SIGSET);
}

static int
wait_for(pid_t pid)
{
	int status;

	while (__sys_wait4(pid, &status, 0, NULL) == -1)
		if (errno != EINTR)
			return (-1);
	return (status);
}

int
system(const char *command)
{
	const char *argv[] = { "sh", "-c", "--", command, NULL };
	unsigned long chld = 1UL << (SIGCHLD - 1), mask;
	struct sigaction ignore, intr, quit;
	int error, status = -1;
	pid_t pid;

	if (command == NULL)
		return (__syscall2(SYS_access, (long)_PATH_BSHELL, X_OK) == 0);
	/* POSIX: keys at the terminal are for the command, not for us. */
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	__sys_sigaction(SIGINT, &ignore, &intr);
	__sys_sigaction(SIGQUIT, &ignore, &quit);
	change_mask(SIG_BLOCK, &chld, &mask);
	pid = __sys_fork();
	if (pid == 0) {
		__sys_sigaction(SIGINT, &intr, NULL);
		__sys_sigaction(SIGQUIT, &quit, NULL);
		change_mask(SIG_SETMASK, &mask, NULL);
		__sys_execve(_PATH_BSHELL, __DECONST(char *const *, argv),
		    __environ);
		__sys_exit(127);
	}
	if (pid != -1)
		status = wait_for(pid);
	error = errno;
	__sys_sigaction(SIGINT, &intr, NULL);
	__sys_sigaction(SIGQUIT, &quit, NULL);
	change_mask(SIG_SETMASK, &mask, NULL);
	errno = error;
	return (status);
}
