/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * abort ends the program by SIGABRT, whatever was done to that signal.
 */

#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>

#include "../libc_test.h"

static void
handler(int sig)
{
	(void)sig;
}

static void
leave_handler(int sig)
{
	_exit(sig + 10);
}

int
main(void)
{
	void (*const action[])(int) = { SIG_DFL, SIG_IGN, handler,
	    leave_handler };
	sigset_t set;
	int i, status;
	pid_t pid;

	(void)sigfillset(&set);
	for (i = 0; i < 8; i++) {
		pid = fork();
		if (pid == 0) {
			(void)signal(SIGABRT, action[i % 4]);
			if (i >= 4)
				(void)sigprocmask(SIG_SETMASK, &set, NULL);
			abort();
		}
		CHECK(waitpid(pid, &status, 0) == pid);
		if (i % 4 == 3)
			CHECK_AT(WIFEXITED(status) &&
			    WEXITSTATUS(status) == SIGABRT + 10, i, status);
		else
			CHECK_AT(WIFSIGNALED(status) &&
			    WTERMSIG(status) == SIGABRT, i, status);
	}
	return (test_failures != 0);
}
