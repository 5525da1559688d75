/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A model of one heap: each page of each chunk is free, dirty, or of a run.
 * Every operation is done on the heap and on the model, which are compared
 * then.  For t_run only: the functions are its own, and so is the heap.
 */

#ifndef _RUN_MODEL_H_
#define _RUN_MODEL_H_

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
		    size_class_large(r->npages));
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

	class = bin >= 0 ? (unsigned)bin + 1 : size_class_large(npages);
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

#endif /* !_RUN_MODEL_H_ */
