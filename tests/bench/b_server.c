/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * server	chains of threads: each replaces ops objects by chance among
 *		its live ones, power-law sizes to max, then starts a thread
 *		that takes the objects over, and ends; generations times.
 * local	threads that replace ops objects each, and share nothing.
 */

#include <err.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

struct slot {
	void *p;
	uint32_t size;
};

/* One chain: only the thread whose turn it is touches it. */
struct chain {
	struct slot *slots;
	uint32_t live;
	long ops;
	long left;		/* generations */
	uint64_t state;
	uint64_t bytes;
};

static uint32_t sizes[NSIZES];
static sem_t ended;

static void
replace(struct chain *c)
{

	for (long i = 0; i < c->ops; i++) {
		struct slot *slot = &c->slots[rng_below(&c->state, c->live)];

		if (slot->p != NULL)
			object_free(slot->p, slot->size, (uint8_t)slot->size);
		slot->size = sizes[rng_below(&c->state, NSIZES)];
		slot->p = object_new(slot->size, (uint8_t)slot->size);
		c->bytes += slot->size;
	}
}

static void *
generation(void *arg)
{
	struct chain *c = arg;
	pthread_t heir;
	int error;

	replace(c);
	if (--c->left == 0) {
		sem_post(&ended);
		return (NULL);
	}
	thread_new(&heir, generation, c);
	error = pthread_detach(heir);
	if (error != 0)
		errx(1, "pthread_detach: %s", strerror(error));
	return (NULL);
}

static struct chain *
chains_new(uint32_t n)
{
	struct chain *chains = own_memory(n * sizeof(*chains));
	uint32_t live = (uint32_t)param("live", 100);
	long ops = param("ops", 1000);

	power_sizes(sizes, (uint32_t)param("max", 8192));
	for (uint32_t i = 0; i < n; i++) {
		chains[i].slots = own_memory(live * sizeof(struct slot));
		chains[i].live = live;
		chains[i].ops = ops;
		chains[i].state = rng_seed(i);
	}
	return (chains);
}

static void
chains_end(struct chain chains[], uint32_t n)
{

	for (uint32_t i = 0; i < n; i++) {
		checksum(chains[i].bytes);
		for (uint32_t j = 0; j < chains[i].live; j++)
			free(chains[i].slots[j].p);
	}
}

static void
server(void)
{
	uint32_t n = (uint32_t)param("threads", 2);
	long generations = param("generations", 3);
	struct chain *chains = chains_new(n);
	pthread_t thread;

	if (sem_init(&ended, 0, 0) != 0)
		err(1, "sem_init");
	clock_start();
	for (uint32_t i = 0; i < n; i++) {
		chains[i].left = generations;
		thread_new(&thread, generation, &chains[i]);
		pthread_detach(thread);
	}
	for (uint32_t i = 0; i < n; i++)
		while (sem_wait(&ended) != 0)
			continue;
	clock_stop((uint64_t)(n * chains[0].ops * generations));
	chains_end(chains, n);
}

static void *
alone(void *arg)
{

	replace(arg);
	return (NULL);
}

static void
local(void)
{
	uint32_t n = (uint32_t)param("threads", 2);
	struct chain *chains = chains_new(n);
	pthread_t *threads = own_memory(n * sizeof(*threads));

	clock_start();
	for (uint32_t i = 0; i < n; i++)
		thread_new(&threads[i], alone, &chains[i]);
	for (uint32_t i = 0; i < n; i++)
		thread_join(threads[i]);
	clock_stop((uint64_t)(n * chains[0].ops));
	chains_end(chains, n);
}

const struct workload bench_server[] = {
	{ "server", server },
	{ "local", local },
	{ NULL, NULL }
};
