/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * exit: handlers in reverse order, those registered meanwhile too, hundreds
 * of them; destructors after them; exit from a handler; quick_exit.
 */

#include <sys/wait.h>

#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

int	__cxa_atexit(void (*)(void *), void *, void *);

static int out;

static void
say(char c)
{
	if (write(out, &c, 1) != 1)
		_exit(99);
}

static void handler_a(void) { say('a'); }
static void handler_b(void) { say('b'); }
static void handler_c(void) { say('c'); (void)atexit(handler_a); }
static void handler_exit(void) { say('e'); exit(5); }
static void handler_arg(void *arg) { say(*(char *)arg); }

__attribute__((__destructor__)) static void
destructor(void)
{
	if (out != 0)
		say('d');
}

static void
normal(void)
{
	static char arg = 'z';

	(void)atexit(handler_a);
	(void)__cxa_atexit(handler_arg, &arg, NULL);
	(void)atexit(handler_c);
	exit(3);
}

static void
from_handler(void)
{
	(void)atexit(handler_a);
	(void)atexit(handler_exit);
	(void)atexit(handler_b);
	exit(3);
}

static void
many(void)
{
	int i;

	for (i = 0; i < 100; i++)
		if (atexit(i % 2 == 0 ? handler_a : handler_b) != 0)
			_exit(98);
	exit(3);
}

static void
quick(void)
{
	(void)atexit(handler_a);
	(void)at_quick_exit(handler_b);
	(void)at_quick_exit(handler_c);
	quick_exit(3);
}

static void
at_once(void)
{
	(void)atexit(handler_a);
	_Exit(3);
}

/* Run it in a child; what it said and how it ended. */
static void
expect(void (*func)(void), const char *text, int code)
{
	char buf[256];
	int fd[2], status;
	size_t n;
	ssize_t r;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = fork();
	if (pid == 0) {
		out = fd[1];
		func();
	}
	CHECK(close(fd[1]) == 0);
	n = 0;
	while ((r = read(fd[0], buf + n, sizeof(buf) - 1 - n)) > 0)
		n += (size_t)r;
	buf[n] = '\0';
	CHECK(close(fd[0]) == 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_AT(WIFEXITED(status) && WEXITSTATUS(status) == code, status, 0);
	CHECK(strcmp(buf, text) == 0);
}

int
main(void)
{
	char ba[102];
	int i;

	expect(normal, "cazad", 3);
	expect(from_handler, "bead", 5);
	for (i = 0; i < 100; i++)
		ba[i] = i % 2 == 0 ? 'b' : 'a';
	ba[100] = 'd';
	ba[101] = '\0';
	expect(many, ba, 3);
	expect(quick, "cb", 3);
	expect(at_once, "", 3);
	return (test_failures != 0);
}
