/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * share	False sharing: each thread writes many times to a small object
 *		of its own, frees it and allocates the next; ops objects each.
 *		passive=1 first gives each thread an object of the main thread
 *		to free: an allocator that hands its neighbours to different
 *		threads makes them share a cache line from then on.  shared is
 *		how many threads had their first object in a line with that of
 *		another: CPUs that are threads of one core do not show it in
 *		time.
 */

#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define WRITES	1000		/* to each object */
#define MAX_THREADS	64
#define LINE		64	/* bytes */

struct job {
	pthread_t thread;
	void *first;		/* object of the main thread, or NULL */
	uintptr_t line;		/* of the thread's first own object */
	uint64_t total;
	char apart[224];	/* jobs share no line */
};

static long ops;
static size_t size;
static pthread_barrier_t barrier;

static void *
work(void *arg)
{
	struct job *job = arg;

	pthread_barrier_wait(&barrier);
	free(job->first);
	for (long i = 0; i < ops; i++) {
		volatile char *p = bench_malloc(size);

		if (i == 0) {
			job->line = (uintptr_t)p / LINE;
			pthread_barrier_wait(&barrier);
		}
		p[0] = 0;
		for (int j = 0; j < WRITES; j++)
			p[0] = (char)(p[0] + j);
		job->total += (uint8_t)p[0];
		free((void *)(uintptr_t)p);
	}
	return (NULL);
}

static long
shared(const struct job jobs[], long n)
{
	long found = 0;

	for (long i = 0; i < n; i++) {
		for (long j = 0; j < n; j++) {
			if (i != j && jobs[i].line == jobs[j].line) {
				found++;
				break;
			}
		}
	}
	return (found);
}

static void
share(void)
{
	long n = param("threads", 2);
	bool passive = param("passive", 0) != 0;
	struct job *jobs = own_memory(MAX_THREADS * sizeof(*jobs));

	if (n < 1 || n > MAX_THREADS)
		errx(2, "threads=%ld: 1 to %d", n, MAX_THREADS);
	ops = param("ops", 10);
	size = (size_t)param("size", 8);
	if (size == 0 || pthread_barrier_init(&barrier, NULL, (unsigned)n) != 0)
		errx(2, "size must not be 0");
	for (long i = 0; i < n; i++)
		jobs[i].first = passive ? bench_malloc(size) : NULL;
	clock_start();
	for (long i = 0; i < n; i++)
		thread_new(&jobs[i].thread, work, &jobs[i]);
	for (long i = 0; i < n; i++)
		thread_join(jobs[i].thread);
	clock_stop((uint64_t)(n * ops));
	figure("shared", shared(jobs, n));
	for (long i = 0; i < n; i++)
		checksum(jobs[i].total);
}

const struct workload bench_share[] = {
	{ "share", share },
	{ NULL, NULL }
};
