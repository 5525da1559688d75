/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * batch	n objects of size bytes are allocated and written to, then
 *		read and freed in the order fifo, lifo or random, again and
 *		again until ops objects have been had.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static void
order(uint32_t place[], uint32_t n, const char *name)
{
	uint64_t state = rng_seed(n);

	for (uint32_t i = 0; i < n; i++)
		place[i] = strcmp(name, "lifo") == 0 ? n - 1 - i : i;
	if (strcmp(name, "random") == 0) {
		for (uint32_t i = n - 1; i > 0; i--) {
			uint32_t j = rng_below(&state, i + 1);
			uint32_t other = place[j];

			place[j] = place[i];
			place[i] = other;
		}
	} else if (strcmp(name, "fifo") != 0 && strcmp(name, "lifo") != 0)
		errx(2, "order=%s: fifo, lifo or random", name);
}

static uint64_t
one(uint64_t *objects[], const uint32_t place[], uint32_t n, size_t size)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < n; i++) {
		objects[i] = bench_malloc(size);
		*objects[i] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint64_t *p = objects[place[i]];

		total += *p ^ i;
		free(p);
	}
	return (total);
}

static void
batch(void)
{
	const char *name = param_word("order", "random");
	uint32_t n = (uint32_t)param("n", 100);
	size_t size = (size_t)param("size", 64);
	uint64_t ops = (uint64_t)param("ops", 1000), done;
	uint64_t **objects = own_memory(n * sizeof(*objects));
	uint32_t *place = own_memory(n * sizeof(*place));

	if (n == 0 || size < sizeof(uint64_t))
		errx(2, "n must not be 0, nor size below 8");
	order(place, n, name);
	clock_start();
	for (done = 0; done < ops; done += n)
		checksum(one(objects, place, n, size));
	clock_stop(done);
}

const struct workload bench_batch[] = {
	{ "batch", batch },
	{ NULL, NULL }
};
