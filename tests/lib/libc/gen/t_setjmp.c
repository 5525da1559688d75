/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * setjmp and longjmp: values, registers, the signal mask, out of a handler.
 */

#include <setjmp.h>
#include <signal.h>

#include "../libc_test.h"

static jmp_buf env;
static sigjmp_buf sig_env;

__attribute__((__noinline__)) static void
deep(int n, int value)
{
	volatile char space[256];

	space[0] = (char)n;
	if (n > 0)
		deep(n - 1, value);
	else if (space[0] == 0)
		longjmp(env, value);
	space[1] = space[0];
}

static void
handler(int sig)
{
	siglongjmp(sig_env, sig);
}

static int
blocked(int sig)
{
	sigset_t set;

	CHECK(sigprocmask(SIG_BLOCK, NULL, &set) == 0);
	return (sigismember(&set, sig));
}

int
main(void)
{
	volatile int round;
	int r;
	double d;

	d = 1.5;
	round = 0;
	r = setjmp(env);
	if (round < 3) {
		CHECK_AT(r == (round == 0 ? 0 : round == 1 ? 1 : -7), r,
		    round);
		round++;
		deep(20, round == 1 ? 0 : -7);
		CHECK(0);
	}
	CHECK(round == 3 && d == 1.5);

	/* The handler's mask stays with setjmp, goes with sigsetjmp. */
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	if (sigsetjmp(sig_env, 1) == 0) {
		(void)raise(SIGUSR1);
		CHECK(0);
	}
	CHECK(blocked(SIGUSR1) == 0);
	r = sigsetjmp(sig_env, 0);
	if (r == 0) {
		(void)raise(SIGUSR1);
		CHECK(0);
	}
	CHECK(r == SIGUSR1 && blocked(SIGUSR1) == 1);
	return (test_failures != 0);
}
