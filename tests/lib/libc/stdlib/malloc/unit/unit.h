/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the tests of single rooms share.  They call the allocator's internal
 * functions, which the static library offers to a program linked with it.
 * The same allocator serves libatf, so a test works with objects of its own
 * (a fresh arena, a fresh cache) or in a child.
 *
 * A fault of floor 0 is made by the linker's --wrap: see Makefile.
 */
#ifndef UNIT_H
#define UNIT_H

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "malloc_atf.h"

#include "arena.h"
#include "base.h"
#include "chunk.h"
#include "huge.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "malloc_thread.h"
#include "port.h"
#include "size_class.h"

/* Links the allocator's malloc for libatf too, and boots it. */
static void __attribute__((constructor))
unit_boot(void)
{
	free(opaque(malloc(1)));
}

/* What a child wrote to fd 2, and how it ended. */
struct captured {
	int	status;
	char	text[4096];
};

static inline void
capture(struct captured *c, void (*body)(void *), void *arg)
{
	const struct rlimit nocore = { 0, 0 };
	size_t used = 0;
	ssize_t n;
	pid_t pid;
	int fds[2];

	REQUIRE(pipe(fds) == 0, "errno %d", errno);
	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		test_die_hook = NULL;
		test_note = NULL;
		setrlimit(RLIMIT_CORE, &nocore);
		dup2(fds[1], STDERR_FILENO);
		alarm(30);
		body(arg);
		_exit(0);
	}
	close(fds[1]);
	while (used < sizeof(c->text) - 1 && (n = read(fds[0],
	    c->text + used, sizeof(c->text) - 1 - used)) > 0)
		used += (size_t)n;
	c->text[used] = '\0';
	close(fds[0]);
	REQUIRE(waitpid(pid, &c->status, 0) == pid, "errno %d", errno);
}

/* Body ends in abort(), and exactly these words were said on fd 2. */
static inline void
require_abort(void (*body)(void *), void *arg, const char *want)
{
	struct captured c;

	capture(&c, body, arg);
	REQUIRE(WIFSIGNALED(c.status) && WTERMSIG(c.status) == SIGABRT,
	    "status 0x%x, it said: %s", (unsigned)c.status, c.text);
	REQUIRE(strcmp(c.text, want) == 0, "it said: %swanted: %s", c.text,
	    want);
}

/* In a child: what is frozen after boot can be changed for the test. */
static inline void
unfreeze(void *what, size_t size)
{
	uintptr_t start = (uintptr_t)what & ~(PAGE - 1);

	MUST(mprotect((void *)start, (uintptr_t)what + size - start,
	    PROT_READ | PROT_WRITE) == 0, "errno %d", errno);
}

/* The message of a fault, as misuse.c words it. */
static inline const char *
message(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static inline const char *
message(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	n = snprintf(buf, size, "<jemalloc>: ");
	va_start(ap, fmt);
	n += vsnprintf(buf + n, size - (size_t)n, fmt, ap);
	va_end(ap);
	snprintf(buf + n, size - (size_t)n, "\n");
	return buf;
}

/* Counters of the large objects of an arena, over all sizes. */
struct large_sums {
	size_t allocated;
	uint64_t nmalloc, ndalloc, nrequests;
};

static inline struct large_sums
large_sums(const struct arena *a)
{
	struct large_sums sum = { 0 };
	const struct lrun_stats *s;
	size_t i;

	for (i = 0; config_stats && i < chunk_layout.ndata; i++) {
		s = &a->lruns[i];
		sum.allocated += (s->nmalloc - s->ndalloc) * (i + 1) *
		    page_size();
		sum.nmalloc += s->nmalloc;
		sum.ndalloc += s->ndalloc;
		sum.nrequests += s->nrequests;
	}
	return sum;
}

/* An arena that nobody else knows. */
static inline struct arena *
private_arena(unsigned ind)
{
	struct arena *a;

	a = arena_new(ind);
	MUST(a != NULL, "no memory for an arena");
	return a;
}

#endif
