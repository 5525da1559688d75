/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Identity, limits, usage, pipes, waiting, polling, random numbers, and the
 * break.
 */

#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "../libc_test.h"

static void
check_ids(void)
{
	struct utsname name;
	char host[65];

	CHECK(getpid() == gettid() && getppid() > 0);
	CHECK(syscall(SYS_getpid) == getpid());
	errno = 0;
	CHECK(syscall(100000) == -1 && errno == ENOSYS);
	CHECK(getpgrp() == getpgid(0) && getsid(0) > 0);
	CHECK(getuid() == geteuid() && getgid() == getegid());
	CHECK(getgroups(0, NULL) >= 0);
	CHECK(uname(&name) == 0 && strcmp(name.sysname, "Linux") == 0);
	CHECK(gethostname(host, sizeof(host)) == 0 &&
	    strcmp(host, name.nodename) == 0);
	CHECK(gethostname(host, 1) == -1 && errno == ENAMETOOLONG);
	CHECK(prctl(PR_SET_NAME, "renamed") == 0);
	CHECK(prctl(PR_GET_NAME, host) == 0 && strcmp(host, "renamed") == 0);
}

static void
check_limits(void)
{
	struct rlimit rl, old;
	struct rusage ru;
	cpu_set_t set;

	CHECK(getrlimit(RLIMIT_NOFILE, &old) == 0);
	rl = old;
	rl.rlim_cur = 30;
	CHECK(setrlimit(RLIMIT_NOFILE, &rl) == 0);
	CHECK(prlimit(0, RLIMIT_NOFILE, &old, &rl) == 0 && rl.rlim_cur == 30);
	CHECK(getrlimit(99, &rl) == -1 && errno == EINVAL);
	CHECK(getrusage(RUSAGE_SELF, &ru) == 0 && ru.ru_maxrss > 0);
	CHECK(getrusage(77, &ru) == -1 && errno == EINVAL);
	errno = 0;
	CHECK(getpriority(PRIO_PROCESS, 0) + 1 == nice(1) && errno == 0);
	CHECK(nice(100) == 19 && getpriority(PRIO_PROCESS, 0) == 19);
	CHECK(sched_getaffinity(0, sizeof(set), &set) == 0);
	CHECK(CPU_COUNT(&set) >= 1 && !CPU_ISSET(1023, &set));
	CHECK(sched_setaffinity(0, sizeof(set), &set) == 0);
	CHECK(sched_getcpu() >= 0 && CPU_ISSET(sched_getcpu(), &set));
	CPU_ZERO(&set);
	CPU_SET(3, &set);
	CPU_SET(5000, &set);
	CHECK(CPU_COUNT(&set) == 1 && CPU_ISSET(3, &set));
	CHECK(sched_setaffinity(0, 0, &set) == -1);
	CHECK(sched_yield() == 0);
	CHECK(sched_get_priority_min(SCHED_FIFO) == 1 &&
	    sched_get_priority_max(SCHED_FIFO) == 99);
}

static void
check_children(void)
{
	struct rusage ru;
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0)
		_exit(77);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 77 &&
	    !WIFSIGNALED(status) && !WIFSTOPPED(status));
	pid = fork();
	if (pid == 0)
		for (;;)
			(void)pause();
	CHECK(waitpid(pid, &status, WNOHANG) == 0);
	CHECK(kill(pid, SIGSTOP) == 0);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid);
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP &&
	    !WIFSIGNALED(status));
	CHECK(kill(pid, SIGCONT) == 0);
	CHECK(waitpid(pid, &status, WCONTINUED) == pid &&
	    WIFCONTINUED(status));
	CHECK(kill(pid, SIGTERM) == 0);
	CHECK(wait4(-1, &status, 0, &ru) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM &&
	    !WIFEXITED(status));
	CHECK(kill(pid, 0) == -1 && errno == ESRCH);
}

static void
check_poll(void)
{
	struct timespec ts = { 0, 1000000 };
	struct timeval tv = { 0, 1000 };
	struct pollfd p;
	fd_set set;
	int fd[2];

	CHECK(pipe2(fd, O_CLOEXEC | O_NONBLOCK) == 0);
	CHECK(fcntl(fd[0], F_GETFD) == FD_CLOEXEC);
	p.fd = fd[0];
	p.events = POLLIN;
	CHECK(poll(&p, 1, 1) == 0 && ppoll(&p, 1, &ts, NULL) == 0);
	FD_ZERO(&set);
	FD_SET(fd[0], &set);
	CHECK(select(fd[0] + 1, &set, NULL, NULL, &tv) == 0);
	CHECK(!FD_ISSET(fd[0], &set));
	CHECK(write(fd[1], "x", 1) == 1);
	CHECK(poll(&p, 1, -1) == 1 && p.revents == POLLIN);
	FD_SET(fd[0], &set);
	CHECK(pselect(fd[0] + 1, &set, NULL, NULL, &ts, NULL) == 1);
	CHECK(FD_ISSET(fd[0], &set) && ts.tv_nsec == 1000000);
	tv.tv_usec = -1;
	CHECK(select(0, NULL, NULL, NULL, &tv) == -1 && errno == EINVAL);
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
}

static void
check_break(void)
{
	char *start, *p;

	start = sbrk(0);
	CHECK(start != (char *)-1 && sbrk(0) == start);
	p = sbrk(10000);
	CHECK(p == start && sbrk(0) == start + 10000);
	(void)memset(p, 1, 10000);
	CHECK(sbrk(-4000) == start + 10000 && sbrk(0) == start + 6000);
	CHECK(brk(start) == 0 && sbrk(0) == start);
	/* Moved by somebody else meanwhile. */
	CHECK(syscall(SYS_brk, start + 20000) == (long)(start + 20000));
	CHECK(sbrk(4096) == start + 20000);
	CHECK(brk(start) == 0);
	errno = 0;
	CHECK(sbrk(INTPTR_MAX) == (void *)-1 && errno == ENOMEM);
	errno = 0;
	CHECK(sbrk(INTPTR_MIN) == (void *)-1 && errno == ENOMEM);
	errno = 0;
	CHECK(brk(NULL) == -1 && errno == ENOMEM);
	CHECK(sbrk(0) == start);
}

int
main(void)
{
	unsigned char a[256], b[256];

	check_ids();
	check_children();
	check_poll();
	check_break();
	check_limits();
	CHECK(getentropy(a, sizeof(a)) == 0 && getentropy(b, sizeof(b)) == 0);
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	CHECK(getentropy(a, 257) == -1 && errno == EINVAL);
	CHECK(getrandom(b, 256, 0) == 256 && memcmp(a, b, 256) != 0);
	return (test_failures != 0);
}
