/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The programs beside this file each commit one fault.  Arguments choose the
 * function that is given the bad pointer, or the kind of object, so that one
 * program serves all of them.  Before the fault a program writes on standard
 * output what the allocator has to say about it, one basic regular expression
 * a line for each message that would be true; t_misuse compares.  A program
 * that survives its fault exits with 0.
 */
#ifndef MISUSE_H
#define MISUSE_H

#include <pthread.h>

#include "malloc_doors.h"

/* More frees than any thread cache holds back. */
#define FLUSH_COUNT	20000

static inline void expect(const char *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

static inline void
expect(const char *function, const char *fmt, ...)
{
	char buf[512];
	va_list ap;
	int n;

	n = snprintf(buf, sizeof(buf), "<jemalloc>: Error in %s(): ", function);
	va_start(ap, fmt);
	n += vsnprintf(buf + n, sizeof(buf) - (size_t)n, fmt, ap);
	va_end(ap);
	buf[n++] = '\n';
	MUST(write(STDOUT_FILENO, buf, (size_t)n) == n, "errno %d", errno);
}

#define ANY_ARENA	"arena [0-9][0-9]*"

/* The class of a request, also where the manual leaves it open. */
static inline size_t
class_here(size_t size)
{
	size_t n = class_of(size);

	return n != 0 ? n : malloc_good_size(size);
}

static inline bool
is_small(size_t size)
{
	return class_here(size) < PAGE;
}

static inline bool
is_huge(size_t size)
{
	return class_here(size) >= geometry().chunk;
}

/* What is said about a second free that still finds the first one's mark. */
static inline void
expect_double_free(const char *function, const void *p, size_t size)
{
	if (is_huge(size)) {
		expect(function,
		    "invalid pointer %p: not memory of this allocator", p);
		return;
	}
	if (is_small(size)) {
		expect(function, "double free of %p: region of %zu bytes, "
		    ANY_ARENA, p, class_here(size));
		return;
	}
	expect(function, "double free of %p: large object of %zu bytes, "
	    ANY_ARENA, p, class_here(size));
	/* Pages that no cache held back have lost their owner by now. */
	expect(function, "invalid pointer %p: free page of " ANY_ARENA, p);
	/* And where no two fit in a chunk, the chunk its arena. */
	if (class_here(size) >= geometry().chunk / 2)
		expect(function,
		    "invalid pointer %p: not memory of this allocator", p);
}

static inline void
expect_interior(const char *function, const void *p, const void *base,
    size_t size)
{
	if (is_huge(size))
		expect(function, "invalid pointer %p: inside a huge object of "
		    "%zu bytes at %p", p, class_here(size), base);
	else
		expect(function, "invalid pointer %p: inside a %s of %zu "
		    "bytes at %p, " ANY_ARENA, p,
		    is_small(size) ? "region" : "large object",
		    class_here(size), base);
}

static inline void
expect_foreign(const char *function, const void *p)
{
	expect(function, "invalid pointer %p: not memory of this allocator",
	    p);
}

/* Gives a pointer to the function of that name. */
static inline void
call(const char *function, void *p)
{
	p = opaque(p);
	if (strcmp(function, "free") == 0)
		free(p);
	else if (strcmp(function, "realloc") == 0)
		opaque(realloc(p, 100000));
	else if (strcmp(function, "malloc_usable_size") == 0)
		opaque_size(malloc_usable_size(p));
	else
		MUST(false, "no function %s", function);
}

static inline void *
object(size_t size)
{
	void *p;

	p = opaque(malloc(size));
	MUST(p != NULL, "malloc(%zu)", size);
	memset(p, 0x11, size);
	return p;
}

/* Objects for two calls of flush(), to be made before the fault. */
static void *flush_object[2 * FLUSH_COUNT];
static size_t flush_count, flushed;

static inline void
prepare_flush(size_t size)
{
	size_t i;

	flush_count = size > PAGE ? FLUSH_COUNT * PAGE / size : FLUSH_COUNT;
	/* What no cache holds back needs no flush. */
	if (size > MIB / 4)
		flush_count = 0;
	for (i = 0; i < 2 * flush_count; i++)
		flush_object[i] = object(size);
}

/* Frees so many that the thread's cache cannot keep what it has. */
static inline void
flush(void)
{
	size_t i;

	for (i = 0; i < flush_count; i++)
		free(flush_object[flushed++]);
}

static inline size_t
size_argument(int argc, char *argv[], int i)
{
	MUST(i < argc, "%d arguments are missing", i - argc + 1);
	return strtoul(argv[i], NULL, 0);
}

static inline const char *
function_argument(int argc, char *argv[])
{
	MUST(argc > 1, "the function is missing");
	return argv[1];
}

#endif
