/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * churn	ops times a thread is created, allocates and frees count
 *		objects, and is joined.
 * crowd	churn with width threads at a time: all are created, then all
 *		joined; keep=1 leaves each thread's objects to the main thread,
 *		which frees them.
 */

#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define MAX_WIDTH	256
#define MAX_COUNT	64

struct job {
	pthread_t thread;
	void *objects[MAX_COUNT];
};

static long count;
static bool kept;

static size_t
size_of(long i)
{

	return ((size_t)(24 + i * 40));
}

static void *
allocate(void *arg)
{
	struct job *job = arg;

	for (long i = 0; i < count; i++)
		job->objects[i] = object_new(size_of(i), (uint8_t)i);
	for (long i = 0; i < count && !kept; i++)
		object_free(job->objects[i], size_of(i), (uint8_t)i);
	return (NULL);
}

static void
turn(struct job jobs[], long width)
{

	for (long i = 0; i < width; i++)
		thread_new(&jobs[i].thread, allocate, &jobs[i]);
	for (long i = 0; i < width; i++) {
		thread_join(jobs[i].thread);
		for (long j = 0; j < count && kept; j++)
			object_free(jobs[i].objects[j], size_of(j),
			    (uint8_t)j);
	}
}

static void
threads(long width)
{
	long ops = param("ops", 20), done;
	struct job *jobs = own_memory(MAX_WIDTH * sizeof(*jobs));

	count = param("count", 16);
	if (count > MAX_COUNT || width < 1 || width > MAX_WIDTH)
		errx(2, "count to %d, width 1 to %d", MAX_COUNT, MAX_WIDTH);
	clock_start();
	for (done = 0; done < ops; done += width)
		turn(jobs, width);
	clock_stop((uint64_t)done);
	checksum((uint64_t)done);
}

static void
churn(void)
{

	threads(1);
}

static void
crowd(void)
{

	kept = param("keep", 0) != 0;
	threads(param("width", 4));
}

const struct workload bench_threads[] = {
	{ "churn", churn },
	{ "crowd", crowd },
	{ NULL, NULL }
};
