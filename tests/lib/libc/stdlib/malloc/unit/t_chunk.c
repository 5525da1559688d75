/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Chunks: alignment, the stock of freed ones, counters, refusals. */
#include "unit.h"

#define STOCK_MAX	(8 * MIB)
#define STOCK_MS	50

/* The linker puts these before the allocator's own (--wrap). */
static bool refuse_unmap, refuse_map, ignore_hint;
static uint64_t fake_ms;		/* 0: the true time */
static size_t unmapped;			/* bytes given back */

void *__real___malloc_port_map(void *, size_t);
void *__wrap___malloc_port_map(void *, size_t);
int __real___malloc_port_unmap(void *, size_t);
int __wrap___malloc_port_unmap(void *, size_t);
uint64_t __real___malloc_port_time_ms(void);
uint64_t __wrap___malloc_port_time_ms(void);

void *
__wrap___malloc_port_map(void *hint, size_t size)
{
	return refuse_map ? NULL : __real___malloc_port_map(ignore_hint ?
	    NULL : hint, size);
}

int
__wrap___malloc_port_unmap(void *p, size_t size)
{
	if (refuse_unmap)
		return ENOMEM;
	unmapped += size;
	return __real___malloc_port_unmap(p, size);
}

uint64_t
__wrap___malloc_port_time_ms(void)
{
	return fake_ms != 0 ? fake_ms : __real___malloc_port_time_ms();
}

static struct chunk_stats
stats(void)
{
	struct chunk_stats s;

	chunk_stats_read(&s);
	return s;
}

static void *
take(size_t chunks, size_t align_chunks)
{
	bool zeroed;
	void *p;

	p = chunk_alloc(chunks * chunk_size(), align_chunks * chunk_size(),
	    true, &zeroed);
	MUST(p != NULL, "no memory for %zu chunks", chunks);
	MUST((uintptr_t)p % (align_chunks * chunk_size()) == 0,
	    "%p is not aligned to %zu chunks", p, align_chunks);
	return p;
}

static void
give(void *p, size_t chunks)
{
	chunk_dalloc(p, chunks * chunk_size());
}

static bool
is_mapped(void *p)
{
	unsigned char vec;

	return mincore(p, PAGE, &vec) == 0;
}

/* Bounded at any time, emptied by trim. */
static void
bounded(void *arg)
{
	void *p[16];
	size_t i, max = STOCK_MAX / chunk_size();

	(void)arg;
	chunk_trim();
	MUST(stats().stocked == 0, "%zu bytes", stats().stocked);
	for (i = 0; i < NELEM(p); i++)
		p[i] = take(1, 1);
	for (i = 0; i < NELEM(p); i++) {
		give(p[i], 1);
		MUST(stats().stocked >= chunk_size() && stats().stocked <=
		    (i < max ? i + 1 : max) * chunk_size(),
		    "%zu bytes after %zu chunks", stats().stocked, i + 1);
	}
	/* What was freed last is the likeliest to be wanted. */
	MUST(take(1, 1) == p[NELEM(p) - 1] || stats().stocked != 0,
	    "the last one is not in stock");
	chunk_trim();
	MUST(stats().stocked == 0, "%zu bytes after trim", stats().stocked);
	p[0] = take(max + 1, 1);
	give(p[0], max + 1);
	MUST(stats().stocked == 0, "%zu bytes of a large block",
	    stats().stocked);
	p[0] = take(max, 1);
	give(p[0], max);
	MUST(stats().stocked == STOCK_MAX, "%zu bytes", stats().stocked);
	MUST(take(max, 1) == p[0], "the stock is not used");
	MUST(stats().stocked == 0, "%zu bytes", stats().stocked);
}

ATF_TC_WITHOUT_HEAD(stock_is_bounded);
ATF_TC_BODY(stock_is_bounded, tc)
{
	run_child(bounded, NULL, 10);
}

static void
aged(void *arg)
{
	void *p;

	(void)arg;
	chunk_trim();
	fake_ms = 1000;
	p = take(1, 1);
	give(p, 1);
	fake_ms += STOCK_MS;
	chunk_tick();
	MUST(stats().stocked == chunk_size(), "gone at %d ms", STOCK_MS);
	unmapped = 0;
	fake_ms += 1;
	chunk_tick();
	MUST(stats().stocked == 0, "kept for more than %d ms", STOCK_MS);
	MUST(config_dss || (unmapped == chunk_size() && !is_mapped(p)),
	    "%zu bytes unmapped", unmapped);
}

ATF_TC_WITHOUT_HEAD(stock_is_given_back_in_time);
ATF_TC_BODY(stock_is_given_back_in_time, tc)
{
	run_child(aged, NULL, 10);
}

static void
counters(void *arg)
{
	struct chunk_stats before, s;
	uint64_t rng = *(uint64_t *)arg;
	struct { void *p; size_t n; } blocks[24];
	size_t i, j, now = 0, high, total = 0;

	before = stats();
	high = before.high;
	memset(blocks, 0, sizeof(blocks));
	for (i = 0; i < 400; i++) {
		j = rng_below(&rng, NELEM(blocks));
		if (blocks[j].p == NULL) {
			blocks[j].n = rng_below(&rng, 5) + 1;
			blocks[j].p = take(blocks[j].n, (size_t)1 <<
			    rng_below(&rng, 4));
			now += blocks[j].n;
			total += blocks[j].n;
		} else {
			give(blocks[j].p, blocks[j].n);
			now -= blocks[j].n;
			blocks[j].p = NULL;
		}
		if (before.current + now > high)
			high = before.current + now;
		s = stats();
		MUST(s.current == before.current + now, "current %zu",
		    s.current);
		MUST(s.total == before.total + total, "total %lu", s.total);
		MUST(s.high == high, "high %zu, not %zu", s.high, high);
		MUST(s.stocked <= STOCK_MAX, "stocked %zu", s.stocked);
	}
	for (j = 0; j < NELEM(blocks); j++) {
		if (blocks[j].p != NULL)
			give(blocks[j].p, blocks[j].n);
	}
	MUST(stats().current == before.current, "current %zu, was %zu",
	    stats().current, before.current);
}

ATF_TC_WITHOUT_HEAD(counters_come_back);
ATF_TC_BODY(counters_come_back, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(counters, &seed, 30);
}

/* Blocks overlap neither each other nor what was there before. */
static void
alignments(void *arg)
{
	size_t lg, n, i, nheld = 0;
	struct { char *p; size_t size; } held[128];

	(void)arg;
	for (lg = 0; lg <= 8; lg++) {
		for (n = 1; n <= 3; n++) {
			for (i = 0; i < 3; i++) {
				held[nheld].p = take(n, (size_t)1 << lg);
				held[nheld].size = n * chunk_size();
				held[nheld].p[0] = (char)nheld;
				held[nheld].p[held[nheld].size - 1] =
				    (char)nheld;
				nheld++;
			}
		}
	}
	for (i = 0; i < nheld; i++) {
		MUST(held[i].p[0] == (char)i &&
		    held[i].p[held[i].size - 1] == (char)i, "block %zu", i);
		chunk_dalloc(held[i].p, held[i].size);
	}
}

ATF_TC_WITHOUT_HEAD(alignments_to_1_gib);
ATF_TC_BODY(alignments_to_1_gib, tc)
{
	run_child(alignments, NULL, 30);
}

/* What is not aligned was trimmed away: the address space does not leak. */
static void
leak(void *arg)
{
	size_t before, i;
	void *p;

	(void)arg;
	chunk_trim();
	p = take(3, 4);
	give(p, 3);
	chunk_trim();
	before = memory_now(0);
	for (i = 0; i < 50; i++) {
		p = take(3, 4);
		give(p, 3);
		chunk_trim();
	}
	MUST(memory_now(0) <= before + chunk_size(), "%zu bytes, %zu before",
	    memory_now(0), before);
}

ATF_TC_WITHOUT_HEAD(address_space_does_not_leak);
ATF_TC_BODY(address_space_does_not_leak, tc)
{
	run_child(leak, NULL, 30);
}

/* zeroed is said of fresh memory only, and is true. */
static void
zeroes(void *arg)
{
	bool zeroed;
	char *p;
	int i;

	(void)arg;
	for (i = 0; i < 20; i++) {
		p = chunk_alloc(chunk_size(), chunk_size(), i % 2 != 0,
		    &zeroed);
		MUST(p != NULL, "no memory");
		MUST(!zeroed || zero_check(p, chunk_size()) == chunk_size(),
		    "byte %zu is not zero", zero_check(p, chunk_size()));
		memset(p, 0xa5, chunk_size());
		chunk_dalloc(p, chunk_size());
		if (i % 3 == 0)
			chunk_trim();
	}
	chunk_trim();
	if (config_dss)
		return;
	p = chunk_alloc(chunk_size(), chunk_size(), false, &zeroed);
	MUST(p != NULL && zeroed, "fresh pages, and nobody says so");
}

ATF_TC_WITHOUT_HEAD(zeroed_is_true);
ATF_TC_BODY(zeroed_is_true, tc)
{
	run_child(zeroes, NULL, 30);
}

/*
 * The system will not take a chunk back (no mapping left to split): it is
 * kept, its pages are not, and it serves again.
 */
static void
kept(void *arg)
{
	unsigned char vec[4];
	void *p, *q;
	size_t n;

	(void)arg;
	unfreeze(&conf, sizeof(conf));
	conf.abort = false;
	chunk_trim();
	n = STOCK_MAX / chunk_size() + 1;	/* more than the stock takes */
	p = take(n, 1);
	memset(p, 0xa5, n * chunk_size());
	refuse_unmap = true;
	give(p, n);
	MUST(stats().stocked == n * chunk_size(), "%zu bytes kept",
	    stats().stocked);
	MUST(mincore(p, sizeof(vec) * PAGE, vec) == 0, "errno %d", errno);
	MUST((vec[0] & 1) == 0 && (vec[3] & 1) == 0, "pages still resident");
	chunk_trim();
	MUST(stats().stocked == n * chunk_size(), "%zu bytes kept",
	    stats().stocked);
	q = take(1, 1);
	MUST(q == p, "%p is used before %p that was kept", q, p);
	MUST(take(n - 1, 1) == (char *)p + chunk_size(), "the rest");
	MUST(stats().stocked == 0, "%zu bytes kept", stats().stocked);
	refuse_unmap = false;
	give(p, n);
	MUST(config_dss || !is_mapped(p), "the system takes it now");
}

ATF_TC_WITHOUT_HEAD(refused_munmap_keeps_the_chunk);
ATF_TC_BODY(refused_munmap_keeps_the_chunk, tc)
{
	run_child(kept, NULL, 10);
}

static void
refuse_twice(void *arg)
{
	void *p, *q;

	unfreeze(&conf, sizeof(conf));
	conf.abort = *(bool *)arg;
	p = take(3, 1);
	q = take(3, 1);
	refuse_unmap = true;
	give(p, 3);
	give(q, 3);
	/* Never the same block twice. */
	MUST(take(3, 1) != take(3, 1), "one block for two");
}

/* It is said once, or it is the end: see opt.abort. */
ATF_TC_WITHOUT_HEAD(refused_munmap_is_a_warning);
ATF_TC_BODY(refused_munmap_is_a_warning, tc)
{
	static const char want[] =
	    "<jemalloc>: Error in munmap(): Cannot allocate memory\n";
	struct captured c;
	bool fatal = false;

	capture(&c, refuse_twice, &fatal);
	REQUIRE(c.status == 0, "status 0x%x, %s", (unsigned)c.status, c.text);
	REQUIRE(strcmp(c.text, want) == 0, "it said: %s", c.text);
	fatal = true;
	require_abort(refuse_twice, &fatal, want);
}

/* Short of address space, the stock is given back before giving up. */
static void
short_of_space(void *arg)
{
	bool zeroed;
	void *p, *q;

	(void)arg;
	chunk_trim();
	p = take(2, 1);
	give(p, 2);
	MUST(limit_address_space(0) == 0, "errno %d", errno);
	q = chunk_alloc(chunk_size(), chunk_size(), true, &zeroed);
	MUST(q != NULL, "not even from the stock");
	chunk_dalloc(q, chunk_size());
	MUST(chunk_alloc(64 * chunk_size(), chunk_size(), true, &zeroed) ==
	    NULL, "beyond the limit");
	MUST(stats().stocked == 0, "%zu bytes still in stock",
	    stats().stocked);
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	give(take(64, 1), 64);
	refuse_map = true;
	MUST(config_dss || chunk_alloc(64 * chunk_size(), chunk_size(), true,
	    &zeroed) == NULL, "nothing can be mapped");
}

ATF_TC_WITHOUT_HEAD(out_of_address_space);
ATF_TC_BODY(out_of_address_space, tc)
{
	run_child(short_of_space, NULL, 10);
}

/* Sizes that no address space holds. */
static void
impossible(void *arg)
{
	struct chunk_stats before = stats();
	bool zeroed;
	size_t size;

	(void)arg;
	for (size = SIZE_MAX & ~(chunk_size() - 1); size > (size_t)1 << 48;
	    size = size / 2 & ~(chunk_size() - 1)) {
		MUST(chunk_alloc(size, chunk_size(), true, &zeroed) == NULL,
		    "%zu bytes", size);
		MUST(chunk_alloc(chunk_size(), (size_t)1 << 63, true,
		    &zeroed) == NULL, "alignment");
		MUST(chunk_alloc(size, (size_t)1 << 62, true, &zeroed) ==
		    NULL, "both");
	}
	MUST(stats().current == before.current, "current %zu", before.current);
}

ATF_TC_WITHOUT_HEAD(impossible_sizes_and_alignments);
ATF_TC_BODY(impossible_sizes_and_alignments, tc)
{
	run_child(impossible, NULL, 10);
}

/* The counters follow blocks that grow in place and that move away. */
static void
followed(void *arg)
{
	struct chunk_stats before = stats();

	(void)arg;
	chunk_extended(2 * chunk_size());
	MUST(stats().current == before.current + 2 && stats().total ==
	    before.total + 2 && stats().high >= stats().current,
	    "current %zu", stats().current);
	chunk_moved_from(2 * chunk_size());
	MUST(stats().current == before.current, "current %zu",
	    stats().current);
}

ATF_TC_WITHOUT_HEAD(counters_follow_blocks);
ATF_TC_BODY(counters_follow_blocks, tc)
{
	run_child(followed, NULL, 10);
}

/* sbrk is shared: chunks lie around what the program took, never over it. */
static void
break_shared(void *arg)
{
	struct { char *p; size_t size; bool chunk; } held[32];
	uint64_t rng = *(uint64_t *)arg;
	bool zeroed;
	size_t i, j;

	for (i = 0; i < NELEM(held); i++) {
		held[i].chunk = i % 2 != 0;
		held[i].size = held[i].chunk ? chunk_size() :
		    rng_below(&rng, 3 * PAGE) + 1;
		held[i].p = held[i].chunk ? chunk_source_dss.alloc(
		    chunk_size(), chunk_size(), &zeroed) :
		    sbrk((intptr_t)held[i].size);
		MUST(held[i].p != NULL && held[i].p != (char *)-1, "no break");
		if (held[i].chunk)
			MUST((uintptr_t)held[i].p % chunk_size() == 0 &&
			    !zeroed && chunk_dss_owns(held[i].p), "chunk %zu",
			    i);
		memset(held[i].p, (int)i, held[i].size);
	}
	for (i = 0; i < NELEM(held); i++) {
		for (j = 0; j < held[i].size; j += 509)
			MUST(held[i].p[j] == (char)i, "block %zu", i);
	}
	/* A freed chunk is used again; the break stays. */
	held[0].p = sbrk(0);
	MUST(chunk_source_dss.dalloc(held[1].p, chunk_size()), "not ours");
	MUST(sbrk(0) == held[0].p, "the break moved");
	MUST(chunk_source_dss.alloc(chunk_size(), chunk_size(), &zeroed) ==
	    held[1].p, "not reused");
	MUST(!chunk_source_dss.dalloc(arg, chunk_size()), "not of the break");
	MUST(chunk_source_dss.alloc((size_t)1 << 62, chunk_size(), &zeroed) ==
	    NULL, "impossible");
	MUST(chunk_source_dss.alloc((size_t)1 << 63, chunk_size(), &zeroed) ==
	    NULL, "negative");
	MUST(sbrk(0) == held[0].p, "the break moved");
}

ATF_TC_WITHOUT_HEAD(break_is_shared_with_the_program);
ATF_TC_BODY(break_is_shared_with_the_program, tc)
{
	uint64_t seed = test_seed(tc);

	if (!config_dss)
		atf_tc_skip("DSS is not built in");
	run_child(break_shared, &seed, 10);
}

/* A range of more than is needed is cut at both ends. */
static void
trimmed(void *arg)
{
	const size_t size = 3 * chunk_size(), align = 64 * chunk_size();
	size_t before, i;
	bool zeroed;
	void *p[8];

	(void)arg;
	chunk_trim();
	before = memory_now(0);
	/* The hint that comes first is not followed then. */
	ignore_hint = true;
	for (i = 0; i < NELEM(p); i++) {
		p[i] = chunk_source_mmap.alloc(size, align, &zeroed);
		MUST(p[i] != NULL && (uintptr_t)p[i] % align == 0, "%p", p[i]);
		memset(p[i], 1, size);
	}
	ignore_hint = false;
	MUST(memory_now(0) <= before + NELEM(p) * size + MIB,
	    "%zu bytes more", memory_now(0) - before);
	for (i = 0; i < NELEM(p); i++)
		MUST(chunk_source_mmap.dalloc(p[i], size), "refused");
	MUST(memory_now(0) <= before + MIB, "%zu bytes more",
	    memory_now(0) - before);
}

ATF_TC_WITHOUT_HEAD(what_is_not_aligned_is_trimmed);
ATF_TC_BODY(what_is_not_aligned_is_trimmed, tc)
{
	run_child(trimmed, NULL, 20);
}

/* The most chunks at a time, all that were handed out, and those in use. */
static void
counted(void *arg)
{
	struct chunk_stats s = stats();
	size_t most = s.high;
	void *p[9];
	size_t i, n = NELEM(p);

	(void)arg;
	MUST(s.high >= s.current && s.total >= s.high, "high %zu", s.high);
	/* More than ever were in use. */
	p[0] = take(most, 1);
	for (i = 1; i < n; i++) {
		p[i] = take(1, 1);
		MUST(stats().high == stats().current && stats().current ==
		    s.current + most + i, "%zu chunks, at most %zu",
		    stats().current, stats().high);
	}
	give(p[0], most);
	for (i = 1; i < n; i++)
		give(p[i], 1);
	MUST(stats().high == s.current + most + n - 1, "high %zu",
	    stats().high);
	MUST(stats().current == s.current && stats().total == s.total + most +
	    n - 1, "%zu chunks", stats().current);
}

ATF_TC_WITHOUT_HEAD(high_water_of_chunks);
ATF_TC_BODY(high_water_of_chunks, tc)
{
	run_child(counted, NULL, 20);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, stock_is_bounded);
	ATF_TP_ADD_TC(tp, stock_is_given_back_in_time);
	ATF_TP_ADD_TC(tp, counters_come_back);
	ATF_TP_ADD_TC(tp, alignments_to_1_gib);
	ATF_TP_ADD_TC(tp, address_space_does_not_leak);
	ATF_TP_ADD_TC(tp, zeroed_is_true);
	ATF_TP_ADD_TC(tp, refused_munmap_keeps_the_chunk);
	ATF_TP_ADD_TC(tp, refused_munmap_is_a_warning);
	ATF_TP_ADD_TC(tp, out_of_address_space);
	ATF_TP_ADD_TC(tp, impossible_sizes_and_alignments);
	ATF_TP_ADD_TC(tp, counters_follow_blocks);
	ATF_TP_ADD_TC(tp, break_is_shared_with_the_program);
	ATF_TP_ADD_TC(tp, what_is_not_aligned_is_trimmed);
	ATF_TP_ADD_TC(tp, high_water_of_chunks);
	return atf_no_error();
}
