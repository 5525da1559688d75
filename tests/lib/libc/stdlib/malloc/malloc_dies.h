/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Children that end in abort(), and children under options of their own, with
 * what they say on fd 2.
 */
#ifndef MALLOC_DIES_H
#define MALLOC_DIES_H

#include <regex.h>

#include "malloc_atf.h"

#define ERR_SIZE	8192

/* Runs body with fd 2 in err, cut to ERR_SIZE; the status of the child. */
static inline int
run_captured(void (*body)(void *), void *arg, char *err)
{
	const struct rlimit nocore = { 0, 0 };
	int fd, status;
	ssize_t n;
	pid_t pid;

	fd = memfd_create("err", MFD_CLOEXEC);
	REQUIRE(fd != -1, "errno %d", errno);
	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		test_die_hook = NULL;
		setrlimit(RLIMIT_CORE, &nocore);
		dup2(fd, STDERR_FILENO);
		alarm(60);
		body(arg);
		_exit(0);
	}
	REQUIRE(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	n = pread(fd, err, ERR_SIZE - 1, 0);
	REQUIRE(n >= 0, "errno %d", errno);
	err[n] = '\0';
	close(fd);
	return status;
}

static inline bool
matches(const char *text, const char *pattern)
{
	regex_t re;
	bool yes;
	int error;

	error = regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB);
	if (error == REG_ESPACE && opaque(malloc(0)) == NULL)
		atf_tc_skip("the host's regcomp takes NULL for a failure, "
		    "though it asked for no bytes");
	REQUIRE(error == 0, "%s: error %d", pattern, error);
	yes = regexec(&re, text, 0, NULL, 0) == 0;
	regfree(&re);
	return yes;
}

/* Body must end in SIGABRT, with a text on fd 2 that matches. */
static inline void
require_abort(void (*body)(void *), void *arg, const char *pattern)
{
	char err[ERR_SIZE];
	int status;

	status = run_captured(body, arg, err);
	REQUIRE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
	    "status %#x, %s", (unsigned)status, err);
	REQUIRE(matches(err, pattern), "%s is not %s", err, pattern);
}

#endif
