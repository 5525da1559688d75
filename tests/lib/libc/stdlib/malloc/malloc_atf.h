/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the ATF programs of the allocator share.  A case that limits memory,
 * filters system calls or may die does so in a child, because libatf allocates
 * through the allocator under test too.
 */
#ifndef MALLOC_ATF_H
#define MALLOC_ATF_H

#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <atf-c.h>
#include <signal.h>
#include <time.h>

#include "malloc_test.h"

#define REQUIRE(e, ...)							\
	do {								\
		if (!(e))						\
			test_fail(__FILE__, __LINE__, #e, __VA_ARGS__);	\
	} while (0)

/* The exit status of a child that cannot do its test here. */
#define CHILD_SKIPPED	77

static inline _Noreturn void test_fail(const char *, int, const char *,
    const char *, ...) __attribute__((format(printf, 4, 5)));

static inline _Noreturn void
test_fail(const char *file, int line, const char *expr, const char *fmt, ...)
{
	char buf[TEST_NOTE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	test_vformat(buf, sizeof(buf), file, line, expr, fmt, ap);
	va_end(ap);
	atf_tc_fail("%s", buf);
}

static inline _Noreturn void
child_skip(const char *why)
{
	snprintf(test_note, TEST_NOTE_SIZE, "%s", why);
	_exit(CHILD_SKIPPED);
}

/*
 * Runs body in a child, which uses MUST; a child that is not done after so
 * many seconds hangs.
 */
static inline void
run_child(void (*body)(void *), void *arg, unsigned int seconds)
{
	const struct rlimit nocore = { 0, 0 };
	int status;
	pid_t pid;

	test_note = mmap(NULL, TEST_NOTE_SIZE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	REQUIRE(test_note != MAP_FAILED, "errno %d", errno);
	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		test_die_hook = NULL;
		setrlimit(RLIMIT_CORE, &nocore);
		alarm(seconds);
		body(arg);
		_exit(0);
	}
	REQUIRE(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		atf_tc_fail("the child hung for %u seconds", seconds);
	if (WIFSIGNALED(status))
		atf_tc_fail("the child died of signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) == CHILD_SKIPPED)
		atf_tc_skip("%s", test_note);
	/* One that became another program has only its status to say. */
	if (WEXITSTATUS(status) != 0)
		atf_tc_fail("%s", test_note[0] != '\0' ? test_note :
		    "the child failed: it says why on standard error");
	munmap(test_note, TEST_NOTE_SIZE);
	test_note = NULL;
}

static inline void
test_fail_plainly(const char *words)
{
	atf_tc_fail("%s", words);
}

/* Runs here what a child could run too: its MUST ends the test case. */
static inline void
run_here(void (*body)(void *), void *arg)
{
	test_die_hook = test_fail_plainly;
	body(arg);
	test_die_hook = NULL;
}

/* A number from the configuration variable or else from the environment. */
static inline uint64_t
test_number(const atf_tc_t *tc, const char *var, const char *env,
    uint64_t otherwise)
{
	const char *s;

	if (atf_tc_has_config_var(tc, var))
		return strtoull(atf_tc_get_config_var(tc, var), NULL, 0);
	s = getenv(env);
	return s != NULL && *s != '\0' ? strtoull(s, NULL, 0) : otherwise;
}

/* The seed of a random test: "-v seed=N" or MALLOC_TEST_SEED repeats a run. */
static inline uint64_t
test_seed(const atf_tc_t *tc)
{
	struct timespec now;
	uint64_t seed;

	clock_gettime(CLOCK_REALTIME, &now);
	seed = (uint64_t)now.tv_nsec << 20 ^ (uint64_t)now.tv_sec;
	seed = test_number(tc, "seed", "MALLOC_TEST_SEED", seed);
	printf("seed %llu\n", (unsigned long long)seed);
	fflush(stdout);
	return seed;
}

/* How much of n to do: "-v scale=PERCENT" or MALLOC_TEST_SCALE, at least 1. */
static inline size_t
test_scaled(const atf_tc_t *tc, size_t n)
{
	size_t scale;

	scale = (size_t)test_number(tc, "scale", "MALLOC_TEST_SCALE", 100);
	n = n * scale / 100;
	return n != 0 ? n : 1;
}

#endif
