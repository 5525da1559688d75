/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Bins of an arena of the test's own, against a map of regions. */
#include "unit.h"

#include "bin.h"

#define RUNS	256
#define REGIONS	8192		/* of a run, at most */

enum state { ABSENT, FREE, USED };

struct model_run {
	uintptr_t addr;		/* 0: none */
	unsigned char state[REGIONS];
};

static struct model_run runs[RUNS];
static struct arena *arena;
static struct bin *bin;
static const struct bin_info *info;
static unsigned ind;

static bool no_records, no_chunks;
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);
void *__real___malloc_chunk_alloc(size_t, size_t, bool, bool *);
void *__wrap___malloc_chunk_alloc(size_t, size_t, bool, bool *);

void *
__wrap___malloc_base_alloc(size_t size)
{
	return no_records ? NULL : __real___malloc_base_alloc(size);
}

void *
__wrap___malloc_chunk_alloc(size_t size, size_t align, bool movable,
    bool *zeroed)
{
	return no_chunks ? NULL : __real___malloc_chunk_alloc(size, align,
	    movable, zeroed);
}

static void
setup(unsigned bin_ind)
{
	if (arena == NULL)
		arena = private_arena(3);
	ind = bin_ind;
	bin = &arena->bins[ind];
	info = &size_classes.bins[ind];
	memset(runs, 0, sizeof(runs));
	MUST(info->nregs <= REGIONS, "%u regions", info->nregs);
}

/* The run of a region; a new one is entered with all its regions free. */
static struct model_run *
model_of(uintptr_t region)
{
	uintptr_t addr;
	size_t i;

	addr = region & ~((uintptr_t)info->run_pages * page_size() - 1);
	for (i = 0; i < RUNS && runs[i].addr != 0; i++) {
		if (runs[i].addr == addr)
			return &runs[i];
	}
	for (i = 0; i < RUNS && runs[i].addr != 0; i++)
		continue;
	MUST(i < RUNS, "more than %d runs", RUNS);
	runs[i].addr = addr;
	memset(runs[i].state, ABSENT, sizeof(runs[i].state));
	memset(runs[i].state, FREE, info->nregs);
	return &runs[i];
}

static unsigned char *
model_region(uintptr_t region)
{
	struct model_run *m = model_of(region);

	MUST((region - m->addr) % info->reg_size == 0 &&
	    (region - m->addr) / info->reg_size < info->nregs,
	    "0x%lx is no region of the run at 0x%lx", region, m->addr);
	return &m->state[(region - m->addr) / info->reg_size];
}

static uintptr_t
region_of(const struct model_run *m, size_t i)
{
	return m->addr + i * info->reg_size;
}

/* The lowest free region of the runs there are; 0 if none. */
static uintptr_t
model_lowest(void)
{
	uintptr_t best = 0;
	const unsigned char *p;
	size_t i;

	for (i = 0; i < RUNS; i++) {
		if (runs[i].addr == 0 || (best != 0 && runs[i].addr > best))
			continue;
		p = memchr(runs[i].state, FREE, info->nregs);
		if (p != NULL)
			best = region_of(&runs[i],
			    (size_t)(p - runs[i].state));
	}
	return best;
}

static size_t
model_used(void)
{
	size_t i, j, n = 0;

	for (i = 0; i < RUNS; i++) {
		for (j = 0; runs[i].addr != 0 && j < info->nregs; j++)
			n += runs[i].state[j] == USED;
	}
	return n;
}

/* Runs that are small runs of this bin no more. */
static void
model_drop_released(void)
{
	size_t i;

	for (i = 0; i < RUNS; i++) {
		if (runs[i].addr == 0 || pagemap_class((void *)runs[i].addr) ==
		    ind + 1)
			continue;
		MUST(memchr(runs[i].state, USED, info->nregs) == NULL,
		    "a run in use was released");
		runs[i].addr = 0;
	}
	/* Without gaps. */
	for (i = RUNS; i-- > 0;) {
		if (runs[i].addr == 0)
			memmove(&runs[i], &runs[i + 1], (RUNS - 1 - i) *
			    sizeof(runs[0]));
		if (runs[i].addr == 0)
			runs[RUNS - 1].addr = 0;
	}
}

static void
check(void)
{
	size_t i, n = 0;

	lock_acquire(&bin->lock, LOCK_BIN);
	bin_check(bin, ind);
	lock_release(&bin->lock, LOCK_BIN);
	for (i = 0; i < RUNS; i++)
		n += runs[i].addr != 0;
	MUST(bin->stats.curruns == n, "%zu runs, not %zu", bin->stats.curruns,
	    n);
	MUST(bin->stats.nmalloc - bin->stats.ndalloc == model_used(),
	    "%lu regions in use, not %zu", bin->stats.nmalloc -
	    bin->stats.ndalloc, model_used());
	MUST(bin->stats.highruns >= n && bin->stats.nruns >=
	    bin->stats.highruns, "highruns %zu", bin->stats.highruns);
}

/* A batch holds the lowest free regions, lowest first. */
static void
fill(unsigned n)
{
	static void *regions[1024];
	uintptr_t want, got;
	unsigned i;

	lock_acquire(&bin->lock, LOCK_BIN);
	MUST(bin_alloc(&arena->heap, bin, ind, regions, n) == n,
	    "no memory for %u", n);
	lock_release(&bin->lock, LOCK_BIN);
	for (i = 0; i < n; i++) {
		want = model_lowest();
		got = (uintptr_t)regions[i];
		if (want != 0)
			MUST(got == want, "region %u of %u at 0x%lx, the "
			    "lowest free one is 0x%lx", i, n, got, want);
		MUST(*model_region(got) == FREE, "0x%lx twice", got);
		*model_region(got) = USED;
		MUST(pagemap_class((void *)got) == ind + 1, "class of 0x%lx",
		    got);
	}
}

static void
give(uintptr_t region, struct empty_runs *empty)
{
	void *p = (void *)region;

	MUST(*model_region(region) == USED, "0x%lx", region);
	*model_region(region) = FREE;
	lock_acquire(&bin->lock, LOCK_BIN);
	MUST(bin_dalloc(&arena->heap, bin, ind, &p, 1, empty, "test") == 0,
	    "0x%lx is not returned", region);
	lock_release(&bin->lock, LOCK_BIN);
}

static void
release(struct empty_runs *empty)
{
	struct dead_chunks dead = { NULL };

	bin_release(&arena->heap, empty, &dead);
	MUST(empty->first == NULL, "runs left");
	chunks_release(&dead);
	model_drop_released();
}

static void
give_random(uint64_t *rng, unsigned percent)
{
	struct empty_runs empty = { NULL };
	size_t i, j;

	for (i = 0; i < RUNS; i++) {
		for (j = 0; runs[i].addr != 0 && j < info->nregs; j++) {
			if (runs[i].state[j] == USED &&
			    rng_below(rng, 100) < percent)
				give(region_of(&runs[i], j), &empty);
		}
	}
	release(&empty);
}

static void
random_bin(uint64_t *rng)
{
	size_t round;

	for (round = 0; round < 30; round++) {
		fill((unsigned)rng_below(rng, info->nregs < 512 ?
		    info->nregs * 2 : 1000) + 1);
		check();
		give_random(rng, (const unsigned[]){ 0, 5, 50, 90 }
		    [rng_below(rng, 4)]);
		check();
		if (round == 20)
			give_random(rng, 100);
	}
	give_random(rng, 100);
	check();
	MUST(bin->stats.curruns <= 1, "%zu empty runs kept",
	    bin->stats.curruns);
}

static void
random_bins(void *arg)
{
	uint64_t rng = *(uint64_t *)arg;
	unsigned i;

	for (i = 0; i < size_classes.nbins; i++) {
		setup(i);
		random_bin(&rng);
	}
	arena_check(arena);
	MUST(arena->heap.nchunks == 1, "%zu chunks", arena->heap.nchunks);
}

ATF_TC_WITHOUT_HEAD(random_against_a_map_of_regions);
ATF_TC_BODY(random_against_a_map_of_regions, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_bins, &seed, 60);
}

/*
 * A region of a high run is freed when the current run is used up and a lower
 * one has free regions: the lower one serves first.
 */
static void
high_run_freed(void *arg)
{
	struct empty_runs empty = { NULL };

	(void)arg;
	setup(size_classes.nbins - 1);
	fill(4 * info->nregs);
	/* In this order: the third run is current, the first one waits. */
	give(region_of(&runs[2], 0), &empty);
	give(region_of(&runs[0], 0), &empty);
	fill(1);
	give(region_of(&runs[1], 0), &empty);
	fill(1);
	give(region_of(&runs[3], 0), &empty);
	fill(1);
	check();
}

ATF_TC_WITHOUT_HEAD(high_run_freed_while_a_lower_one_waits);
ATF_TC_BODY(high_run_freed_while_a_lower_one_waits, tc)
{
	run_child(high_run_freed, NULL, 10);
}

/* An empty run goes back at once, but for one that is the only one. */
static void
empty_runs(void *arg)
{
	struct empty_runs empty = { NULL };
	size_t i, active;
	unsigned b;

	(void)arg;
	for (b = 0; b < size_classes.nbins; b += 5) {
		setup(b);
		active = arena->heap.nactive;
		fill(2 * info->nregs);
		MUST(arena->heap.nactive == active + 2 * info->run_pages,
		    "%zu pages", arena->heap.nactive);
		for (i = 0; i < info->nregs; i++)
			give(region_of(&runs[0], i), &empty);
		for (i = 0; i < info->nregs; i++)
			give(region_of(&runs[1], i), &empty);
		release(&empty);
		check();
		MUST(arena->heap.nactive <= active + info->run_pages,
		    "bin %u: %zu pages", b, arena->heap.nactive);
		run_check(&arena->heap);
	}
}

ATF_TC_WITHOUT_HEAD(empty_runs_are_released);
ATF_TC_BODY(empty_runs_are_released, tc)
{
	run_child(empty_runs, NULL, 10);
}

/* Part of a batch, or nothing, when memory ends; all is well afterwards. */
static void
without_memory(void *arg)
{
	void *regions[300];
	unsigned b, got;

	(void)arg;
	for (b = 0; b < size_classes.nbins; b++) {
		setup(b);
		no_records = true;
		no_chunks = true;
		lock_acquire(&bin->lock, LOCK_BIN);
		got = bin_alloc(&arena->heap, bin, ind, regions, 300);
		lock_release(&bin->lock, LOCK_BIN);
		MUST(got <= 300 && bin->stats.nmalloc == got, "bin %u: %u",
		    b, got);
		MUST(b != 0 || got == 0, "%u regions of nothing", got);
		no_chunks = no_records = false;
		lock_acquire(&bin->lock, LOCK_BIN);
		MUST(bin_alloc(&arena->heap, bin, ind, regions, 300) == 300,
		    "bin %u", b);
		lock_release(&bin->lock, LOCK_BIN);
	}
	arena_check(arena);
}

ATF_TC_WITHOUT_HEAD(no_memory);
ATF_TC_BODY(no_memory, tc)
{
	run_child(without_memory, NULL, 10);
}

/* Index and start of every region, through the inverse. */
ATF_TC_WITHOUT_HEAD(index_of_region);
ATF_TC_BODY(index_of_region, tc)
{
	size_t i;
	const struct run *r;

	for (ind = 0; ind < size_classes.nbins; ind++) {
		setup(ind);
		fill(1);
		r = run_of(runs[0].addr);
		for (i = 0; i < info->nregs; i++) {
			REQUIRE(bin_region(r, region_of(&runs[0], i)) == i,
			    "bin %u, region %zu", ind, i);
			REQUIRE(bin_region(r, region_of(&runs[0], i) +
			    info->reg_size - 1) == i, "bin %u, region %zu",
			    ind, i);
			REQUIRE(bin_region_free(r, i) == (i != 0),
			    "bin %u, region %zu", ind, i);
		}
	}
}

/* Faults that a batch return must see, with the words for them. */
static void
return_bad(void *arg)
{
	struct empty_runs empty = { NULL };

	lock_acquire(&bin->lock, LOCK_BIN);
	bin_dalloc(&arena->heap, bin, ind, &arg, 1, &empty, "test");
}

ATF_TC_WITHOUT_HEAD(faults);
ATF_TC_BODY(faults, tc)
{
	struct empty_runs empty = { NULL };
	char want[256];
	uintptr_t p, last;
	void *large;
	unsigned b;
	bool zeroed;

	for (b = 0; b < size_classes.nbins; b += 3) {
		setup(b);
		fill(2);
		p = runs[0].addr;
		/* Never handed out. */
		last = region_of(&runs[0], info->nregs - 1);
		if (info->nregs > 2)
			require_abort(return_bad, (void *)last,
			    message(want, sizeof(want), "Error in test(): "
			    "double free of 0x%lx: region of %u bytes, arena "
			    "3", last, info->reg_size));
		/* Freed twice. */
		give(p, &empty);
		require_abort(return_bad, (void *)p, message(want,
		    sizeof(want), "Error in test(): double free of 0x%lx: "
		    "region of %u bytes, arena 3", p, info->reg_size));
		/* In the waste behind the last region. */
		if (page_size() * info->run_pages % info->reg_size != 0)
			require_abort(return_bad, (void *)region_of(&runs[0],
			    info->nregs), message(want, sizeof(want), "Error "
			    "in test(): invalid pointer 0x%lx: behind the "
			    "last region of %u bytes of a run, arena 3",
			    region_of(&runs[0], info->nregs),
			    info->reg_size));
	}
	/* Of another class since the caller looked. */
	large = arena_large_alloc(arena, 16 * PAGE, PAGE, 1, &zeroed);
	require_abort(return_bad, large, message(want, sizeof(want),
	    "Error in test(): double free of 0x%lx: large object of 65536 "
	    "bytes, arena 3", (uintptr_t)large));
	setup(0);
	fill(1);
	p = runs[0].addr;
	setup(7);
	require_abort(return_bad, (void *)p, message(want, sizeof(want),
	    "Error in test(): double free of 0x%lx: region of %u bytes, "
	    "arena 3", p, size_classes.bins[0].reg_size));
}

/* How often runs were made, and became current again, and the most of them. */
static void
runs_counted(void *arg)
{
	struct empty_runs empty = { NULL };
	size_t i, j;

	(void)arg;
	setup(1);
	fill(3 * info->nregs);
	MUST(bin->stats.nruns == 3 && bin->stats.highruns == 3 &&
	    bin->stats.nreruns == 0, "%lu runs", bin->stats.nruns);
	/* The lowest becomes current when a region of it is free. */
	give(region_of(&runs[0], 0), &empty);
	MUST(bin->stats.nreruns == 1, "%lu times", bin->stats.nreruns);
	for (i = 0; i < 3; i++) {
		for (j = i == 0 ? 1 : 0; j < info->nregs; j++)
			give(region_of(&runs[i], j), &empty);
	}
	release(&empty);
	MUST(bin->stats.curruns == 1, "%zu runs", bin->stats.curruns);
	fill(2 * info->nregs);
	MUST(bin->stats.nruns == 4 && bin->stats.highruns == 3 &&
	    bin->stats.curruns == 2, "%lu runs, at most %zu",
	    bin->stats.nruns, bin->stats.highruns);
	fill(2 * info->nregs);
	MUST(bin->stats.nruns == 6 && bin->stats.highruns == 4, "%lu runs, at "
	    "most %zu", bin->stats.nruns, bin->stats.highruns);
}

ATF_TC_WITHOUT_HEAD(counters_of_runs);
ATF_TC_BODY(counters_of_runs, tc)
{
	run_child(runs_counted, NULL, 10);
}

/* The bits of a run beside its record are freed with it. */
static void
bits_freed(void *arg)
{
	struct empty_runs empty = { NULL };
	const uint64_t *words;
	size_t i, j;

	(void)arg;
	setup(0);
	MUST(info->nwords > 1, "%u words", info->nwords);
	fill(2 * info->nregs);
	words = run_of(runs[1].addr)->bitmap.words;
	for (i = 0; i < 2; i++) {
		for (j = 0; j < info->nregs; j++)
			give(region_of(&runs[i], j), &empty);
	}
	release(&empty);
	MUST(runs[1].addr == 0, "the second run stays");
	MUST(base_alloc(info->nwords * sizeof(*words)) == words,
	    "the bits are lost");
}

ATF_TC_WITHOUT_HEAD(bits_of_a_released_run_are_freed);
ATF_TC_BODY(bits_of_a_released_run_are_freed, tc)
{
	run_child(bits_freed, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_against_a_map_of_regions);
	ATF_TP_ADD_TC(tp, high_run_freed_while_a_lower_one_waits);
	ATF_TP_ADD_TC(tp, empty_runs_are_released);
	ATF_TP_ADD_TC(tp, no_memory);
	ATF_TP_ADD_TC(tp, index_of_region);
	ATF_TP_ADD_TC(tp, faults);
	ATF_TP_ADD_TC(tp, counters_of_runs);
	ATF_TP_ADD_TC(tp, bits_of_a_released_run_are_freed);
	return atf_no_error();
}
