/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * large	live blocks of from to to bytes, as many of each doubling;
 *		ops times one by chance is replaced.  touch=1 writes to each
 *		page, zero=1 has them from calloc.
 */

#include <stdlib.h>

#include "bench.h"

static void *
block(size_t size, bool zero, bool touched)
{
	uint8_t *p = zero ? calloc(1, size) : malloc(size);

	if (p == NULL)
		bench_null(size);
	if (zero && (p[0] != 0 || p[size - 1] != 0))
		bench_damaged(size);
	if (touched)
		touch(p, size);
	return (p);
}

static size_t
some_size(size_t from, uint32_t doublings, uint64_t *state)
{
	size_t base = from << rng_below(state, doublings);

	return (base + rng_below(state, (uint32_t)(base / 256)) * 256);
}

static void
large(void)
{
	uint32_t live = (uint32_t)param("live", 4);
	size_t from = (size_t)param("from", 32 * 1024);
	size_t to = (size_t)param("to", 256 * 1024);
	long ops = param("ops", 20);
	bool zero = param("zero", 0) != 0, touched = param("touch", 0) != 0;
	void **blocks = own_memory(live * sizeof(*blocks));
	uint64_t state = rng_seed(live), total = 0;
	uint32_t doublings = 0;

	while (from << doublings < to)
		doublings++;
	clock_start();
	for (long i = 0; i < ops; i++) {
		uint32_t j = rng_below(&state, live);
		size_t size = some_size(from, doublings, &state);

		free(blocks[j]);
		blocks[j] = block(size, zero, touched);
		total += size;
	}
	clock_stop((uint64_t)ops);
	checksum(total);
	for (uint32_t i = 0; i < live; i++)
		free(blocks[i]);
}

const struct workload bench_large[] = {
	{ "large", large },
	{ NULL, NULL }
};
