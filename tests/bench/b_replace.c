/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * replace	live objects of power-law sizes to max; ops times one of them,
 *		by chance, is freed and another allocated in its place.
 */

#include <stdlib.h>

#include "bench.h"

struct slot {
	void *p;
	uint32_t size;
};

static uint32_t sizes[NSIZES];

static void
fill(struct slot *slot, uint64_t *state)
{

	slot->size = sizes[rng_below(state, NSIZES)];
	slot->p = object_new(slot->size, (uint8_t)slot->size);
}

static void
replace(void)
{
	uint32_t live = (uint32_t)param("live", 1000);
	uint64_t ops = (uint64_t)param("ops", 10000);
	struct slot *slots = own_memory(live * sizeof(*slots));
	uint64_t bytes = 0, state = rng_seed(live);

	power_sizes(sizes, (uint32_t)param("max", 32 * 1024));
	clock_start();
	for (uint32_t i = 0; i < live; i++)
		fill(&slots[i], &state);
	for (uint64_t i = 0; i < ops; i++) {
		struct slot *slot = &slots[rng_below(&state, live)];

		object_free(slot->p, slot->size, (uint8_t)slot->size);
		fill(slot, &state);
	}
	clock_stop(live + ops);
	figure("full_kb", exact_kb());
	for (uint32_t i = 0; i < live; i++) {
		bytes += slots[i].size;
		object_free(slots[i].p, slots[i].size, (uint8_t)slots[i].size);
	}
	figure("live_kb", (long)(bytes / 1024));
	checksum(bytes);
}

const struct workload bench_replace[] = {
	{ "replace", replace },
	{ NULL, NULL }
};
