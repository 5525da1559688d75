/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Instructions of the fast paths, counted one by one: a child runs, its
 * parent steps through malloc and free, from their first instruction to the
 * one that returns.
 */
#include <sys/ptrace.h>
#include <sys/user.h>

#include <signal.h>

#include "malloc_atf.h"

#include "size_class.h"

/* The guard: so many instructions at most, of both compilers. */
static const struct guard {
	size_t size;
	long malloc_max, free_max;
} guards[] = {
	{ 16, 16, 26 },
	{ 100, 16, 26 },
	{ 16384, 16, 26 },
};

#define WARM	200	/* pairs before the one that is counted */

static void
child(size_t size)
{
	void *volatile p;
	int i;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(CHILD_SKIPPED);
	for (i = 0; i < WARM; i++) {
		p = malloc(size);
		free(p);
	}
	raise(SIGSTOP);
	p = malloc(size);
	free(p);
	_exit(0);
}

/* Waits for a stop of the child; false if it has ended. */
static bool
stopped(pid_t pid)
{
	int status;

	REQUIRE(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	if (WIFEXITED(status) && WEXITSTATUS(status) == CHILD_SKIPPED)
		atf_tc_skip("this process may not trace its child");
	REQUIRE(WIFSTOPPED(status) || (WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0), "status 0x%x", (unsigned)status);
	return WIFSTOPPED(status);
}

/* Junk would be written one instruction at a time. */
extern const char *malloc_conf;
const char *malloc_conf = MALLOC_FILL ? "junk:false" : NULL;

static uintptr_t
step(pid_t pid, struct user_regs_struct *regs)
{
	REQUIRE(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) == 0, "errno %d",
	    errno);
	if (!stopped(pid))
		return 0;
	REQUIRE(ptrace(PTRACE_GETREGS, pid, NULL, regs) == 0, "errno %d",
	    errno);
	return regs->rip;
}

/* From a function's first instruction to its return. */
static long
count_call(pid_t pid, uintptr_t function)
{
	struct user_regs_struct regs;
	uintptr_t back;
	long n;

	for (n = 0; step(pid, &regs) != function; n++)
		REQUIRE(regs.rip != 0 && n < 1000000, "it is never called");
	errno = 0;
	back = (uintptr_t)ptrace(PTRACE_PEEKDATA, pid, regs.rsp, NULL);
	REQUIRE(errno == 0, "errno %d", errno);
	for (n = 1; step(pid, &regs) != back; n++)
		REQUIRE(n < 1000000, "it does not return");
	return n;
}

static void
count_pair(size_t size, long *in_malloc, long *in_free)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0)
		child(size);
	REQUIRE(stopped(pid), "no stop");
	*in_malloc = count_call(pid, (uintptr_t)malloc);
	*in_free = count_call(pid, (uintptr_t)free);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

ATF_TC_WITHOUT_HEAD(instructions);
ATF_TC_BODY(instructions, tc)
{
	const char *conf_string = getenv("MALLOC_CONF");
	long in_malloc, in_free;
	size_t i;
	bool bad = false;

#ifndef __OPTIMIZE__
	atf_tc_skip("nothing was optimised");
#endif
	if (!config_tcache || config_debug || (conf_string != NULL &&
	    *conf_string != '\0'))
		atf_tc_skip("the knobs or MALLOC_CONF are not the default");
	for (i = 0; i < NELEM(guards); i++) {
		count_pair(guards[i].size, &in_malloc, &in_free);
		printf("%zu bytes: malloc %ld, free %ld\n", guards[i].size,
		    in_malloc, in_free);
		bad |= in_malloc > guards[i].malloc_max ||
		    in_free > guards[i].free_max;
		REQUIRE(in_malloc > 5 && in_free > 5, "nothing was counted");
	}
	if (bad)
		atf_tc_fail("more than the guard allows: see the output");
}

/* The counter itself: the slow path is longer by far. */
ATF_TC_WITHOUT_HEAD(a_large_object_takes_more);
ATF_TC_BODY(a_large_object_takes_more, tc)
{
	long in_malloc, in_free;

	count_pair(MIB, &in_malloc, &in_free);
	REQUIRE(in_malloc > 60 && in_free > 60, "malloc %ld, free %ld",
	    in_malloc, in_free);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, instructions);
	ATF_TP_ADD_TC(tp, a_large_object_takes_more);
	return atf_no_error();
}
