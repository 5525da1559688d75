/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Streams used by several threads: whole lines stay whole, locks are
 * recursive, a child of fork can use what other threads held, and a thread
 * that sleeps in a read stops neither fflush(NULL) nor exit.
 */
#include <sys/wait.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

#define	THREADS	4
#define	LINES	2000

static FILE	*shared;

static void *
write_lines(void *arg)
{
	int i;

	for (i = 0; i < LINES; i++) {
		fprintf(shared, "%c%d:", *(char *)arg, i);
		flockfile(shared);
		fprintf(shared, "%s", "[");
		flockfile(shared);
		fprintf(shared, "%c%d", *(char *)arg, i);
		funlockfile(shared);
		fputs("]\n", shared);
		funlockfile(shared);
	}
	return (NULL);
}

/* Between '[' and ']' nobody else may have written. */
static void
test_lines(void)
{
	static char letters[] = "abcd";
	char line[100], *p, *q;
	pthread_t t[THREADS];
	int i, n = 0;

	shared = fopen("threads", "w+");
	for (i = 0; i < THREADS; i++)
		CHECK(pthread_create(&t[i], NULL, write_lines, &letters[i]) ==
		    0);
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	rewind(shared);
	while (fgets(line, sizeof(line), shared) != NULL) {
		p = strchr(line, '[');
		q = strchr(line, ']');
		CHECK_AT(p != NULL && q != NULL, n, 0);
		if (p == NULL || q == NULL)
			break;
		CHECK_AT(strchr("abcd", p[1]) != NULL &&
		    strspn(p + 2, "0123456789") == (size_t)(q - p) - 2 &&
		    q[1] == '\n', n, 0);
		n++;
	}
	CHECK_AT(n == THREADS * LINES, n, 0);
	fclose(shared);
	remove("threads");
}

static void *
try_lock(void *arg)
{

	*(int *)arg = ftrylockfile(stdout);
	return (NULL);
}

static void
test_try(void)
{
	pthread_t t;
	int r = 0;

	flockfile(stdout);
	flockfile(stdout);
	pthread_create(&t, NULL, try_lock, &r);
	pthread_join(t, NULL);
	CHECK(r != 0);
	funlockfile(stdout);
	pthread_create(&t, NULL, try_lock, &r);
	pthread_join(t, NULL);
	CHECK(r != 0);
	CHECK(ftrylockfile(stdout) == 0);
	funlockfile(stdout);
	funlockfile(stdout);
}

static int	fds[2];

static void *
read_pipe(void *arg)
{
	FILE *f = arg;

	getc(f);
	return (NULL);
}

static void
test_sleeping_reader(void)
{
	int status;
	pthread_t t;
	FILE *f, *g;
	pid_t pid;

	CHECK(pipe(fds) == 0);
	f = fdopen(fds[0], "r");
	pthread_create(&t, NULL, read_pipe, f);
	while (ftrylockfile(f) == 0) {
		funlockfile(f);
		usleep(1000);
	}
	CHECK(fflush(NULL) == 0);
	pid = fork();
	if (pid == 0) {
		/* Held by a thread that is not here: free. */
		flockfile(f);
		funlockfile(f);
		g = fopen("/dev/null", "w");
		exit(g == NULL || fputs("x", g) < 0 || fclose(g) != 0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	/* main returns while the thread still reads: exit must not wait. */
}

int
main(void)
{

	alarm(60);
	test_lines();
	test_try();
	test_sleeping_reader();
	return (test_failures != 0);
}
