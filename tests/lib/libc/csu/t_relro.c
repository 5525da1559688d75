/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Relocated constants cannot be written once main runs.
 */

#include <sys/wait.h>

#include <signal.h>
#include <stddef.h>

#include "../libc_test.h"

static int target;
static int *const constants[512] = { &target, &target };

int
main(void)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		*(int *volatile *)(uintptr_t)&constants[1] = NULL;
		_exit(0);
	}
	CHECK(pid > 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	CHECK(constants[1] == &target);
	return (test_failures != 0);
}
