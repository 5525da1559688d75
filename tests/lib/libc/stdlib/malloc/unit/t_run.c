/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Page runs of one heap against a map of pages.  The heap is the test's own;
 * run_check() verifies it too where the build has the checks.
 */
#include "unit.h"

#define CHUNKS	64
#define PAGES	1024		/* of a chunk, at default options */
#define RUNS	400

/* Of a page: free, or the number of its run + 2. */
#define CLEAN	0
#define DIRTY	1

struct model_chunk {
	uintptr_t addr;		/* 0: none */
	uint16_t page[PAGES];
};

static struct model_chunk chunks[CHUNKS];
static struct run *runs[RUNS];
static struct arena *arena;
static struct page_heap *heap;

/* The linker puts these before the allocator's own (--wrap). */
static bool watching;		/* chunks are for our heap */
static size_t nadded;		/* chunks given to it */
static bool no_chunks, no_records;
static unsigned refuse_every, nrefused;
static void (*on_chunk_alloc)(void);
static void (*on_purge)(void *, size_t);

void *__real___malloc_chunk_alloc(size_t, size_t, bool, bool *);
void *__wrap___malloc_chunk_alloc(size_t, size_t, bool, bool *);
bool __real___malloc_port_purge(void *, size_t);
bool __wrap___malloc_port_purge(void *, size_t);
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);

static void
model_add(uintptr_t addr, unsigned kind)
{
	size_t i, j;

	for (i = 0; i < CHUNKS && chunks[i].addr != 0; i++)
		MUST(chunks[i].addr != addr, "chunk 0x%lx twice", addr);
	MUST(i < CHUNKS, "more than %d chunks", CHUNKS);
	chunks[i].addr = addr;
	for (j = 0; j < PAGES; j++)
		chunks[i].page[j] = (uint16_t)kind;
}

void *
__wrap___malloc_chunk_alloc(size_t size, size_t align, bool movable,
    bool *zeroed)
{
	void (*call)(void) = on_chunk_alloc;
	void *p;

	if (!watching)
		return __real___malloc_chunk_alloc(size, align, movable,
		    zeroed);
	if (no_chunks)
		return NULL;
	on_chunk_alloc = NULL;
	if (call != NULL)
		call();
	p = __real___malloc_chunk_alloc(size, align, movable, zeroed);
	MUST(p != NULL, "no memory");
	model_add((uintptr_t)p, *zeroed ? CLEAN : DIRTY);
	nadded++;
	return p;
}

bool
__wrap___malloc_port_purge(void *p, size_t size)
{
	if (on_purge != NULL)
		on_purge(p, size);
	/* The system may refuse: the pages are what they were. */
	if (refuse_every != 0 && ++nrefused % refuse_every == 0)
		return false;
	return __real___malloc_port_purge(p, size);
}

void *
__wrap___malloc_base_alloc(size_t size)
{
	return no_records ? NULL : __real___malloc_base_alloc(size);
}

static void
lock(void)
{
	lock_acquire(&heap->lock, LOCK_ARENA);
	watching = true;
}

static void
unlock(void)
{
	watching = false;
	lock_release(&heap->lock, LOCK_ARENA);
}

static void
setup(void)
{
	MUST(chunk_layout.npages == PAGES, "these are not the defaults");
	arena = private_arena(0);
	heap = &arena->heap;
}

static struct model_chunk *
model_of(uintptr_t addr)
{
	size_t i;

	for (i = 0; i < CHUNKS; i++) {
		if (chunks[i].addr == chunk_base(addr))
			return &chunks[i];
	}
	test_die(__FILE__, __LINE__, "chunk", "0x%lx is in no chunk of ours",
	    addr);
}

static uint16_t *
model_page(uintptr_t addr)
{
	return &model_of(addr)->page[chunk_page(addr)];
}

static size_t
last_page(void)
{
	return chunk_layout.first + chunk_layout.ndata;
}

/* The end of the pages of one kind that begin at a page. */
static size_t
model_end(const struct model_chunk *c, size_t page)
{
	uint16_t kind = c->page[page];

	while (page < last_page() && c->page[page] == kind)
		page++;
	return page;
}

/*
 * Where npages pages are to come from: dirty before clean, then the smallest
 * free run that holds them, then the lowest.  0: a new chunk.
 */
static uintptr_t
model_fit(size_t npages)
{
	uintptr_t best = 0, addr;
	size_t best_size = SIZE_MAX, i, page, end;
	unsigned kind;

	for (kind = DIRTY + 1; kind-- > CLEAN && best == 0;) {
		for (i = 0; i < CHUNKS; i++) {
			if (chunks[i].addr == 0)
				continue;
			for (page = chunk_layout.first; page < last_page();
			    page = end) {
				end = model_end(&chunks[i], page);
				addr = chunks[i].addr + page * PAGE;
				if (chunks[i].page[page] != kind ||
				    end - page < npages ||
				    end - page > best_size ||
				    (end - page == best_size && addr > best))
					continue;
				best = addr;
				best_size = end - page;
			}
		}
	}
	return best;
}

static size_t
model_count(unsigned kind)
{
	size_t i, page, n = 0;

	for (i = 0; i < CHUNKS; i++) {
		for (page = chunk_layout.first; chunks[i].addr != 0 &&
		    page < last_page(); page++)
			n += kind > DIRTY ? chunks[i].page[page] > DIRTY :
			    chunks[i].page[page] == kind;
	}
	return n;
}

static size_t
model_nchunks(void)
{
	size_t i, n = 0;

	for (i = 0; i < CHUNKS; i++)
		n += chunks[i].addr != 0;
	return n;
}

static void
model_mark(uintptr_t addr, size_t npages, unsigned from, unsigned to)
{
	for (; npages != 0; npages--, addr += PAGE) {
		MUST(*model_page(addr) == from || (from == DIRTY &&
		    *model_page(addr) == CLEAN), "page 0x%lx belongs to %d",
		    addr, *model_page(addr) - 2);
		*model_page(addr) = (uint16_t)to;
	}
}

/* Empty chunks leave the heap, unless there is one only. */
static void
model_reap(const struct dead_chunks *dead)
{
	const struct chunk *c;
	size_t i, page, ndead = 0;

	for (c = dead->first; c != NULL; c = c->next) {
		struct model_chunk *m = model_of((uintptr_t)c);

		for (page = chunk_layout.first; page < last_page(); page++)
			MUST(m->page[page] <= DIRTY, "page %zu of a dead "
			    "chunk is in use", page);
		MUST(pagemap_class(c) == CLASS_NONE, "class of a header");
		m->addr = 0;
		ndead++;
	}
	MUST(ndead == 0 || model_nchunks() != 0, "the last chunk is dead");
	for (i = 0; i < CHUNKS && model_nchunks() > 1; i++) {
		if (chunks[i].addr == 0 || chunks[i].page[chunk_layout.first] >
		    DIRTY)
			continue;
		page = model_end(&chunks[i], chunk_layout.first);
		MUST(page != last_page(), "an empty chunk stays");
	}
}

static void
check_classes(uintptr_t addr, size_t npages, bool small, unsigned class)
{
	size_t i;

	for (i = 0; i < npages; i++)
		MUST(pagemap_class((void *)(addr + i * PAGE)) == (small ||
		    i == 0 ? class : CLASS_INSIDE), "page %zu of %zu of 0x%lx "
		    "is of class %u", i, npages, addr,
		    pagemap_class((void *)(addr + i * PAGE)));
}

/* One run of the heap as the chunk's map has it. */
static size_t
check_run(const struct model_chunk *m, const struct chunk *c, size_t page)
{
	const struct run *r = c->map[page];
	size_t end = model_end(m, page);
	uintptr_t addr = m->addr + page * PAGE;

	MUST(r->addr == addr && r->npages == end - page,
	    "page %zu: a run of %u pages, not %zu", page, r->npages,
	    end - page);
	MUST(c->map[end - 1] == r, "page %zu: the end", page);
	if (m->page[page] > DIRTY) {
		MUST(runs[m->page[page] - 2] == r, "page %zu: another run",
		    page);
		check_classes(addr, r->npages, r->state == RUN_SMALL,
		    r->state == RUN_SMALL ? r->bin + 1u :
		    run_large_class(r->npages));
	} else {
		MUST(r->state == RUN_FREE && r->dirty == (m->page[page] ==
		    DIRTY), "page %zu: state %d", page, r->state);
		MUST(pagemap_class((void *)addr) == CLASS_NONE &&
		    pagemap_class((void *)(addr + run_size(r) - 1)) ==
		    CLASS_NONE, "page %zu: class of a free page", page);
	}
	return end;
}

static void
check(void)
{
	const struct chunk *c;
	size_t n = 0, page;

	for (c = heap->chunks; c != NULL; c = c->next) {
		struct model_chunk *m = model_of((uintptr_t)c);

		for (page = chunk_layout.first; page < last_page();)
			page = check_run(m, c, page);
		MUST(pagemap_class(c) == CLASS_CHUNK, "class of a header");
		n++;
	}
	MUST(n == model_nchunks() && n == heap->nchunks, "%zu chunks, not %zu",
	    n, model_nchunks());
	MUST(heap->nactive == model_count(DIRTY + 1), "nactive %zu",
	    heap->nactive);
	MUST(heap->ndirty == model_count(DIRTY), "ndirty %zu", heap->ndirty);
	MUST(heap->npurging == 0, "npurging %zu", heap->npurging);
	run_check(heap);
}

/* The first and the last word of each page, from one page on. */
static void
write_pages(size_t id, size_t from)
{
	uint64_t *p;

	for (; from < runs[id]->npages; from++) {
		p = (uint64_t *)(runs[id]->addr + from * PAGE);
		p[0] = p[PAGE / 8 - 1] = id + 1000 + from;
	}
}

static void
check_pages(size_t id, size_t npages)
{
	const uint64_t *p;
	size_t i;

	for (i = 0; i < npages; i++) {
		p = (const uint64_t *)(runs[id]->addr + i * PAGE);
		MUST(p[0] == id + 1000 + i && p[PAGE / 8 - 1] == p[0],
		    "run %zu: contents of page %zu", id, i);
	}
}

/*
 * The only chunk is free, in dirty and clean pieces: before another chunk is
 * fetched it becomes one dirty run.
 */
static bool
model_in_pieces(void)
{
	size_t i;

	for (i = 0; i < CHUNKS && chunks[i].addr == 0; i++)
		continue;
	return model_nchunks() == 1 && model_count(DIRTY + 1) == 0 &&
	    model_end(&chunks[i], chunk_layout.first) != last_page();
}

static uintptr_t
model_join(void)
{
	size_t i, page;

	for (i = 0; chunks[i].addr == 0; i++)
		continue;
	for (page = chunk_layout.first; page < last_page(); page++)
		chunks[i].page[page] = DIRTY;
	return chunks[i].addr + chunk_layout.first * PAGE;
}

static void
alloc_run(size_t id, size_t npages, size_t align, int bin)
{
	uintptr_t want = model_fit(npages);
	struct run *r;
	size_t added = nadded;
	unsigned class;

	class = bin >= 0 ? (unsigned)bin + 1 : run_large_class(npages);
	if (model_in_pieces()) {
		/* Whether an aligned run needs the join is left open. */
		align = 1;
		if (want == 0)
			want = model_join();
	}
	lock();
	r = run_alloc(heap, npages, align, bin >= 0 ? RUN_SMALL : RUN_LARGE,
	    class);
	unlock();
	MUST(r != NULL, "no memory for %zu pages", npages);
	MUST(r->npages == npages && chunk_page(r->addr) % align == 0,
	    "%u pages at 0x%lx, not %zu aligned to %zu", r->npages, r->addr,
	    npages, align);
	if (align == 1) {
		MUST((want == 0) == (nadded == added + 1), "a chunk too %s",
		    want == 0 ? "few" : "many");
		MUST(want == 0 || r->addr == want,
		    "%zu pages at 0x%lx, not 0x%lx", npages, r->addr, want);
	}
	if (r->zeroed)
		MUST(zero_check((void *)r->addr, run_size(r)) == run_size(r),
		    "byte %zu of a zeroed run of %zu pages is not",
		    zero_check((void *)r->addr, run_size(r)), npages);
	if (bin >= 0)
		r->bin = (uint8_t)bin;
	model_mark(r->addr, npages, *model_page(r->addr), (unsigned)id + 2);
	runs[id] = r;
	write_pages(id, 0);
}

static void
free_run(size_t id)
{
	struct dead_chunks dead = { NULL };
	struct run *r = runs[id];

	check_pages(id, r->npages);
	model_mark(r->addr, r->npages, (unsigned)id + 2, DIRTY);
	runs[id] = NULL;
	lock();
	run_free(heap, r, &dead);
	unlock();
	model_reap(&dead);
	chunks_release(&dead);
}

static void
shrink_run(size_t id, size_t npages)
{
	struct dead_chunks dead = { NULL };
	struct run *r = runs[id];

	model_mark(r->addr + npages * PAGE, r->npages - npages,
	    (unsigned)id + 2, DIRTY);
	lock();
	run_shrink(heap, r, npages, &dead);
	unlock();
	MUST(r->npages == npages, "%u pages, not %zu", r->npages, npages);
	MUST(dead.first == NULL, "a chunk in use died");
	check_pages(id, npages);
}

/* It grows if the free run behind is large enough, else not at all. */
static void
grow_run(size_t id, size_t npages)
{
	struct run *r = runs[id];
	uintptr_t end = r->addr + run_size(r);
	struct model_chunk *m = model_of(r->addr);
	size_t old = r->npages, page = chunk_page(r->addr) + old;
	bool can, done;

	can = page < last_page() && m->page[page] <= DIRTY &&
	    model_end(m, page) - page >= npages - old;
	lock();
	done = run_grow(heap, r, npages);
	unlock();
	MUST(done == can, "%zu to %zu pages: %d, not %d", old, npages, done,
	    can);
	MUST(r->npages == (done ? npages : old), "%u pages", r->npages);
	if (done)
		model_mark(end, npages - old, m->page[page], (unsigned)id + 2);
	check_pages(id, old);
	write_pages(id, old);
}

/* The largest dirty runs are given back, the highest first. */
static void
model_purge(size_t keep)
{
	struct model_chunk *c = NULL;
	size_t i, page, end, most, at = 0;

	while (model_count(DIRTY) > keep) {
		most = 0;
		for (i = 0; i < CHUNKS; i++) {
			if (chunks[i].addr == 0)
				continue;
			for (page = chunk_layout.first; page < last_page();
			    page = end) {
				end = model_end(&chunks[i], page);
				if (chunks[i].page[page] != DIRTY ||
				    end - page < most || (end - page == most &&
				    chunks[i].addr + page * PAGE < c->addr +
				    at * PAGE))
					continue;
				most = end - page;
				c = &chunks[i];
				at = page;
			}
		}
		MUST(most != 0, "nothing dirty");
		model_mark(c->addr + at * PAGE, most, DIRTY, CLEAN);
	}
}

static void
purge(size_t keep)
{
	struct dead_chunks dead = { NULL };
	struct page_stats before = heap->stats;
	size_t dirty = heap->ndirty;

	lock();
	run_purge(heap, keep, &dead);
	unlock();
	MUST(heap->ndirty <= keep, "%zu dirty pages, not %zu", heap->ndirty,
	    keep);
	MUST(heap->stats.npurged - before.npurged == dirty - heap->ndirty,
	    "npurged %lu", heap->stats.npurged);
	MUST((heap->stats.nmadvise != before.nmadvise) == (dirty > keep),
	    "nmadvise %lu", heap->stats.nmadvise);
	model_purge(keep);
	model_reap(&dead);
	chunks_release(&dead);
}

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
		r = run_alloc(heap, n, 1, RUN_LARGE, run_large_class(n));
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
	r = run_alloc(heap, 3, 1, RUN_LARGE, run_large_class(3));
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
	MUST(run_alloc(heap, 1, 1, RUN_LARGE, run_large_class(1)) == NULL,
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
		r = run_alloc(heap, 2, 1, RUN_LARGE, run_large_class(2));
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
		    run_large_class(20));
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
