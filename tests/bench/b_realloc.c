/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * realloc	rounds times an object grows from from bytes to to bytes, by
 *		step bytes at a time, or to the double if step is 0; each new
 *		page is written to.  An operation is one object grown.
 * strings	n texts grow at the same time, by chance, by up to step bytes,
 *		until they have max bytes and start anew; ops growths.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static uint8_t *
grown(uint8_t *p, size_t size)
{

	p = realloc(p, size);
	if (p == NULL)
		bench_null(size);
	return (p);
}

static void
grow(size_t size, size_t to, size_t step)
{
	uint8_t *p = bench_malloc(size);

	touch(p, size);
	while (size < to) {
		size_t more = step == 0 ? size : step;

		p = grown(p, size + more);
		if (p[0] != 1 || p[(size - 1) & ~(size_t)4095] != 1)
			bench_damaged(size);
		touch(p + ((size + 4095) & ~(size_t)4095),
		    size + more - ((size + 4095) & ~(size_t)4095));
		size += more;
	}
	checksum(size);
	free(p);
}

static void
steps(void)
{
	size_t from = (size_t)param("from", 4096);
	size_t to = (size_t)param("to", 64 * 1024);
	size_t step = (size_t)param("step", 4096);
	long rounds = param("rounds", 2);

	if (from % 4096 != 0 || step % 4096 != 0)
		errx(2, "from and step are multiples of 4 KiB");
	clock_start();
	for (long i = 0; i < rounds; i++)
		grow(from, to, step);
	clock_stop((uint64_t)rounds);
}

static void
strings(void)
{
	uint32_t n = (uint32_t)param("n", 10);
	uint32_t max = (uint32_t)param("max", 1024);
	uint32_t step = (uint32_t)param("step", 64);
	uint64_t ops = (uint64_t)param("ops", 1000);
	uint8_t **text = own_memory(n * sizeof(*text));
	uint32_t *size = own_memory(n * sizeof(*size));
	uint64_t state = rng_seed(n);

	clock_start();
	for (uint64_t i = 0; i < ops; i++) {
		uint32_t j = rng_below(&state, n);
		uint32_t more = 1 + rng_below(&state, step);

		if (size[j] + more > max) {
			object_free(text[j], size[j], (uint8_t)size[j]);
			text[j] = NULL;
			size[j] = 0;
		}
		if (size[j] > 0 && text[j][size[j] - 1] != (uint8_t)size[j])
			bench_damaged(size[j]);
		size[j] += more;
		text[j] = grown(text[j], size[j]);
		text[j][0] = (uint8_t)size[j];
		text[j][size[j] - 1] = (uint8_t)size[j];
	}
	clock_stop(ops);
	for (uint32_t j = 0; j < n; j++) {
		checksum(size[j]);
		free(text[j]);
	}
}

const struct workload bench_realloc[] = {
	{ "realloc", steps },
	{ "strings", strings },
	{ NULL, NULL }
};
