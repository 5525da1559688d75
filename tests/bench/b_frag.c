/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * frag		ops frees and allocations keep about live bytes in use, while
 *		the mix of sizes changes every tenth of the run.  The series
 *		is resident over live bytes in thousandths, at equal steps;
 *		mean_kb is the mean of the resident KiB at these.
 */

#include <stdlib.h>

#include "bench.h"

#define SAMPLES	40
#define EPOCHS	10

struct slot {
	void *p;
	uint32_t size;
};

static uint32_t sizes[NSIZES];

/* What the sizes of an epoch are multiplied with, in eighths. */
static const uint32_t scale[EPOCHS] = { 8, 12, 27, 9, 48, 17, 80, 10, 33, 21 };

static void
sample(uint64_t bytes, uint64_t *total)
{
	long rss = rss_kb();

	*total += (uint64_t)rss;
	series((long)((uint64_t)rss * 1024 * 1000 / bytes));
}

/* Frees what is in a slot, and fills it if that is not too much. */
static uint64_t
turn(struct slot *slot, uint64_t bytes, uint64_t limit, uint32_t size)
{

	if (slot->p != NULL) {
		object_free(slot->p, slot->size, (uint8_t)slot->size);
		bytes -= slot->size;
		slot->p = NULL;
	}
	if (bytes + size <= limit) {
		slot->size = size;
		slot->p = object_new(size, (uint8_t)size);
		bytes += size;
	}
	return (bytes);
}

static void
frag(void)
{
	uint64_t limit = (uint64_t)param("live", 1024 * 1024);
	uint64_t ops = (uint64_t)param("ops", 40000), total = 0;
	uint32_t nslots = (uint32_t)(limit / 80);
	struct slot *slots = own_memory(nslots * sizeof(*slots));
	uint64_t bytes = 0, state = rng_seed(limit), step = ops / SAMPLES;

	power_sizes(sizes, 16 * 1024);
	clock_start();
	for (uint64_t i = 0; i < step * SAMPLES; i++) {
		uint32_t s = sizes[rng_below(&state, NSIZES)];

		s = s * scale[i * EPOCHS / (step * SAMPLES)] / 8;
		bytes = turn(&slots[rng_below(&state, nslots)], bytes, limit,
		    s);
		if (i % step == step - 1)
			sample(bytes, &total);
	}
	clock_stop(step * SAMPLES);
	figure("live_kb", (long)(bytes / 1024));
	figure("mean_kb", (long)(total / SAMPLES));
	checksum(bytes);
}

const struct workload bench_frag[] = {
	{ "frag", frag },
	{ NULL, NULL }
};
