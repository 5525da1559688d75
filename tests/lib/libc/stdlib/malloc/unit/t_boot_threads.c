/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The first allocation of a process comes from many threads at once.  With
 * this tree's libc nothing is allocated before, not even by pthread_create.
 */
#include <sys/types.h>
#include <sys/wait.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS	100
#define THREADS	8

static int go;
static int arrived;

static void *
first_call(void *arg)
{
	size_t size = 1 + 10 * (size_t)arg;
	char *p, *q;

	__atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
	while (!__atomic_load_n(&go, __ATOMIC_ACQUIRE))
		continue;
	p = malloc(size);
	q = calloc(100, size);
	if (p == NULL || q == NULL)
		_exit(1);
	memset(p, (int)size, size);
	if (q[0] != 0 || memcmp(q, q + 1, 100 * size - 1) != 0)
		_exit(2);
	memset(q, 1, 100 * size);
	if (p[0] != (char)size || memcmp(p, p + 1, size - 1) != 0)
		_exit(3);
	free(p);
	free(q);
	return (NULL);
}

static void
child(void)
{
	pthread_t threads[THREADS];
	size_t i;

	alarm(20);
	for (i = 0; i < THREADS; i++) {
		if (pthread_create(&threads[i], NULL, first_call,
		    (void *)i) != 0)
			_exit(4);
	}
	while (__atomic_load_n(&arrived, __ATOMIC_RELAXED) != THREADS)
		usleep(100);
	__atomic_store_n(&go, 1, __ATOMIC_RELEASE);
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	_exit(0);
}

int
main(void)
{
	int i, status;
	pid_t pid;

	for (i = 0; i < ROUNDS; i++) {
		pid = fork();
		if (pid == 0)
			child();
		if (pid == -1 || waitpid(pid, &status, 0) != pid)
			return (10);
		if (status != 0)
			return (WIFEXITED(status) ? WEXITSTATUS(status) : 11);
	}
	return (0);
}
