/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A bit of everything, in two threads, to be run under any options.  With an
 * argument there may be too little memory, and calls may fail.
 */
#include <pthread.h>

#include "malloc_doors.h"

#define ROUNDS	150
#define SLOTS	64

static bool may_fail;

static size_t
some_size(uint64_t *rng)
{
	size_t n = rng_below(rng, 100);

	if (n < 70)
		return rng_below(rng, 600);
	if (n < 90)
		return rng_below(rng, 20000);
	return rng_below(rng, n < 98 ? 300000 : 3 * MIB);
}

static void *
work(void *arg)
{
	uint64_t rng = (uintptr_t)arg;
	size_t i, n, old;
	struct { char *p; size_t n; } slot[SLOTS] = { 0 };
	char *p;
	unsigned round;

	for (round = 0; round < ROUNDS; round++) {
		i = rng_below(&rng, SLOTS);
		n = some_size(&rng);
		old = slot[i].n < n ? slot[i].n : n;
		switch (rng_below(&rng, 4)) {
		case 0:
			p = realloc(slot[i].p, n);
			MUST(p != NULL || may_fail, "realloc(%zu)", n);
			if (p == NULL)
				continue;
			MUST(pattern_check(p, old, i) == old, "%zu", old);
			break;
		case 1:
			p = calloc(1, n);
			MUST(p != NULL || may_fail, "calloc(%zu)", n);
			MUST(p == NULL || zero_check(p, n) == n, "%zu", n);
			free(slot[i].p);
			break;
		case 2:
			p = aligned_alloc((size_t)8 << rng_below(&rng, 12), n);
			MUST(p != NULL || may_fail, "aligned_alloc(%zu)", n);
			MUST(pattern_check(slot[i].p, slot[i].n, i) ==
			    slot[i].n || slot[i].p == NULL, "%zu", slot[i].n);
			free(slot[i].p);
			break;
		default:
			p = malloc(n);
			MUST(p != NULL || may_fail, "malloc(%zu)", n);
			free(slot[i].p);
			break;
		}
		slot[i].p = p;
		slot[i].n = p == NULL ? 0 : n;
		if (p != NULL) {
			MUST(malloc_usable_size(p) >= n, "%zu", n);
			pattern_fill(p, 0, n, i);
		}
	}
	for (i = 0; i < SLOTS; i++)
		free(slot[i].p);
	return NULL;
}

int
main(int argc, char *argv[])
{
	pthread_t thread;
	void *p;

	(void)argv;
	may_fail = argc > 1;
	if (may_fail)
		MUST(limit_address_space(512 * MIB) == 0, "errno %d", errno);
	if (pthread_create(&thread, NULL, work, (void *)1) == 0) {
		work((void *)2);
		MUST(pthread_join(thread, NULL) == 0, "join");
	} else
		MUST(may_fail, "no thread");
	p = malloc(20 * MIB);
	MUST(p != NULL || may_fail, "20 MiB");
	if (p != NULL)
		memset(p, 1, 20 * MIB);
	free(p);
	return 0;
}
