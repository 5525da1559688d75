/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What was freed last and is had again whole: ready runs of an arena, and the
 * spare huge block.
 */
#include "unit.h"

#include "again.h"
#include "chunk.h"
#include "huge.h"
#include "malloc_snapshot.h"

static struct arena *arena;
static struct page_heap *heap;

static uint64_t fake_ms;
static unsigned no_chunks;	/* so many are refused */
uint64_t __wrap___malloc_port_time_ms(void);
void *__real___malloc_chunk_alloc(size_t, size_t, bool, bool *);
void *__wrap___malloc_chunk_alloc(size_t, size_t, bool, bool *);

uint64_t
__wrap___malloc_port_time_ms(void)
{
	return fake_ms;
}

void *
__wrap___malloc_chunk_alloc(size_t size, size_t align, bool movable,
    bool *zeroed)
{
	if (no_chunks != 0) {
		no_chunks--;
		return NULL;
	}
	return __real___malloc_chunk_alloc(size, align, movable, zeroed);
}

static void
setup(void)
{
	fake_ms = 1000000;
	arena = private_arena(3);
	heap = &arena->heap;
}

static char *
large(size_t npages)
{
	bool zeroed;
	void *p;

	p = arena_large_alloc(arena, npages * page_size(), page_size(), 1,
	    &zeroed);
	MUST(p != NULL, "no memory");
	return p;
}

static void
give(void *p)
{
	arena_dalloc_one(CLASS_LARGE, p, "test");
	arena_check(arena);
}

static void
same_run(void *arg)
{
	size_t n, i;
	char *p, *q;

	(void)arg;
	setup();
	for (n = 60; n < 1000; n += 47) {
		p = large(n);
		give(p);
		MUST(heap->nready >= n, "%zu pages ready", heap->nready);
		MUST(pagemap_class(p) == CLASS_NONE, "class %u",
		    pagemap_class(p));
		q = large(n);
		MUST(p == q, "%p, then %p", (void *)p, (void *)q);
		MUST(pagemap_class(p) == CLASS_LARGE, "class %u",
		    pagemap_class(p));
		for (i = 1; i < n; i++)
			MUST(pagemap_class(p + i * page_size()) ==
			    CLASS_INSIDE, "page %zu", i);
		give(q);
		/* Another size at the same place. */
		q = large(n - READY_RUNS);
		MUST(arena_large_size(q) == (n - READY_RUNS) * page_size(),
		    "%zu bytes", arena_large_size(q));
		give(q);
	}
}

ATF_TC_WITHOUT_HEAD(large_object_is_had_again);
ATF_TC_BODY(large_object_is_had_again, tc)
{
	run_child(same_run, NULL, 20);
}

/* No more is ready than fills a chunk, whatever is freed. */
static void
bounded(void *arg)
{
	char *p[64];
	size_t i, n, most = 0;

	(void)arg;
	setup();
	for (n = 1; n <= chunk_layout.ndata; n = n * 3 / 2 + 1) {
		for (i = 0; i < NELEM(p); i++)
			p[i] = large(n);
		for (i = 0; i < NELEM(p); i++) {
			give(p[i]);
			MUST(heap->nready <= chunk_layout.ndata,
			    "%zu pages ready", heap->nready);
			most = heap->nready > most ? heap->nready : most;
		}
	}
	MUST(most > chunk_layout.ndata / 2, "%zu pages at most", most);
	/* Of eight sizes, each at a place of its own. */
	for (i = 0; i < READY_RUNS; i++)
		p[i] = large(200 + i);
	for (i = 0; i < READY_RUNS; i++) {
		give(p[i]);
		MUST(heap->nready <= chunk_layout.ndata, "%zu pages ready",
		    heap->nready);
	}
	arena_purge(arena, true);
	MUST(heap->nready == 0 && heap->ndirty == 0 && heap->nactive == 0,
	    "%zu ready, %zu dirty, %zu active", heap->nready, heap->ndirty,
	    heap->nactive);
	MUST(heap->nchunks == 1, "%zu chunks", heap->nchunks);
}

ATF_TC_WITHOUT_HEAD(ready_runs_fill_one_chunk_at_most);
ATF_TC_BODY(ready_runs_fill_one_chunk_at_most, tc)
{
	run_child(bounded, NULL, 20);
}

/* Before a chunk is added, what is ready serves. */
static void
needed(void *arg)
{
	char *p, *q;

	(void)arg;
	setup();
	p = large(300);
	q = large(400);
	give(p);
	give(q);
	MUST(heap->nready == 700 && heap->nchunks == 1, "%zu ready",
	    heap->nready);
	no_chunks = 1;
	p = large(chunk_layout.ndata);
	MUST(heap->nready == 0 && heap->nchunks == 1, "%zu ready",
	    heap->nready);
	give(p);
}

ATF_TC_WITHOUT_HEAD(ready_runs_serve_before_a_new_chunk);
ATF_TC_BODY(ready_runs_serve_before_a_new_chunk, tc)
{
	run_child(needed, NULL, 20);
}

/* An object grows into the ready run behind it. */
static void
grown(void *arg)
{
	char *p, *q;

	(void)arg;
	setup();
	p = large(100);
	q = large(100);
	MUST(q == p + 100 * page_size(), "not neighbours");
	give(q);
	MUST(heap->nready == 100, "%zu ready", heap->nready);
	MUST(arena_large_resize(p, 150 * page_size()), "did not grow");
	MUST(heap->nready == 0, "%zu ready", heap->nready);
	arena_check(arena);
	give(p);
}

ATF_TC_WITHOUT_HEAD(object_grows_into_a_ready_run);
ATF_TC_BODY(object_grows_into_a_ready_run, tc)
{
	run_child(grown, NULL, 20);
}

/* Aligned requests take it only if it is aligned. */
static void
aligned(void *arg)
{
	const size_t align = 64 * page_size();
	bool zeroed;
	char *p, *q;

	(void)arg;
	setup();
	p = large(100);
	MUST(!is_aligned(p, align), "%p by chance", (void *)p);
	give(p);
	q = arena_large_alloc(arena, 100 * page_size(), align, 1, &zeroed);
	MUST(q != p && is_aligned(q, align), "%p", (void *)q);
	give(q);
	MUST(large(100) == q, "not had again");
}

ATF_TC_WITHOUT_HEAD(aligned_request_and_a_ready_run);
ATF_TC_BODY(aligned_request_and_a_ready_run, tc)
{
	run_child(aligned, NULL, 20);
}

/* The spare huge block. */

static char *
huge(size_t nchunks)
{
	bool zeroed;
	char *p;

	p = huge_alloc(nchunks * chunk_size(), 1, &zeroed);
	MUST(p != NULL, "no memory");
	MUST(!zeroed || p[0] == 0, "not zero");
	return p;
}

static size_t
spare(void)
{
	struct huge_stats s;

	huge_stats_read(&s);
	return s.spare;
}

static void
same_block(void *arg)
{
	struct huge_stats before, after;
	char *p, *q;

	(void)arg;
	setup();
	(void)huge_trim();
	p = huge(2);
	memset(p, 1, 2 * chunk_size());
	huge_stats_read(&before);
	huge_dalloc(p, "test");
	huge_stats_read(&after);
	MUST(after.ndalloc == before.ndalloc + 1 && before.allocated -
	    after.allocated == 2 * chunk_size() && after.spare ==
	    2 * chunk_size(), "%zu spare", after.spare);
	MUST(pagemap_class(p) == CLASS_NONE && huge_size(p) == 0,
	    "class %u", pagemap_class(p));
	q = huge(1);
	MUST(q != p, "the spare, cut");
	q = huge(2);
	MUST(q == p && pagemap_class(p) == CLASS_HUGE && huge_size(p) ==
	    2 * chunk_size(), "%p, then %p", (void *)p, (void *)q);
	MUST(spare() == 0, "still spare");
	huge_dalloc(q, "test");
	/* One only, and none that is too large. */
	q = huge(1);
	huge_dalloc(q, "test");
	MUST(spare() == 2 * chunk_size(), "%zu spare", spare());
	MUST(huge_trim() && spare() == 0 && !huge_trim(), "trim");
	p = huge(3);
	huge_dalloc(p, "test");
	MUST(spare() == 0, "%zu spare", spare());
}

ATF_TC_WITHOUT_HEAD(huge_block_is_had_again);
ATF_TC_BODY(huge_block_is_had_again, tc)
{
	run_child(same_block, NULL, 20);
}

static void
ticks(void *arg)
{
	(void)arg;
	setup();
	huge_dalloc(huge(1), "test");
	huge_tick();
	fake_ms += 40;
	huge_tick();
	MUST(spare() != 0, "released too soon");
	huge_dalloc(huge(1), "test");
	fake_ms += 40;
	huge_tick();
	MUST(spare() != 0, "released though it was just used");
	fake_ms += 60;
	huge_tick();
	MUST(spare() == 0, "kept for too long");
}

ATF_TC_WITHOUT_HEAD(spare_is_released_when_idle);
ATF_TC_BODY(spare_is_released_when_idle, tc)
{
	run_child(ticks, NULL, 20);
}

/* Statistics: its chunks are not in use, and handed out anew each time. */
static struct chunk_stats
chunks(void)
{
	struct chunk_stats now;

	MUST(snapshot_refresh(), "no memory");
	MUST(snapshot_read(SNAPSHOT_PROCESS, 0, 0,
	    offsetof(struct process_snapshot, chunks), &now, sizeof(now)),
	    "not read");
	return now;
}

static void
counted(void *arg)
{
	struct chunk_stats before, now;
	char *p;

	(void)arg;
	setup();
	MUST(snapshot_init(), "no memory");
	p = huge(2);
	before = chunks();
	huge_dalloc(p, "test");
	now = chunks();
	MUST(now.current == before.current - 2 && now.total == before.total &&
	    now.stocked == before.stocked + 2 * chunk_size(),
	    "%zu chunks after %zu, %zu bytes stocked after %zu", now.current,
	    before.current, now.stocked, before.stocked);
	p = huge(2);
	now = chunks();
	MUST(now.current == before.current && now.total == before.total + 2,
	    "%zu chunks after %zu", now.current, before.current);
}

ATF_TC_WITHOUT_HEAD(spare_is_not_in_use);
ATF_TC_BODY(spare_is_not_in_use, tc)
{
	run_child(counted, NULL, 20);
}

/* Short of memory, the spare goes before a request fails. */
static void
short_of_memory(void *arg)
{
	char *p;

	(void)arg;
	setup();
	p = malloc(chunk_size());
	MUST(p != NULL, "no memory");
	free(p);
	MUST(spare() == chunk_size(), "%zu spare", spare());
	no_chunks = 1;
	p = opaque(malloc(5 * chunk_size()));
	MUST(p != NULL && spare() == 0, "%p, %zu spare", (void *)p, spare());
}

ATF_TC_WITHOUT_HEAD(spare_goes_before_a_request_fails);
ATF_TC_BODY(spare_goes_before_a_request_fails, tc)
{
	run_child(short_of_memory, NULL, 20);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, large_object_is_had_again);
	ATF_TP_ADD_TC(tp, ready_runs_fill_one_chunk_at_most);
	ATF_TP_ADD_TC(tp, ready_runs_serve_before_a_new_chunk);
	ATF_TP_ADD_TC(tp, object_grows_into_a_ready_run);
	ATF_TP_ADD_TC(tp, aligned_request_and_a_ready_run);
	ATF_TP_ADD_TC(tp, huge_block_is_had_again);
	ATF_TP_ADD_TC(tp, spare_is_released_when_idle);
	ATF_TP_ADD_TC(tp, spare_is_not_in_use);
	ATF_TP_ADD_TC(tp, spare_goes_before_a_request_fails);
	return atf_no_error();
}
