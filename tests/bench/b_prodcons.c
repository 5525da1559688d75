/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * prodcons	pairs producers allocate, and as many consumers free what
 *		they get through one queue of batches: ops objects of size
 *		bytes, or of power-law sizes if size is 0.
 */

#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define BATCH	512		/* objects handed over at once */
#define DEPTH	8		/* batches for each pair of threads */
#define MAX_PAIRS	64
#define SLOTS	(DEPTH * MAX_PAIRS)

struct batch {
	uint32_t *objects[BATCH];
};

/* A queue of batches; one for those to be filled, one for those filled. */
struct queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct batch *ring[SLOTS];
	unsigned head, n;
};

static struct queue empty = { .lock = PTHREAD_MUTEX_INITIALIZER,
    .changed = PTHREAD_COND_INITIALIZER };
static struct queue full = { .lock = PTHREAD_MUTEX_INITIALIZER,
    .changed = PTHREAD_COND_INITIALIZER };
static uint32_t sizes[NSIZES];
static uint32_t fixed_size;
static long nbatches;		/* for each producer */

static void
queue_put(struct queue *q, struct batch *b)
{

	pthread_mutex_lock(&q->lock);
	if (q->n == SLOTS)
		errx(1, "queue overflow");
	q->ring[(q->head + q->n++) % SLOTS] = b;
	pthread_cond_signal(&q->changed);
	pthread_mutex_unlock(&q->lock);
}

static struct batch *
queue_get(struct queue *q)
{
	struct batch *b;

	pthread_mutex_lock(&q->lock);
	while (q->n == 0)
		pthread_cond_wait(&q->changed, &q->lock);
	b = q->ring[q->head];
	q->head = (q->head + 1) % SLOTS;
	q->n--;
	pthread_mutex_unlock(&q->lock);
	return (b);
}

static void *
producer(void *arg)
{
	uint64_t state = rng_seed((uintptr_t)arg);

	for (long i = 0; i < nbatches; i++) {
		struct batch *b = queue_get(&empty);

		for (int j = 0; j < BATCH; j++) {
			uint32_t size = fixed_size;

			if (size == 0)
				size = sizes[rng_below(&state, NSIZES)];
			b->objects[j] = bench_malloc(size);
			*b->objects[j] = size;
		}
		queue_put(&full, b);
	}
	return (NULL);
}

static void *
consumer(void *arg)
{
	uint64_t *total = arg;

	for (long i = 0; i < nbatches; i++) {
		struct batch *b = queue_get(&full);

		for (int j = 0; j < BATCH; j++) {
			*total += *b->objects[j];
			free(b->objects[j]);
		}
		queue_put(&empty, b);
	}
	return (NULL);
}

static void
prodcons(void)
{
	long pairs = param("pairs", 1);
	long ops = param("ops", 10000);
	pthread_t threads[2 * MAX_PAIRS];
	uint64_t *totals = own_memory(MAX_PAIRS * 64 * sizeof(*totals));
	uint64_t total = 0;

	if (pairs < 1 || pairs > MAX_PAIRS)
		errx(2, "pairs=%ld: 1 to %d", pairs, MAX_PAIRS);
	fixed_size = (uint32_t)param("size", 0);
	power_sizes(sizes, 8192);
	nbatches = (ops / pairs + BATCH - 1) / BATCH;
	for (long i = 0; i < pairs * DEPTH; i++)
		queue_put(&empty, own_memory(sizeof(struct batch)));
	clock_start();
	for (long i = 0; i < pairs; i++) {
		thread_new(&threads[2 * i], producer, (void *)(uintptr_t)i);
		thread_new(&threads[2 * i + 1], consumer, &totals[64 * i]);
	}
	for (long i = 0; i < 2 * pairs; i++)
		thread_join(threads[i]);
	clock_stop((uint64_t)(pairs * nbatches * BATCH));
	for (long i = 0; i < pairs; i++)
		total += totals[64 * i];
	checksum(total);
}

const struct workload bench_prodcons[] = {
	{ "prodcons", prodcons },
	{ NULL, NULL }
};
