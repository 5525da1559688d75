/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * phases	cycles times the heap grows to bytes and shrinks to a
 *		sixteenth, mixed sizes, freed out of order.
 * after	the heap grows to bytes, nearly all is freed, and the program
 *		goes on with ops replacements among a few thousand objects:
 *		after_kb is what is resident then, on average.
 */

#include <stdlib.h>

#include "bench.h"

#define KEEP	16		/* one in so many objects outlives a cycle */
#define SMALL	4000		/* objects after the peak */
#define SAMPLES	20

struct slot {
	void *p;
	uint32_t size;
};

static uint32_t sizes[NSIZES];

/* Fills empty slots until as many bytes are live. */
static uint64_t
grow(struct slot slots[], uint32_t nslots, uint64_t live, uint64_t bytes,
    uint64_t *state)
{

	for (uint32_t i = 0; i < nslots && live < bytes; i++) {
		if (slots[i].p != NULL)
			continue;
		slots[i].size = 2 * sizes[rng_below(state, NSIZES)];
		slots[i].p = object_new(slots[i].size, (uint8_t)i);
		live += slots[i].size;
	}
	return (live);
}

/* Frees all but one in KEEP, in steps through all slots. */
static uint64_t
shrink(struct slot slots[], uint32_t nslots, uint64_t live, uint32_t which)
{

	for (uint32_t start = 0; start < 7; start++) {
		for (uint32_t i = start; i < nslots; i += 7) {
			if (slots[i].p == NULL || i % KEEP == which)
				continue;
			object_free(slots[i].p, slots[i].size, (uint8_t)i);
			slots[i].p = NULL;
			live -= slots[i].size;
		}
	}
	return (live);
}

static void
phases(void)
{
	uint64_t bytes = (uint64_t)param("bytes", 1024 * 1024);
	uint32_t cycles = (uint32_t)param("cycles", 2);
	uint32_t nslots = (uint32_t)(bytes / 128);
	struct slot *slots = own_memory(nslots * sizeof(*slots));
	uint64_t live = 0, ops = 0, state = rng_seed(bytes);

	power_sizes(sizes, 128 * 1024);
	clock_start();
	for (uint32_t i = 0; i < cycles; i++) {
		live = grow(slots, nslots, live, bytes, &state);
		ops += live;
		live = shrink(slots, nslots, live, i % KEEP);
		ops -= live;
		checksum(live);
	}
	clock_stop(ops / 1024);
	figure("live_kb", (long)(live / 1024));
	figure("shrunk_kb", exact_kb());
}

static void
go_on(struct slot slots[], uint64_t ops, uint64_t *state)
{
	uint64_t step = ops / SAMPLES, total = 0;

	for (uint64_t i = 0; i < step * SAMPLES; i++) {
		struct slot *slot = &slots[rng_below(state, SMALL)];

		if (slot->p != NULL)
			object_free(slot->p, slot->size, (uint8_t)slot->size);
		slot->size = sizes[rng_below(state, NSIZES)];
		slot->p = object_new(slot->size, (uint8_t)slot->size);
		if (i % step == step - 1) {
			long rss = rss_kb();

			total += (uint64_t)rss;
			series(rss);
		}
	}
	figure("after_kb", (long)(total / SAMPLES));
}

static void
after(void)
{
	uint64_t bytes = (uint64_t)param("bytes", 1024 * 1024);
	uint64_t ops = (uint64_t)param("ops", 10000);
	uint32_t nslots = (uint32_t)(bytes / 128);
	struct slot *slots = own_memory(nslots * sizeof(*slots));
	uint64_t state = rng_seed(bytes);
	struct slot *small = own_memory(SMALL * sizeof(*small));

	power_sizes(sizes, 128 * 1024);
	clock_start();
	grow(slots, nslots, 0, bytes, &state);
	/* No slot is left out: what goes on is a heap of its own. */
	checksum(shrink(slots, nslots, bytes, KEEP));
	go_on(small, ops, &state);
	clock_stop(ops);
	figure("settled_kb", exact_kb());
}

const struct workload bench_phases[] = {
	{ "phases", phases },
	{ "after", after },
	{ NULL, NULL }
};
