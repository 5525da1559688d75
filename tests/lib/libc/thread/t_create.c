/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Threads: create, join, detach, exit; attributes; guard pages; TLS; failure
 * of creation; memory that comes back.
 */

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static __thread int tls_value = 5;
static __thread char tls_aligned[200] __attribute__((__aligned__(128)));
static int count;

/* Pages of address space that the process has. */
static long
pages(void)
{
	char buf[64];
	int fd;
	ssize_t n;

	fd = open("/proc/self/statm", O_RDONLY);
	n = read(fd, buf, sizeof(buf) - 1);
	(void)close(fd);
	buf[n > 0 ? n : 0] = '\0';
	n = 0;
	for (char *p = buf; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (*p - '0');
	return (n);
}

static void *
tls_thread(void *arg)
{
	CHECK(tls_value == 5 && ((uintptr_t)tls_aligned & 127) == 0);
	CHECK(tls_aligned[0] == 0 && tls_aligned[199] == 0);
	CHECK(errno == 0);
	errno = 77;
	tls_value = 6;
	(void)memset(tls_aligned, 1, sizeof(tls_aligned));
	__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
	return (arg);
}

static void *
exit_thread(void *arg)
{
	pthread_exit(arg);
}

static void *
use_stack(void *arg)
{
	/* All of PTHREAD_STACK_MIN but some for frames. */
	volatile char space[14000];
	size_t i;

	for (i = 0; i < sizeof(space); i += 100)
		space[i] = 1;
	CHECK(space[100] == 1);
	return (arg);
}

static void
check_basic(void)
{
	pthread_t t[20];
	void *result;
	int i;

	errno = 3;
	for (i = 0; i < 20; i++)
		CHECK(pthread_create(&t[i], NULL, tls_thread,
		    (void *)(intptr_t)i) == 0);
	for (i = 0; i < 20; i++)
		CHECK(pthread_join(t[i], &result) == 0 &&
		    result == (void *)(intptr_t)i);
	CHECK(count == 20 && tls_value == 5 && errno == 3);
	CHECK(pthread_create(&t[0], NULL, exit_thread, &count) == 0);
	CHECK(pthread_join(t[0], &result) == 0 && result == &count);
	CHECK(pthread_join(pthread_self(), NULL) == EDEADLK);
	CHECK(pthread_equal(pthread_self(), pthread_self()));
}

static void
check_attr(void)
{
	pthread_attr_t attr, got;
	size_t size;
	void *addr, *stack;
	pthread_t t;
	int state;

	CHECK(pthread_attr_init(&attr) == 0);
	CHECK(pthread_attr_getdetachstate(&attr, &state) == 0 &&
	    state == PTHREAD_CREATE_JOINABLE);
	CHECK(pthread_attr_setstacksize(&attr, 16383) == EINVAL);
	CHECK(pthread_attr_setstacksize(&attr, 16384) == 0);
	CHECK(pthread_attr_getstacksize(&attr, &size) == 0 && size == 16384);
	CHECK(pthread_attr_setguardsize(&attr, 5000) == 0);
	CHECK(pthread_attr_setdetachstate(&attr, 9) == EINVAL);
	CHECK(pthread_create(&t, &attr, use_stack, NULL) == 0);
	CHECK(pthread_getattr_np(t, &got) == 0);
	CHECK(pthread_attr_getstack(&got, &addr, &size) == 0 && size >= 16384);
	CHECK(pthread_attr_getguardsize(&got, &size) == 0 && size == 8192);
	CHECK(pthread_join(t, NULL) == 0);

	/* A stack of ours, without a guard. */
	stack = mmap(NULL, 16384, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(pthread_attr_setstack(&attr, stack, 16384) == 0);
	CHECK(pthread_create(&t, &attr, use_stack, NULL) == 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK(munmap(stack, 16384) == 0);

	/* The initial thread's stack holds our own variables. */
	CHECK(pthread_getattr_np(pthread_self(), &got) == 0);
	CHECK(pthread_attr_getstack(&got, &addr, &size) == 0);
	CHECK((char *)&got > (char *)addr &&
	    (char *)&got < (char *)addr + size);

	CHECK(pthread_attr_init(&attr) == 0);
	CHECK(pthread_attr_setstacksize(&attr, (size_t)1 << 60) == 0);
	errno = 0;
	CHECK(pthread_create(&t, &attr, use_stack, NULL) == EAGAIN);
	CHECK(errno == 0);
	CHECK(pthread_attr_destroy(&attr) == 0);
}

static void *
overflow(void *arg)
{
	volatile char *p;

	/* The guard is below the stack: go down until it is there. */
	for (p = (char *)&p;; p -= 1024)
		*p = 1;
	return (arg);
}

static void
check_guard(void)
{
	int status;
	pthread_t t;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		(void)pthread_create(&t, NULL, overflow, NULL);
		(void)pthread_join(t, NULL);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void *
counting(void *arg)
{
	__atomic_fetch_add(&count, 1, __ATOMIC_RELEASE);
	return (arg);
}

/* Many threads, a third of them detached before, during or after their life. */
static void
check_churn(void)
{
	pthread_attr_t attr;
	pthread_t t, other;
	long before, after;
	int i, tries;

	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	count = 0;
	before = pages();
	for (i = 0; i < 3000; i++) {
		CHECK_AT(pthread_create(&t, NULL, counting, NULL) == 0, i, 0);
		CHECK_AT(pthread_create(&other, i % 3 == 0 ? &attr : NULL,
		    counting, NULL) == 0, i, 1);
		CHECK_AT(pthread_join(t, NULL) == 0, i, 2);
		if (i % 3 == 1)
			CHECK_AT(pthread_detach(other) == 0, i, 3);
		else if (i % 3 == 2)
			CHECK_AT(pthread_join(other, NULL) == 0, i, 4);
	}
	/* The last of the detached ones need a moment. */
	for (tries = 0; tries < 1000; tries++) {
		after = pages();
		if (__atomic_load_n(&count, __ATOMIC_ACQUIRE) == 6000 &&
		    after <= before)
			break;
		(void)usleep(1000);
	}
	CHECK(count == 6000);
	CHECK_AT(after <= before, before, after);
}

static void *
wait_for_byte(void *arg)
{
	char c;

	CHECK(read(*(int *)arg, &c, 1) == 1);
	return (NULL);
}

/* Address space runs out: EAGAIN, nothing lost, and it works again. */
static void
check_exhaustion(void)
{
	pthread_t t[500];
	struct rlimit rl, old;
	char bytes[500] = { 0 };
	long before;
	int fd[2], i, n, round;

	CHECK(pipe(fd) == 0);
	CHECK(getrlimit(RLIMIT_AS, &old) == 0);
	for (round = 0; round < 3; round++) {
		before = pages();
		rl = old;
		rl.rlim_cur = (rlim_t)before * 4096 + (100 << 20);
		CHECK(setrlimit(RLIMIT_AS, &rl) == 0);
		for (n = 0; n < 500; n++) {
			i = pthread_create(&t[n], NULL, wait_for_byte, fd);
			if (i != 0)
				break;
		}
		CHECK(i == EAGAIN);
		CHECK_AT(n >= 40 && n < 60, n, round);
		CHECK(pthread_create(&t[n], NULL, counting, NULL) == EAGAIN);
		CHECK(write(fd[1], bytes, (size_t)n) == n);
		while (n > 0)
			CHECK(pthread_join(t[--n], NULL) == 0);
		CHECK(setrlimit(RLIMIT_AS, &old) == 0);
		CHECK_AT(pages() == before, pages(), before);
	}
	CHECK(close(fd[0]) == 0 && close(fd[1]) == 0);
}

static pthread_t main_thread;
static int done;

static void
at_end(void)
{
	static const char message[] = "atexit ran\n";

	(void)write(4, message, sizeof(message) - 1);
}

static void *
outlive(void *arg)
{
	void *result;

	CHECK(pthread_join(main_thread, &result) == 0 && result == &count);
	CHECK(pthread_kill(main_thread, 0) == 0);
	return (arg);
}

/* The initial thread ends first; the last one to end ends the program. */
static void
check_main_exit(void)
{
	char buf[32];
	int fd[2], status;
	pthread_t t;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = fork();
	if (pid == 0) {
		(void)dup2(fd[1], 4);
		(void)atexit(at_end);
		done = 1;
		main_thread = pthread_self();
		if (pthread_create(&t, NULL, outlive, NULL) != 0)
			_exit(1);
		pthread_exit(&count);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(read(fd[0], buf, sizeof(buf)) == 11);
}

/* A thread that took itself for the last one would end all with exit(0). */
static void
check_done(void)
{
	if (!done)
		_exit(99);
}

int
main(void)
{
	CHECK(atexit(check_done) == 0);
	check_basic();
	check_attr();
	check_guard();
	check_churn();
	check_exhaustion();
	check_main_exit();
	done = 1;
	return (test_failures != 0);
}
