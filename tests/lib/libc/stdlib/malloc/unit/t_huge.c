/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Huge blocks: resizing where they stand, by moving, and not at all. */
#include "unit.h"

/* The linker puts these before the allocator's own (--wrap). */
static bool lost_target, taken_target;
static bool no_extend, no_move, no_chunks, no_records;
static unsigned nmoves;

int __real___malloc_port_extend(void *, size_t, size_t);
int __wrap___malloc_port_extend(void *, size_t, size_t);
int __real___malloc_port_move(void *, size_t, void *, size_t);
int __wrap___malloc_port_move(void *, size_t, void *, size_t);
void *__real___malloc_chunk_alloc(size_t, size_t, bool, bool *);
void *__wrap___malloc_chunk_alloc(size_t, size_t, bool, bool *);
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);

int
__wrap___malloc_port_extend(void *p, size_t size, size_t new_size)
{
	return no_extend ? ENOMEM :
	    __real___malloc_port_extend(p, size, new_size);
}

int
__wrap___malloc_port_move(void *from, size_t size, void *to, size_t to_size)
{
	nmoves++;
	/* The worst the system does: the target is a hole. */
	if (lost_target)
		munmap(to, to_size);
	if (taken_target)
		MUST(mmap(to, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS |
		    MAP_FIXED, -1, 0) == to, "errno %d", errno);
	return no_move || lost_target ? ENOMEM :
	    __real___malloc_port_move(from, size, to, to_size);
}

void *
__wrap___malloc_chunk_alloc(size_t size, size_t align, bool movable,
    bool *zeroed)
{
	return no_chunks ? NULL : __real___malloc_chunk_alloc(size, align,
	    movable, zeroed);
}

void *
__wrap___malloc_base_alloc(size_t size)
{
	return no_records ? NULL : __real___malloc_base_alloc(size);
}

static struct huge_stats
stats(void)
{
	struct huge_stats s;

	huge_stats_read(&s);
	return s;
}

static void *
take(size_t size)
{
	bool zeroed;
	void *p;

	p = huge_alloc(size, chunk_size(), &zeroed);
	MUST(p != NULL, "no memory");
	MUST(!zeroed || zero_check(p, size) == size, "zeroed, but byte %zu",
	    zero_check(p, size));
	return p;
}

/* A block of so many chunks: its marks, its size, its contents. */
static void
check_block(const char *p, size_t chunks, uint64_t tag)
{
	size_t size = chunks * chunk_size(), found = 0, i;

	MUST(huge_size(p) == size, "%zu bytes, not %zu", huge_size(p), size);
	MUST(pagemap_class(p) == CLASS_HUGE, "class %u", pagemap_class(p));
	for (i = PAGE; i < size; i += i < chunk_size() ? PAGE : chunk_size())
		MUST(pagemap_class(p + i) == CLASS_NONE, "class of byte %zu",
		    i);
	for (i = 0; i < size; i += chunk_size() - 1) {
		MUST(huge_containing(p + i, &found) == p && found == size,
		    "byte %zu is not inside", i);
		MUST(i == 0 || huge_size(p + i) == 0, "byte %zu begins one",
		    i);
	}
	MUST(huge_containing(p - 1, &found) != p, "the byte before");
	MUST(huge_containing(p + size, &found) != p, "the byte behind");
	MUST(pattern_check(p, size, tag) == size, "contents at %zu",
	    pattern_check(p, size, tag));
}

static void
fill(void *p, size_t from, size_t chunks, uint64_t tag)
{
	pattern_fill(p, from * chunk_size(), chunks * chunk_size(), tag);
}

static void
grow_in_place(void *arg)
{
	char *p;

	(void)arg;
	/* Room behind: the end of a block that was cut. */
	p = take(4 * chunk_size());
	fill(p, 0, 1, 1);
	MUST(huge_resize(p, chunk_size(), true) == p, "cut");
	chunk_trim();
	check_block(p, 1, 1);
	MUST(huge_resize(p, 2 * chunk_size() + 1, true) == p, "not in place");
	MUST(nmoves == 0, "%u moves", nmoves);
	fill(p, 1, 3, 1);
	check_block(p, 3, 1);
	huge_dalloc(p, "test");
	MUST(huge_size(p) == 0 && pagemap_class(p) == CLASS_NONE, "freed");
}

ATF_TC_WITHOUT_HEAD(grows_where_it_stands);
ATF_TC_BODY(grows_where_it_stands, tc)
{
	if (config_dss)
		atf_tc_skip("the break may be behind");
	run_child(grow_in_place, NULL, 20);
}

static void
grow_by_moving(void *arg)
{
	struct huge_stats before = stats();
	struct chunk_stats chunks, after;
	char *p, *q;

	(void)arg;
	p = take(2 * chunk_size());
	fill(p, 0, 2, 5);
	chunk_stats_read(&chunks);
	no_extend = true;
	q = huge_resize(p, 5 * chunk_size(), true);
	MUST(q != NULL && q != p && nmoves == 1, "%p to %p, %u moves",
	    (void *)p, (void *)q, nmoves);
	MUST(pagemap_class(p) == CLASS_NONE || (p > q &&
	    p < q + 5 * chunk_size()), "the mark of the old place");
	MUST(huge_size(p) == 0, "the record of the old place");
	fill(q, 2, 5, 5);
	check_block(q, 5, 5);
	chunk_stats_read(&after);
	MUST(after.current == chunks.current + 3, "%zu chunks, %zu before",
	    after.current, chunks.current);
	MUST(stats().allocated == before.allocated + 5 * chunk_size(),
	    "%zu bytes allocated", stats().allocated);
	huge_dalloc(q, "test");
	/* A resized block counts as one freed and one asked for. */
	MUST(stats().allocated == before.allocated && stats().nmalloc ==
	    before.nmalloc + 2 && stats().ndalloc == before.ndalloc + 2,
	    "counters");
}

ATF_TC_WITHOUT_HEAD(grows_by_moving_its_pages);
ATF_TC_BODY(grows_by_moving_its_pages, tc)
{
	run_child(grow_by_moving, NULL, 20);
}

static void
refused(void *arg)
{
	struct chunk_stats before, after;
	struct huge_stats huge_before;
	char *p;

	(void)arg;
	p = take(2 * chunk_size());
	fill(p, 0, 2, 9);
	chunk_stats_read(&before);
	huge_before = stats();
	no_extend = true;
	MUST(huge_resize(p, 3 * chunk_size(), false) == NULL && nmoves == 0,
	    "moved though it may not");
	check_block(p, 2, 9);
	no_move = true;
	MUST(huge_resize(p, 3 * chunk_size(), true) == NULL, "refused, and yet");
	check_block(p, 2, 9);
	no_move = false;
	chunk_trim();
	/* The target is lost, and a part of it is another's already. */
	lost_target = true;
	MUST(huge_resize(p, 3 * chunk_size(), true) == NULL, "moved");
	check_block(p, 2, 9);
	chunk_trim();
	taken_target = true;
	MUST(huge_resize(p, 3 * chunk_size(), true) == NULL, "moved");
	check_block(p, 2, 9);
	lost_target = taken_target = false;
	chunk_trim();
	chunk_stats_read(&after);
	MUST(after.current == before.current, "%zu chunks, %zu before",
	    after.current, before.current);
	no_chunks = true;
	MUST(huge_resize(p, 3 * chunk_size(), true) == NULL, "no memory, and yet");
	check_block(p, 2, 9);
	/* What needs nothing succeeds. */
	no_records = true;
	MUST(huge_resize(p, 2 * chunk_size() - 5, true) == p, "the same size");
	MUST(huge_resize(p, 1, true) == p, "shrunk");
	check_block(p, 1, 9);
	chunk_stats_read(&after);
	MUST(after.current == before.current - 1, "%zu chunks, %zu before",
	    after.current, before.current);
	MUST(stats().allocated == huge_before.allocated - chunk_size() &&
	    stats().nmalloc == huge_before.nmalloc + 1, "counters");
}

ATF_TC_WITHOUT_HEAD(what_is_refused_changes_nothing);
ATF_TC_BODY(what_is_refused_changes_nothing, tc)
{
	run_child(refused, NULL, 20);
}

static void
shrink(void *arg)
{
	struct chunk_stats before, after;
	char *p;
	size_t n;

	(void)arg;
	p = take(6 * chunk_size());
	fill(p, 0, 6, 3);
	chunk_stats_read(&before);
	for (n = 6; n > 0; n--) {
		MUST(huge_resize(p, n * chunk_size(), true) == p, "%zu chunks", n);
		check_block(p, n, 3);
		chunk_stats_read(&after);
		MUST(after.current == before.current - (6 - n), "%zu chunks",
		    after.current);
	}
	/* What was cut off serves somebody else. */
	chunk_trim();
	take(3 * chunk_size());
	check_block(p, 1, 3);
}

ATF_TC_WITHOUT_HEAD(shrinks_where_it_stands);
ATF_TC_BODY(shrinks_where_it_stands, tc)
{
	run_child(shrink, NULL, 20);
}

/* Many blocks, resized at random; no two overlap. */
static void
random_blocks(void *arg)
{
	uint64_t rng = *(uint64_t *)arg;
	struct { char *p; size_t chunks; } o[12];
	struct huge_stats before = stats();
	size_t i, j, n, bytes;
	char *q;

	memset(o, 0, sizeof(o));
	for (i = 0; i < 150; i++) {
		j = rng_below(&rng, NELEM(o));
		n = rng_below(&rng, 4) + 1;
		no_extend = rng_below(&rng, 2) != 0;
		bytes = n * chunk_size() - rng_below(&rng, chunk_size() / 2);
		if (o[j].p == NULL) {
			o[j].p = take(bytes);
		} else if (rng_below(&rng, 3) == 0) {
			check_block(o[j].p, o[j].chunks, j);
			huge_dalloc(o[j].p, "test");
			o[j].p = NULL;
			continue;
		} else {
			q = huge_resize(o[j].p, bytes, true);
			if (q == NULL) {
				MUST(config_dss && n > o[j].chunks,
				    "cannot resize");
				check_block(o[j].p, o[j].chunks, j);
				continue;
			}
			MUST(n > o[j].chunks || q == o[j].p, "moved");
			o[j].p = q;
			if (n < o[j].chunks)
				o[j].chunks = n;
			MUST(pattern_check(q, o[j].chunks * chunk_size(), j) ==
			    o[j].chunks * chunk_size(), "contents");
		}
		fill(o[j].p, 0, n, j);
		o[j].chunks = n;
		check_block(o[j].p, n, j);
	}
	for (j = 0; j < NELEM(o); j++) {
		if (o[j].p == NULL)
			continue;
		check_block(o[j].p, o[j].chunks, j);
		huge_dalloc(o[j].p, "test");
	}
	MUST(stats().allocated == before.allocated, "%zu bytes, %zu before",
	    stats().allocated, before.allocated);
}

ATF_TC_WITHOUT_HEAD(random_resizing);
ATF_TC_BODY(random_resizing, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_blocks, &seed, 60);
}

static void
without_memory(void *arg)
{
	struct chunk_stats before, after;
	bool zeroed;

	(void)arg;
	chunk_stats_read(&before);
	no_records = true;
	MUST(huge_alloc(1, 1, &zeroed) == NULL, "no record, and yet");
	no_records = false;
	no_chunks = true;
	MUST(huge_alloc(1, 1, &zeroed) == NULL, "no chunk, and yet");
	no_chunks = false;
	MUST(huge_alloc(PTRDIFF_MAX, chunk_size(), &zeroed) == NULL, "size");
	MUST(huge_alloc(1, (size_t)1 << 62, &zeroed) == NULL, "alignment");
	chunk_stats_read(&after);
	MUST(after.current == before.current, "%zu chunks", after.current);
	MUST(huge_alloc(1, 1, &zeroed) != NULL, "memory is back");
}

ATF_TC_WITHOUT_HEAD(no_memory);
ATF_TC_BODY(no_memory, tc)
{
	run_child(without_memory, NULL, 20);
}

static void
alignments(void *arg)
{
	size_t align;
	bool zeroed;
	char *p;

	(void)arg;
	for (align = 1; align <= 256 * MIB; align *= 4) {
		p = huge_alloc(100, align, &zeroed);
		MUST(p != NULL, "aligned to %zu", align);
		MUST((uintptr_t)p % align == 0 && (uintptr_t)p % chunk_size()
		    == 0, "%p is not aligned to %zu", (void *)p, align);
		fill(p, 0, 1, align);
		check_block(p, 1, align);
	}
}

ATF_TC_WITHOUT_HEAD(aligned_blocks);
ATF_TC_BODY(aligned_blocks, tc)
{
	run_child(alignments, NULL, 20);
}

static void
free_again(void *p)
{
	huge_dalloc(p, "test");
}

ATF_TC_WITHOUT_HEAD(freed_twice);
ATF_TC_BODY(freed_twice, tc)
{
	char want[256];
	char *p;

	p = take(2 * chunk_size());
	require_abort(free_again, p + chunk_size(), message(want, sizeof(want),
	    "Error in test(): invalid pointer %p: inside a huge object of %zu "
	    "bytes at %p", (void *)(p + chunk_size()), 2 * chunk_size(),
	    (void *)p));
	huge_dalloc(p, "test");
	require_abort(free_again, p, message(want, sizeof(want),
	    "Error in test(): invalid pointer %p: not memory of this "
	    "allocator", (void *)p));
}

/* The chunks in use follow a block wherever it goes. */
static void
chunks_follow(void *arg)
{
	struct chunk_stats before, now;
	char *p;
	size_t i;
	static const size_t steps[] = { 4, 1, 3, 2, 9, 1, 2 };

	chunk_stats_read(&before);
	p = take(chunk_size());
	no_extend = *(bool *)arg;
	for (i = 0; i < NELEM(steps); i++) {
		p = huge_resize(p, steps[i] * chunk_size(), true);
		MUST(p != NULL, "step %zu", i);
		chunk_stats_read(&now);
		MUST(now.current == before.current + steps[i],
		    "step %zu: %zu chunks, not %zu", i, now.current -
		    before.current, steps[i]);
	}
	huge_dalloc(p, "test");
	(void)huge_trim();
	chunk_stats_read(&now);
	MUST(now.current == before.current, "%zu chunks, %zu before",
	    now.current, before.current);
}

ATF_TC_WITHOUT_HEAD(chunks_in_use_follow);
ATF_TC_BODY(chunks_in_use_follow, tc)
{
	bool moving;

	moving = false;
	run_child(chunks_follow, &moving, 20);
	moving = true;
	run_child(chunks_follow, &moving, 20);
}

/* A request that fails leaves no record behind. */
static void
record_kept(void *arg)
{
	size_t mapped = base_mapped(), i;
	bool zeroed;

	(void)arg;
	no_chunks = true;
	for (i = 0; i < 100000; i++)
		MUST(huge_alloc(chunk_size(), chunk_size(), &zeroed) == NULL,
		    "no chunk, yet a block");
	MUST(base_mapped() == mapped, "%zu bytes of records",
	    base_mapped() - mapped);
}

ATF_TC_WITHOUT_HEAD(no_record_of_what_failed);
ATF_TC_BODY(no_record_of_what_failed, tc)
{
	run_child(record_kept, NULL, 20);
}

/* Blocks of several threads, all in one tree. */
static pthread_barrier_t barrier;

static void *
come_and_go(void *arg)
{
	void *p[8];
	size_t i, round;

	(void)arg;
	for (i = 0; i < NELEM(p); i++)
		p[i] = take(chunk_size());
	pthread_barrier_wait(&barrier);
	/* Out of the tree and into it again, and nothing else. */
	for (round = 0; round < 100000; round++) {
		for (i = 0; i < NELEM(p); i++)
			MUST(huge_resize(p[i], chunk_size(), false) == p[i],
			    "block %zu is lost", i);
	}
	for (i = 0; i < NELEM(p); i++) {
		MUST(huge_size(p[i]) == chunk_size(), "%zu bytes",
		    huge_size(p[i]));
		huge_dalloc(p[i], "test");
	}
	return NULL;
}

static void
blocks_of_threads(void *arg)
{
	struct huge_stats before = stats();
	pthread_t threads[3];
	size_t i;

	(void)arg;
	MUST(pthread_barrier_init(&barrier, NULL, NELEM(threads)) == 0,
	    "barrier");
	for (i = 0; i < NELEM(threads); i++)
		MUST(pthread_create(&threads[i], NULL, come_and_go, NULL) == 0,
		    "thread");
	for (i = 0; i < NELEM(threads); i++)
		pthread_join(threads[i], NULL);
	MUST(stats().allocated == before.allocated, "%zu bytes",
	    stats().allocated - before.allocated);
}

ATF_TC_WITHOUT_HEAD(threads_share_the_tree);
ATF_TC_BODY(threads_share_the_tree, tc)
{
	run_child(blocks_of_threads, NULL, 40);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, grows_where_it_stands);
	ATF_TP_ADD_TC(tp, grows_by_moving_its_pages);
	ATF_TP_ADD_TC(tp, what_is_refused_changes_nothing);
	ATF_TP_ADD_TC(tp, shrinks_where_it_stands);
	ATF_TP_ADD_TC(tp, random_resizing);
	ATF_TP_ADD_TC(tp, no_memory);
	ATF_TP_ADD_TC(tp, aligned_blocks);
	ATF_TP_ADD_TC(tp, freed_twice);
	ATF_TP_ADD_TC(tp, chunks_in_use_follow);
	ATF_TP_ADD_TC(tp, no_record_of_what_failed);
	ATF_TP_ADD_TC(tp, threads_share_the_tree);
	return atf_no_error();
}
