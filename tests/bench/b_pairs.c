/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Pairs: an object is allocated and freed again at once.
 *
 * pair		ops pairs of size bytes; kind is malloc, calloc, aligned, or
 *		none for the loop alone; touch=1 writes to each page.
 * classes	pairs of all sizes from min to max, four to a doubling.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static void
loop_none(size_t size, long ops)
{

	for (long i = 0; i < ops; i++)
		keep((void *)size);
}

static void
loop_malloc(size_t size, long ops)
{

	for (long i = 0; i < ops; i++) {
		void *p = malloc(size);

		keep(p);
		free(p);
	}
}

static void
loop_touched(size_t size, long ops)
{

	for (long i = 0; i < ops; i++) {
		void *p = bench_malloc(size);

		touch(p, size);
		free(p);
	}
}

static void
loop_calloc(size_t size, long ops)
{

	for (long i = 0; i < ops; i++) {
		void *p = calloc(1, size);

		keep(p);
		free(p);
	}
}

/* Read and then written: memory that must be zero again the next time. */
static void
loop_calloc_touched(size_t size, long ops)
{

	for (long i = 0; i < ops; i++) {
		uint8_t *p = calloc(1, size);

		if (p == NULL)
			bench_null(size);
		checksum(p[size / 2]);
		if (p[size / 2] != 0 || p[0] != 0)
			bench_damaged(size);
		memset(p, 0x5a, size);
		keep(p);
		free(p);
	}
}

/* Alignments from 32 bytes to a page, in turn. */
static void
loop_aligned(size_t size, long ops)
{

	for (long i = 0; i < ops; i++) {
		void *p;

		if (posix_memalign(&p, (size_t)32 << (i & 7), size) != 0)
			bench_null(size);
		keep(p);
		free(p);
	}
}

static const struct {
	const char *kind;
	bool touched;
	void (*loop)(size_t, long);
} loops[] = {
	{ "none",	false,	loop_none },
	{ "malloc",	false,	loop_malloc },
	{ "malloc",	true,	loop_touched },
	{ "calloc",	false,	loop_calloc },
	{ "calloc",	true,	loop_calloc_touched },
	{ "aligned",	false,	loop_aligned },
	{ NULL,		false,	NULL }
};

static void
pair(void)
{
	const char *kind = param_word("kind", "malloc");
	size_t size = (size_t)param("size", 16);
	long ops = param("ops", 100);
	bool touched = param("touch", 0) != 0;
	int i = 0;

	while (loops[i].kind != NULL &&
	    (strcmp(loops[i].kind, kind) != 0 || loops[i].touched != touched))
		i++;
	if (loops[i].kind == NULL)
		errx(2, "kind=%s touch=%d: no such loop", kind, touched);
	/* The first calls, and what they start, are not measured. */
	loops[i].loop(size, 2);
	clock_start();
	loops[i].loop(size, ops);
	clock_stop((uint64_t)ops);
}

static void
classes(void)
{
	size_t min = (size_t)param("min", 8);
	size_t max = (size_t)param("max", 64 * 1024);
	long ops = param("ops", 10);
	uint64_t done = 0;

	clock_start();
	for (size_t power = min; power <= max; power *= 2) {
		for (size_t size = power; size < 2 * power && size <= max;
		    size += power / 4) {
			loop_malloc(size, ops);
			done += (uint64_t)ops;
			checksum(size);
		}
	}
	clock_stop(done);
}

const struct workload bench_pairs[] = {
	{ "pair", pair },
	{ "classes", classes },
	{ NULL, NULL }
};
