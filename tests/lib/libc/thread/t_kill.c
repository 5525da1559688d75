/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Signals to threads, names, processor sets; a storm of signals while
 * threads come and go and take locks.
 */

#include <sys/time.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "../libc_test.h"

static volatile sig_atomic_t got, storm;
static pthread_t got_by;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int stop;

static void
handler(int sig)
{
	got_by = pthread_self();
	got = sig;
}

static void
storm_handler(int sig)
{
	storm += sig == SIGALRM;
	errno = 12345;
}

static void *
sleeper(void *arg)
{
	sigset_t set;
	int sig;

	(void)arg;
	while (got == 0)
		(void)usleep(1000);
	CHECK(got == SIGUSR1 && got_by == pthread_self());
	CHECK(sigemptyset(&set) == 0 && sigaddset(&set, SIGUSR2) == 0);
	CHECK(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
	got = 0;
	CHECK(sigwait(&set, &sig) == 0 && sig == SIGUSR2);
	return (NULL);
}

static void *
inherit(void *arg)
{
	sigset_t set;

	CHECK(pthread_sigmask(SIG_BLOCK, NULL, &set) == 0);
	CHECK(sigismember(&set, SIGHUP) == 1);
	CHECK(sigismember(&set, SIGUSR1) == 0);
	return (arg);
}

static void *
lock_loop(void *arg)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		CHECK(pthread_mutex_lock(&m) == 0);
		CHECK(pthread_mutex_unlock(&m) == 0);
	}
	return (arg);
}

static void
check_storm(void)
{
	struct itimerval it = { { 0, 500 }, { 0, 500 } };
	pthread_t t[2], u;
	int i;

	CHECK(signal(SIGALRM, storm_handler) != SIG_ERR);
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
	for (i = 0; i < 2; i++)
		CHECK(pthread_create(&t[i], NULL, lock_loop, NULL) == 0);
	for (i = 0; i < 2000 || storm < 20; i++) {
		CHECK(pthread_create(&u, NULL, inherit, NULL) == 0);
		if (i % 2 == 0)
			CHECK(pthread_join(u, NULL) == 0);
		else
			CHECK(pthread_detach(u) == 0);
	}
	timerclear(&it.it_value);
	CHECK(setitimer(ITIMER_REAL, &it, NULL) == 0);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < 2; i++)
		CHECK(pthread_join(t[i], NULL) == 0);
}

static void *
idle(void *arg)
{
	CHECK(pthread_mutex_lock(&m) == 0);
	CHECK(pthread_mutex_unlock(&m) == 0);
	return (arg);
}

static void
check_names(void)
{
	struct timespec ts;
	cpu_set_t set;
	clockid_t clock;
	char name[16];
	pthread_t t;

	CHECK(pthread_mutex_lock(&m) == 0);
	CHECK(pthread_create(&t, NULL, idle, NULL) == 0);
	CHECK(pthread_setname_np(t, "fifteen letters") == 0);
	CHECK(pthread_getname_np(t, name, sizeof(name)) == 0 &&
	    strcmp(name, "fifteen letters") == 0);
	CHECK(pthread_setname_np(t, "sixteen  letters") == ERANGE);
	CHECK(pthread_getname_np(t, name, 15) == ERANGE);
	CHECK(pthread_setname_np(pthread_self(), "me") == 0);
	CHECK(pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 &&
	    strcmp(name, "me") == 0);
	CHECK(pthread_getaffinity_np(t, sizeof(set), &set) == 0 &&
	    CPU_COUNT(&set) >= 1);
	CHECK(pthread_setaffinity_np(t, sizeof(set), &set) == 0);
	CHECK(pthread_getcpuclockid(t, &clock) == 0 &&
	    clock_gettime(clock, &ts) == 0);
	CHECK(pthread_mutex_unlock(&m) == 0);
	(void)usleep(20000);		/* it has ended, but is not joined */
	CHECK(pthread_kill(t, SIGKILL) == 0);
	CHECK(pthread_kill(t, 1000) == EINVAL);
	CHECK(pthread_join(t, NULL) == 0);
}

int
main(void)
{
	sigset_t set;
	pthread_t t;

	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	CHECK(pthread_create(&t, NULL, sleeper, NULL) == 0);
	CHECK(pthread_kill(t, SIGUSR1) == 0);
	while (got != 0 || got_by != t)
		(void)usleep(1000);
	CHECK(pthread_kill(t, SIGUSR2) == 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK(sigemptyset(&set) == 0 && sigaddset(&set, SIGHUP) == 0);
	CHECK(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
	CHECK(pthread_sigmask(99, &set, NULL) == EINVAL);
	check_storm();
	check_names();
	return (test_failures != 0);
}
