/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Page runs of one heap against a map of pages.  The heap is the test's own;
 * run_check() verifies it too where the build has the checks.
 */
#include "run_model.h"

static size_t
random_pages(uint64_t *rng)
{
	size_t n = rng_below(rng, 100);

	if (n < 70)
		return rng_below(rng, 8) + 1;
	if (n < 98)
		return rng_below(rng, 100) + 1;
	return rng_below(rng, chunk_layout.ndata) + 1;
}

/* A run that no chunk can hold is never asked for. */
static size_t
random_align(uint64_t *rng, size_t npages)
{
	size_t align = (size_t)1 << rng_below(rng, 8);

	while ((chunk_layout.first + align - 1) / align * align + npages >
	    last_page())
		align /= 2;
	return align;
}

static void
random_step(uint64_t *rng, unsigned hunger)
{
	size_t id = rng_below(rng, RUNS), what = rng_below(rng, 100), n;

	if (runs[id] == NULL) {
		if (what >= hunger)
			return;
		if (what % 4 == 0) {
			n = (size_t)1 << rng_below(rng, 5);
			alloc_run(id, n, n, (int)rng_below(rng, 20));
		} else {
			n = random_pages(rng);
			alloc_run(id, n, what % 8 == 1 ? random_align(rng, n) :
			    1, -1);
		}
		return;
	}
	n = runs[id]->npages;
	if (what < 20 && runs[id]->state == RUN_LARGE &&
	    n < chunk_layout.ndata)
		grow_run(id, n + rng_below(rng, chunk_layout.ndata - n < 20 ?
		    chunk_layout.ndata - n : 20) + 1);
	else if (what < 40 && runs[id]->state == RUN_LARGE && n > 1)
		shrink_run(id, rng_below(rng, n - 1) + 1);
	else
		free_run(id);
}

static void
random_heap(void *arg)
{
	uint64_t rng = *(uint64_t *)arg;
	size_t i;

	setup();
	refuse_every = 3;
	for (i = 0; i < 6000; i++) {
		random_step(&rng, i / 1000 % 2 == 0 ? 90 : 40);
		if (rng_below(&rng, 200) == 0)
			purge(rng_below(&rng, heap->ndirty + 2));
		if (i % 16 == 0)
			check();
	}
	for (i = 0; i < RUNS; i++) {
		if (runs[i] != NULL)
			free_run(i);
	}
	check();
	MUST(heap->nactive == 0 && heap->nchunks <= 1, "%zu pages, %zu chunks",
	    heap->nactive, heap->nchunks);
	purge(0);
	check();
}

ATF_TC_WITHOUT_HEAD(random_against_a_map_of_pages);
ATF_TC_BODY(random_against_a_map_of_pages, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_heap, &seed, 60);
}

/* A run of every size, and the largest fills a chunk. */
static void
all_sizes(void *arg)
{
	size_t n;

	(void)arg;
	setup();
	for (n = 1; n <= chunk_layout.ndata; n += n < 20 ? 1 : 37) {
		alloc_run(0, n, 1, -1);
		check();
		free_run(0);
		check();
	}
	alloc_run(0, chunk_layout.ndata, 1, -1);
	MUST(heap->nchunks == 1, "%zu chunks", heap->nchunks);
	alloc_run(1, 1, 1, -1);
	MUST(heap->nchunks == 2, "%zu chunks", heap->nchunks);
	check();
	free_run(0);
	MUST(heap->nchunks == 1, "%zu chunks", heap->nchunks);
	free_run(1);
	MUST(heap->nchunks == 1, "the only chunk is gone");
	check();
}

ATF_TC_WITHOUT_HEAD(every_size_to_a_whole_chunk);
ATF_TC_BODY(every_size_to_a_whole_chunk, tc)
{
	run_child(all_sizes, NULL, 10);
}

/* Fresh pages are known to be zero, pages given back too, others never. */
static void
zeroed(void *arg)
{
	(void)arg;
	setup();
	chunk_trim();
	alloc_run(0, 100, 1, -1);
	MUST(config_dss || runs[0]->zeroed, "fresh pages");
	alloc_run(1, 1, 1, -1);
	free_run(0);
	alloc_run(0, 100, 1, -1);
	MUST(!runs[0]->zeroed, "used pages");
	free_run(0);
	purge(0);
	alloc_run(0, 100, 1, -1);
	MUST(config_dss || runs[0]->zeroed, "pages that the system took back");
}

ATF_TC_WITHOUT_HEAD(what_is_known_to_be_zero);
ATF_TC_BODY(what_is_known_to_be_zero, tc)
{
	run_child(zeroed, NULL, 10);
}

/*
 * While pages are given back the lock is free.  Nobody may get them, nor join
 * them to free neighbours, meanwhile.
 */
static uintptr_t purged_from, purged_to;
static unsigned npurges;

static void
meanwhile(void *p, size_t size)
{
	struct run *r;
	struct dead_chunks dead = { NULL };
	size_t n;

	/* What is freed here is dirty in its turn. */
	if (++npurges > 40)
		return;
	purged_from = (uintptr_t)p;
	purged_to = purged_from + size;
	for (n = 1; n <= 64; n *= 2) {
		lock();
		run_check(heap);
		r = run_alloc(heap, n, 1, RUN_LARGE, size_class_large(n));
		MUST(r != NULL, "no memory");
		MUST(r->addr + run_size(r) <= purged_from ||
		    r->addr >= purged_to, "pages being purged were handed out");
		run_free(heap, r, &dead);
		run_check(heap);
		unlock();
		MUST(dead.first == NULL || chunk_base((uintptr_t)dead.first) !=
		    chunk_base(purged_from), "the chunk being purged died");
		chunks_release(&dead);
		/* The map is not kept here: a chunk may come again. */
		memset(chunks, 0, sizeof(chunks));
	}
}

static void
purge_and_use(void *arg)
{
	struct dead_chunks dead = { NULL };
	size_t i;

	(void)arg;
	setup();
	for (i = 0; i < 60; i++)
		alloc_run(i, 5, 1, -1);
	for (i = 0; i < 60; i += 2)
		free_run(i);
	on_purge = meanwhile;
	lock();
	run_purge(heap, 0, &dead);
	unlock();
	on_purge = NULL;
	MUST(npurges >= 30, "%u purges", npurges);
	MUST(heap->ndirty == 0 && heap->npurging == 0, "%zu dirty",
	    heap->ndirty);
	MUST(heap->nactive == 30 * 5, "nactive %zu", heap->nactive);
	for (i = 1; i < 60; i += 2)
		check_pages(i, 5);
	run_check(heap);
	chunks_release(&dead);
}

ATF_TC_WITHOUT_HEAD(purging_with_the_lock_free);
ATF_TC_BODY(purging_with_the_lock_free, tc)
{
	run_child(purge_and_use, NULL, 10);
}

/* Another thread frees the rest of the chunk while a part is purged. */
static void
free_the_rest(void *p, size_t size)
{
	struct dead_chunks dead = { NULL };

	(void)p;
	(void)size;
	on_purge = NULL;
	lock();
	run_free(heap, runs[1], &dead);
	unlock();
	MUST(dead.first == NULL, "a chunk died while a run of it was purged");
}

static void
purge_and_empty(void *arg)
{
	struct dead_chunks dead = { NULL };

	(void)arg;
	setup();
	alloc_run(0, 10, 1, -1);
	alloc_run(1, chunk_layout.ndata - 10, 1, -1);
	alloc_run(2, 10, 1, -1);
	MUST(heap->nchunks == 2, "%zu chunks", heap->nchunks);
	free_run(0);
	on_purge = free_the_rest;
	lock();
	run_purge(heap, 0, &dead);
	unlock();
	run_check(heap);
	MUST(heap->nchunks == 1 && dead.first != NULL,
	    "%zu chunks: the empty one stays", heap->nchunks);
	chunks_release(&dead);
}

ATF_TC_WITHOUT_HEAD(chunk_emptied_while_purged);
ATF_TC_BODY(chunk_emptied_while_purged, tc)
{
	run_child(purge_and_empty, NULL, 10);
}

/* While a chunk is fetched the lock is free too. */
static void
take_meanwhile(void)
{
	watching = false;
	lock();
	MUST(run_alloc(heap, chunk_layout.ndata, 1, RUN_LARGE, CLASS_LARGE) !=
	    NULL, "no memory");
	watching = true;
	lock_release(&heap->lock, LOCK_ARENA);
}

static void
two_chunks(void *arg)
{
	struct run *r;

	(void)arg;
	setup();
	on_chunk_alloc = take_meanwhile;
	lock();
	r = run_alloc(heap, 3, 1, RUN_LARGE, size_class_large(3));
	unlock();
	MUST(r != NULL, "no memory");
	run_check(heap);
	MUST(heap->nchunks == 2, "%zu chunks", heap->nchunks);
	MUST(heap->nactive == chunk_layout.ndata + 3, "%zu pages",
	    heap->nactive);
}

ATF_TC_WITHOUT_HEAD(chunk_fetched_with_the_lock_free);
ATF_TC_BODY(chunk_fetched_with_the_lock_free, tc)
{
	run_child(two_chunks, NULL, 10);
}

/* No memory, neither for pages nor for records: nothing changes. */
static void
without_memory(void *arg)
{
	struct dead_chunks dead = { NULL };
	struct run *r;
	size_t i;

	(void)arg;
	setup();
	lock();
	no_chunks = true;
	MUST(run_alloc(heap, 1, 1, RUN_LARGE, size_class_large(1)) == NULL,
	    "no chunk, and yet");
	no_chunks = false;
	unlock();
	check();
	for (i = 0; i < 40; i++)
		alloc_run(i, 3, 1, -1);
	for (i = 0; i < 40; i += 2)
		free_run(i);
	no_records = true;
	/* What needs no further record goes on; what does is refused. */
	for (i = 0; i < 40; i += 2) {
		lock();
		r = run_alloc(heap, 2, 1, RUN_LARGE, size_class_large(2));
		unlock();
		if (r == NULL)
			break;
		model_mark(r->addr, 2, DIRTY, (unsigned)i + 2);
		runs[i] = r;
		write_pages(i, 0);
		check();
	}
	check();
	lock();
	MUST(!run_grow(heap, runs[39], 3 + chunk_layout.ndata), "too many");
	run_shrink(heap, runs[39], 1, &dead);
	unlock();
	MUST(dead.first == NULL, "a chunk in use died");
	if (runs[39]->npages == 1)
		model_mark(runs[39]->addr + PAGE, 2, 39 + 2, DIRTY);
	check();
	/* Freeing needs nothing. */
	for (i = 0; i < 40; i++) {
		if (runs[i] != NULL)
			free_run(i);
		check();
	}
	no_records = false;
	alloc_run(0, 500, 1, -1);
	check();
}

ATF_TC_WITHOUT_HEAD(no_memory);
ATF_TC_BODY(no_memory, tc)
{
	run_child(without_memory, NULL, 10);
}

/* Every alignment a run may ask for, among many small free pieces. */
static void
aligned(void *arg)
{
	size_t align, i;

	(void)arg;
	setup();
	for (i = 0; i < 200; i++)
		alloc_run(i, 1 + i % 3, 1, -1);
	for (i = 0; i < 200; i += 2)
		free_run(i);
	check();
	for (align = 1; align <= 256; align *= 2) {
		alloc_run(300, align, align, -1);
		alloc_run(301, 1, align, -1);
		alloc_run(302, 3, align, -1);
		check();
		free_run(300);
		free_run(301);
		free_run(302);
		check();
	}
}

ATF_TC_WITHOUT_HEAD(alignments);
ATF_TC_BODY(alignments, tc)
{
	run_child(aligned, NULL, 10);
}

/* Pages that the system would not take back spoil what they are joined to. */
static void
partly_zero(void *arg)
{
	struct dead_chunks dead = { NULL };
	unsigned order;

	for (order = 0; order < 2; order++) {
		setup();
		memset(chunks, 0, sizeof(chunks));
		alloc_run(0, 10, 1, -1);
		alloc_run(1, 10, 1, -1);
		alloc_run(2, 1, 1, -1);
		write_pages(0, 0);
		write_pages(1, 0);
		lock();
		run_free(heap, runs[order], &dead);
		refuse_every = 1;
		run_purge(heap, 0, &dead);
		refuse_every = 0;
		run_free(heap, runs[1 - order], &dead);
		run_purge(heap, 0, &dead);
		runs[0] = run_alloc(heap, 20, 1, RUN_LARGE,
		    size_class_large(20));
		unlock();
		MUST(runs[0] != NULL && runs[0]->addr + 20 * PAGE ==
		    runs[2]->addr, "not the pages freed");
		MUST(!runs[0]->zeroed, "order %u: half of it is not zero",
		    order);
	}
	(void)arg;
}

ATF_TC_WITHOUT_HEAD(joined_pages_are_zero_if_both_are);
ATF_TC_BODY(joined_pages_are_zero_if_both_are, tc)
{
	run_child(partly_zero, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_against_a_map_of_pages);
	ATF_TP_ADD_TC(tp, every_size_to_a_whole_chunk);
	ATF_TP_ADD_TC(tp, what_is_known_to_be_zero);
	ATF_TP_ADD_TC(tp, purging_with_the_lock_free);
	ATF_TP_ADD_TC(tp, chunk_emptied_while_purged);
	ATF_TP_ADD_TC(tp, chunk_fetched_with_the_lock_free);
	ATF_TP_ADD_TC(tp, no_memory);
	ATF_TP_ADD_TC(tp, alignments);
	ATF_TP_ADD_TC(tp, joined_pages_are_zero_if_both_are);
	return atf_no_error();
}
