/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * held		total bytes in objects of size are allocated, written to and
 *		freed.  once_kb is what stays resident at once; then, if idle
 *		is not 0, the process sleeps for as many milliseconds, waking
 *		every 10 to allocate and free a little, and settled_kb is what
 *		is resident then.
 */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

#define LITTLE	20		/* objects at each waking */

static void
nap(void)
{
	struct timespec left = { 0, 10 * 1000 * 1000 };

	while (nanosleep(&left, &left) != 0)
		if (errno != EINTR)
			err(1, "nanosleep");
}

static void
little(void)
{
	void *p[LITTLE];

	for (int i = 0; i < LITTLE; i++)
		p[i] = object_new((size_t)(16 + 100 * i), 1);
	for (int i = 0; i < LITTLE; i++)
		object_free(p[i], (size_t)(16 + 100 * i), 1);
}

static void
held(void)
{
	uint64_t total = (uint64_t)param("total", 1024 * 1024);
	size_t size = (size_t)param("size", 64);
	long idle = param("idle", 20);
	uint64_t n = total / size;
	uint8_t **objects = own_memory(n * sizeof(*objects));

	clock_start();
	for (uint64_t i = 0; i < n; i++) {
		objects[i] = bench_malloc(size);
		touch(objects[i], size);
	}
	for (uint64_t i = 0; i < n; i++)
		free(objects[i]);
	clock_stop(n);
	figure("once_kb", exact_kb());
	for (long ms = 0; ms < idle; ms += 10) {
		little();
		nap();
	}
	figure("settled_kb", exact_kb());
	checksum(n);
}

const struct workload bench_held[] = {
	{ "held", held },
	{ NULL, NULL }
};
