/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fork while other threads take libc's locks, make keys and change the
 * environment: the child finds all of them free.
 */

#include <sys/wait.h>

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "../libc_test.h"

static int stop;

static void *
busy(void *arg)
{
	pthread_key_t key;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		CHECK(pthread_key_create(&key, NULL) == 0);
		CHECK(pthread_key_delete(key) == 0);
		CHECK(getenv("NO SUCH NAME") == NULL);
		CHECK(sbrk(0) != (void *)-1);
	}
	return (arg);
}

static void *
nothing(void *arg)
{
	return (arg);
}

static int
child(void)
{
	pthread_key_t key;
	pthread_t t;

	(void)alarm(20);		/* a lock that is held is a hang */
	return (pthread_key_create(&key, NULL) != 0 ||
	    setenv("A", "b", 1) != 0 || sbrk(4096) == (void *)-1 ||
	    pthread_create(&t, NULL, nothing, NULL) != 0 ||
	    pthread_join(t, NULL) != 0);
}

int
main(void)
{
	pthread_t t[3];
	int i, status;
	pid_t pid;

	for (i = 0; i < 3; i++)
		CHECK(pthread_create(&t[i], NULL, busy, NULL) == 0);
	for (i = 0; i < 300; i++) {
		pid = fork();
		if (pid == 0)
			_exit(child());
		CHECK_AT(waitpid(pid, &status, 0) == pid && status == 0, i,
		    status);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < 3; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
	return (test_failures != 0);
}
