/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Programs compiled with -fstack-protector: the canary is random, differs
 * between runs, is the same in all threads, and a smashed stack ends the
 * program with a message.
 */

#include <sys/wait.h>

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "../libc_test.h"

static unsigned long
canary(void)
{
	unsigned long value;

	__asm__("movq %%fs:0x28,%0" : "=r" (value));
	return (value);
}

static void *
thread(void *arg)
{
	*(unsigned long *)arg = canary();
	return (NULL);
}

__attribute__((__noinline__)) static void
smash(volatile char *buf, size_t n)
{
	while (n-- > 0)
		buf[n] = 'x';
}

__attribute__((__noinline__)) static int
victim(size_t n)
{
	char buf[16];

	smash(buf, n);
	return (buf[3]);
}

int
main(int argc, char **argv)
{
	unsigned long other;
	pthread_t t;
	char text[64];
	int fd[2], status;
	pid_t pid;
	ssize_t len;

	CHECK(pipe(fd) == 0);
	if (argc == 2) {		/* the second run */
		other = canary();
		return (write(3, &other, sizeof(other)) !=
		    (ssize_t)sizeof(other));
	}
	CHECK(canary() != 0 && (canary() & 0xff) == 0);
	CHECK(pthread_create(&t, NULL, thread, &other) == 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK(other == canary());

	pid = fork();
	if (pid == 0) {
		(void)dup2(fd[1], 3);
		(void)execl(argv[0], argv[0], "again", (char *)NULL);
		_exit(127);
	}
	CHECK(read(fd[0], &other, sizeof(other)) == (ssize_t)sizeof(other));
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	CHECK(other != canary());

	CHECK(victim(16) == 'x');
	pid = fork();
	if (pid == 0) {
		(void)dup2(fd[1], 2);
		_exit(victim(64) == 'x');
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	len = read(fd[0], text, sizeof(text));
	CHECK(len > 0 && memcmp(text, "stack smashing detected", 23) == 0);
	return (test_failures != 0);
}
