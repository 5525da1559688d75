/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fork: handlers in their order, hundreds of them; the child's thread and
 * locks; vfork; the exec family.
 */

#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static char trace[512];
static size_t trace_n;

static void
note(char c)
{
	if (trace_n < sizeof(trace) - 1)
		trace[trace_n++] = c;
	trace[trace_n] = '\0';
}

static void prepare1(void) { note('1'); }
static void prepare2(void) { note('2'); }
static void parent1(void) { note('p'); }
static void parent2(void) { note('q'); }
static void child1(void) { note('c'); }
static void child2(void) { note('d'); }

static void
reap(pid_t pid, int code)
{
	int status;

	CHECK(pid > 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_AT(WIFEXITED(status) && WEXITSTATUS(status) == code, status,
	    code);
}

static void
check_handlers(void)
{
	int i;
	pid_t pid;

	CHECK(pthread_atfork(prepare1, parent1, child1) == 0);
	CHECK(pthread_atfork(NULL, NULL, NULL) == 0);
	CHECK(pthread_atfork(prepare2, parent2, child2) == 0);
	pid = fork();
	if (pid == 0)
		_exit(strcmp(trace, "21cd") != 0);
	CHECK(strcmp(trace, "21pq") == 0);
	reap(pid, 0);

	trace_n = 0;
	for (i = 0; i < 100; i++)
		CHECK(pthread_atfork(prepare2, parent2, child2) == 0);
	pid = fork();
	if (pid == 0)
		_exit(trace_n != 204 || trace[101] != '1' ||
		    trace[102] != 'c' || trace[203] != 'd');
	CHECK(trace_n == 204 && trace[101] == '1' && trace[102] == 'p');
	reap(pid, 0);
	trace_n = 0;
	pid = _Fork();
	if (pid == 0)
		_exit(trace_n != 0 || getpid() != gettid());
	reap(pid, 0);
}

static void *
nothing(void *arg)
{
	return (arg);
}

/* The child's thread has a new id, can make threads, use keys and locks. */
static int
child_works(void)
{
	pthread_key_t key;
	pthread_t t;
	void *result;

	if (gettid() != getpid() || pthread_kill(pthread_self(), 0) != 0)
		return (1);
	if (pthread_create(&t, NULL, nothing, trace) != 0)
		return (2);
	if (pthread_join(t, &result) != 0 || result != trace)
		return (3);
	/* With a second thread behind it, locks are taken in earnest. */
	(void)alarm(20);
	if (setenv("IN", "child", 1) != 0 || atexit(prepare1) != 0 ||
	    pthread_key_create(&key, NULL) != 0 || sbrk(0) == (void *)-1 ||
	    pthread_atfork(NULL, NULL, NULL) != 0)
		return (4);
	return (0);
}

static void *
fork_in_thread(void *arg)
{
	pid_t pid;

	(void)arg;
	pid = fork();
	if (pid == 0) {
		int r = child_works();

		if (r != 0)
			_exit(r);
		pthread_exit(NULL);	/* the only thread: exit(0) */
	}
	reap(pid, 0);
	return (NULL);
}

static pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static void
check_threads(void)
{
	pthread_t t;
	pid_t pid;

	CHECK(pthread_create(&t, NULL, fork_in_thread, NULL) == 0);
	CHECK(pthread_join(t, NULL) == 0);

	/* A recursive mutex still belongs to the thread that forked. */
	CHECK(pthread_mutex_lock(&recursive) == 0);
	pid = fork();
	if (pid == 0)
		_exit(pthread_mutex_lock(&recursive) != 0 ||
		    pthread_mutex_unlock(&recursive) != 0 ||
		    pthread_mutex_unlock(&recursive) != 0);
	CHECK(pthread_mutex_unlock(&recursive) == 0);
	reap(pid, 0);
}

static void
check_exec(void)
{
	const char *const argv[] = { "sh", "-c", "exit $X", NULL };
	const char *const envp[] = { "X=11", NULL };
	volatile int shared = 0;
	int fd;
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		shared = 1;
		(void)execve("/bin/sh", (char *const *)(uintptr_t)argv,
		    (char *const *)(uintptr_t)envp);
		_exit(127);
	}
	CHECK(shared == 1);
	reap(pid, 11);
	pid = vfork();
	if (pid == 0) {
		(void)execvp("sh", (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	reap(pid, 0);
	pid = fork();
	if (pid == 0) {
		(void)execlp("sh", "sh", "-c", "exit $1", "name", "12",
		    (char *)NULL);
		_exit(127);
	}
	reap(pid, 12);
	pid = fork();
	if (pid == 0) {
		(void)execle("/bin/sh", "sh", "-c", "exit $X",
		    (char *)NULL, envp);
		_exit(127);
	}
	reap(pid, 11);

	/* A text without #! is for the shell. */
	fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0700);
	CHECK(fd >= 0 && write(fd, "exit $#\n", 8) == 8 && close(fd) == 0);
	pid = fork();
	if (pid == 0) {
		(void)execlp("./script", "script", "a", "b", "c",
		    (char *)NULL);
		_exit(127);
	}
	reap(pid, 3);
	CHECK(chmod("script", 0600) == 0);
	CHECK(setenv("PATH", "/nonexistent:.:/dev/null", 1) == 0);
	CHECK(execlp("script", "script", (char *)NULL) == -1 &&
	    errno == EACCES);
	CHECK(execlp("no such file", "x", (char *)NULL) == -1 &&
	    errno == ENOENT);
	CHECK(execlp("", "x", (char *)NULL) == -1 && errno == ENOENT);
	CHECK(unlink("script") == 0);
}

int
main(void)
{
	int status;

	check_exec();
	check_handlers();
	check_threads();
	errno = 0;
	CHECK(wait(&status) == -1 && errno == ECHILD);
	return (test_failures != 0);
}
