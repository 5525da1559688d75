/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Signals: handlers, masks, interrupted and restarted calls, alternate
 * stack, waiting, values.
 */

#include <sys/mman.h>
#include <sys/time.h>

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "../libc_test.h"

static volatile sig_atomic_t count, last;
static void *volatile frame, *volatile info_ptr;

static void
handler(int sig)
{
	count++;
	last = sig;
	frame = __builtin_frame_address(0);
}

static void
info_handler(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc;

	uc = context;
	CHECK(info->si_signo == sig);
	if (info->si_code == SI_QUEUE) {
		info_ptr = info->si_value.sival_ptr;
		CHECK(info->si_pid == getpid() && info->si_uid == getuid());
	} else
		CHECK(info->si_code == SI_TKILL || info->si_code == SI_USER);
	CHECK(sigismember(&uc->uc_sigmask, SIGHUP) == 1);
	CHECK(uc->uc_mcontext.gregs[REG_RIP] != 0);
	count++;
}

static void
arm(long usec)
{
	struct itimerval it = { { 0, 0 }, { 0, 0 } };

	it.it_value.tv_usec = usec;
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
}

static void
check_sets(void)
{
	sigset_t set;

	CHECK(sigemptyset(&set) == 0 && sigismember(&set, SIGUSR1) == 0);
	CHECK(sigaddset(&set, SIGRTMAX) == 0 &&
	    sigismember(&set, SIGRTMAX) == 1);
	CHECK(sigdelset(&set, SIGRTMAX) == 0 &&
	    sigismember(&set, SIGRTMAX) == 0);
	CHECK(sigfillset(&set) == 0 && sigismember(&set, 1) == 1);
	CHECK(sigaddset(&set, 0) == -1 && errno == EINVAL);
	CHECK(sigdelset(&set, 65) == -1 && errno == EINVAL);
	CHECK(sigismember(&set, -1) == -1 && errno == EINVAL);
}

static void
check_restart(void)
{
	struct sigaction sa;
	struct itimerval it;
	char c;
	int fd[2];

	/* signal: read goes on.  The second timer's handler ends it. */
	CHECK(pipe(fd) == 0);
	CHECK(signal(SIGALRM, handler) == SIG_DFL);
	CHECK(siginterrupt(SIGALRM, 1) == 0);
	count = 0;
	arm(20000);
	CHECK(read(fd[0], &c, 1) == -1 && errno == EINTR && count == 1);
	CHECK(siginterrupt(SIGALRM, 0) == 0);
	CHECK(sigaction(SIGALRM, NULL, &sa) == 0);
	CHECK(sa.sa_flags == SA_RESTART && sa.sa_handler == handler);
	if (fork() == 0) {
		(void)usleep(60000);
		_exit(write(fd[1], "x", 1) != 1);
	}
	arm(20000);
	CHECK(read(fd[0], &c, 1) == 1 && c == 'x' && count == 2);

	CHECK(alarm(100) == 0);
	CHECK(getitimer(ITIMER_REAL, &it) == 0 && it.it_value.tv_sec >= 99);
	CHECK(alarm(0) == 100 && alarm(0) == 0);
}

static void
check_wait(void)
{
	struct timespec ts = { 0, 10000000 };
	sigset_t set, old, pending;
	siginfo_t info;
	int sig;

	CHECK(sigemptyset(&set) == 0 && sigaddset(&set, SIGUSR1) == 0);
	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
	count = 0;
	CHECK(raise(SIGUSR1) == 0 && count == 0);
	CHECK(sigpending(&pending) == 0 &&
	    sigismember(&pending, SIGUSR1) == 1);
	CHECK(sigsuspend(&old) == -1 && errno == EINTR && count == 1);
	CHECK(raise(SIGUSR1) == 0 && sigwait(&set, &sig) == 0 &&
	    sig == SIGUSR1);
	CHECK(kill(getpid(), SIGUSR1) == 0);
	CHECK(sigwaitinfo(&set, &info) == SIGUSR1 &&
	    info.si_code == SI_USER && info.si_pid == getpid());
	CHECK(sigtimedwait(&set, &info, &ts) == -1 && errno == EAGAIN);
	CHECK(count == 1 && sigprocmask(SIG_SETMASK, &old, NULL) == 0);
	CHECK(sigprocmask(55, &old, NULL) == -1 && errno == EINVAL);
}

static void
check_info(void)
{
	struct sigaction sa, old;
	union sigval value;
	sigset_t mask;

	CHECK(sigemptyset(&sa.sa_mask) == 0);
	sa.sa_flags = SA_SIGINFO;
	sa.sa_sigaction = info_handler;
	CHECK(sigaction(SIGRTMIN, &sa, NULL) == 0);
	CHECK(sigaction(SIGRTMIN, NULL, &old) == 0);
	CHECK(old.sa_sigaction == info_handler &&
	    old.sa_flags == SA_SIGINFO);
	CHECK(sigemptyset(&mask) == 0 && sigaddset(&mask, SIGHUP) == 0);
	CHECK(sigprocmask(SIG_BLOCK, &mask, NULL) == 0);
	count = 0;
	value.sival_ptr = &mask;
	CHECK(sigqueue(getpid(), SIGRTMIN, value) == 0);
	CHECK(count == 1 && info_ptr == &mask);
	CHECK(raise(SIGRTMIN) == 0 && count == 2);
	CHECK(sigprocmask(SIG_UNBLOCK, &mask, NULL) == 0);
	errno = 0;
	CHECK(sigaction(SIGKILL, &sa, NULL) == -1 && errno == EINVAL);
	CHECK(signal(0, handler) == SIG_ERR && errno == EINVAL);
	CHECK(raise(1000) == -1 && errno == EINVAL);
}

static void
check_altstack(void)
{
	struct sigaction sa;
	stack_t ss, got;

	ss.ss_size = 4 * SIGSTKSZ;
	ss.ss_flags = 0;
	ss.ss_sp = mmap(NULL, ss.ss_size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	CHECK(sigaltstack(&ss, NULL) == 0 && sigaltstack(NULL, &got) == 0);
	CHECK(got.ss_sp == ss.ss_sp && got.ss_size == ss.ss_size);
	CHECK(sigemptyset(&sa.sa_mask) == 0);
	sa.sa_flags = SA_ONSTACK | SA_RESETHAND;
	sa.sa_handler = handler;
	CHECK(sigaction(SIGUSR2, &sa, NULL) == 0);
	CHECK(raise(SIGUSR2) == 0 && last == SIGUSR2);
	CHECK((char *)frame > (char *)ss.ss_sp &&
	    (char *)frame < (char *)ss.ss_sp + ss.ss_size);
	CHECK(sigaction(SIGUSR2, NULL, &sa) == 0 && sa.sa_handler == SIG_DFL);
	ss.ss_flags = SS_DISABLE;
	CHECK(sigaltstack(&ss, NULL) == 0);
}

int
main(void)
{
	check_sets();
	check_restart();
	check_wait();
	check_info();
	check_altstack();
	return (test_failures != 0);
}
