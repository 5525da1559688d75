/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The slow paths of thread caches.  Called by alloc with no lock held, by the
 * thread that owns the cache.
 *
 * A stack starts at SLOTS_MIN slots and doubles whenever it runs empty or
 * full, within its share; collection halves one that has much to spare.
 */

#include "base.h"
#include "chunk.h"
#include "huge.h"
#include "malloc_print.h"
#include "tcache.h"

#define	SLOTS_MIN	8
#define	SLOTS_MAX	512
#define	CLASS_BYTES	((size_t)64 << 10)	/* share of one class */
#define	CACHE_BYTES	((size_t)1 << 20)	/* of the whole cache */

_Static_assert(SLOTS_MAX * sizeof(void *) <= BASE_SIZE_MAX, "slots of a class");

const struct tcache tcache_unstarted;
const struct tcache tcache_bypass;

void
tcache_init(struct tcache *tc, struct arena *arena, struct tcache_fast *fast)
{

	__builtin_memset(tc, 0, sizeof(*tc));
	tc->arena = arena;
	tc->fast = fast;
	tc->gc_class = 1;
	tc->enabled = config_tcache && conf.tcache;
}

static size_t
class_size(unsigned class)
{

	return (class_is_small(class) ? size_classes.bins[class - 1].reg_size :
	    (size_t)(class - size_classes.nbins) << lg_page());
}

static unsigned
nclasses(void)
{

	return (size_classes.nbins + size_classes.nlarge);
}

/* The block of a class, NULL if it was not made or the class needs none. */
static struct stack_block *
block_of(const struct tcache *tc, unsigned class)
{

	return (class < CLASS_LARGE ? NULL :
	    __atomic_load_n(&tc->blocks[(class - CLASS_LARGE) / BLOCK_STACKS],
	    __ATOMIC_ACQUIRE));
}

/* Where a class stands in its block. */
static unsigned
in_block(unsigned class)
{

	return ((class - CLASS_LARGE) % BLOCK_STACKS);
}

uint64_t *
tcache_npops(struct tcache *tc, unsigned class)
{
	struct stack_block *b;

	if (class < CLASS_LARGE)
		return (&tc->fast->npops[class]);
	b = block_of(tc, class);
	return (b == NULL ? NULL : &b->npops[in_block(class)]);
}

static struct stack
stack_get(const struct tcache *tc, unsigned class)
{
	const struct stack_block *b;

	if (likely(class < CLASS_LARGE))
		return ((struct stack){ tc->fast->top[class],
		    tc->fast->low[class], tc->fast->full[class],
		    tc->nslots[class] });
	b = block_of(tc, class);
	return (b == NULL ? (struct stack){ 0 } : b->stacks[in_block(class)]);
}

/* A stack with slots: its block is there. */
static void
stack_set(struct tcache *tc, unsigned class, const struct stack *s)
{

	if (unlikely(class >= CLASS_LARGE)) {
		block_of(tc, class)->stacks[in_block(class)] = *s;
		return;
	}
	tc->fast->top[class] = s->top;
	tc->fast->low[class] = s->low;
	tc->fast->full[class] = s->full;
	tc->nslots[class] = (uint16_t)s->nslots;
}

/* Others may look for the block meanwhile.  False: no memory. */
static bool
block_make(struct tcache *tc, unsigned class)
{
	struct stack_block *b;

	if (class < CLASS_LARGE || block_of(tc, class) != NULL)
		return (true);
	b = base_alloc(sizeof(*b));
	if (b == NULL)
		return (false);
	__builtin_memset(b, 0, sizeof(*b));
	__atomic_store_n(&tc->blocks[(class - CLASS_LARGE) / BLOCK_STACKS], b,
	    __ATOMIC_RELEASE);
	return (true);
}

void
tcache_free(struct tcache *tc)
{
	unsigned i;

	for (i = 0; i < NBLOCKS; i++) {
		if (tc->blocks[i] != NULL)
			base_dalloc(tc->blocks[i], sizeof(*tc->blocks[i]));
	}
	base_dalloc(tc, sizeof(*tc));
}

static void **
stack_end(const struct stack *s)
{

	return (s->full + s->nslots);
}

static size_t
stack_ncached(const struct stack *s)
{

	return ((size_t)(stack_end(s) - s->top));
}

static size_t
slots_max(unsigned class)
{
	size_t n;

	n = CLASS_BYTES / class_size(class);
	return (n < 2 ? 2 : n > SLOTS_MAX ? SLOTS_MAX : n);
}

/* Move the stack to n slots, which hold all that is cached. */
static bool
stack_resize(struct tcache *tc, unsigned class, struct stack *s, size_t n)
{
	size_t ncached, nlow;
	void **slots = NULL;

	if (n != 0 && (!block_make(tc, class) ||
	    (slots = base_alloc(n * sizeof(*slots))) == NULL))
		return (false);
	ncached = stack_ncached(s);
	nlow = (size_t)(stack_end(s) - s->low);
	massert(ncached <= n);
	if (ncached != 0)
		__builtin_memcpy(slots + n - ncached, s->top,
		    ncached * sizeof(*slots));
	if (s->nslots != 0)
		base_dalloc(s->full, s->nslots * sizeof(*slots));
	tc->nbytes += n * class_size(class);
	tc->nbytes -= s->nslots * class_size(class);
	*s = n == 0 ? (struct stack){ 0 } : (struct stack){
	    slots + n - ncached, slots + n - nlow, slots, n };
	stack_set(tc, class, s);
	return (true);
}

/*
 * Whether the cache may hold so much more.  The first slots of a class are
 * always granted, but for the largest classes: those share twice the largest.
 */
static bool
has_room(const struct tcache *tc, unsigned class, const struct stack *s,
    size_t more)
{
	size_t room = CACHE_BYTES;

	if (class >= CLASS_LARGE)
		room += 2 * size_classes.cached_max;
	else if (s->nslots == 0)
		return (true);
	return (tc->nbytes + more * class_size(class) <= room);
}

/* False if the class has its share, or the cache, or there is no memory. */
static bool
stack_grow(struct tcache *tc, unsigned class, struct stack *s)
{
	size_t n, max;

	max = slots_max(class);
	n = s->nslots == 0 ? SLOTS_MIN : s->nslots * 2;
	if (n > max)
		n = max;
	return (n != s->nslots && has_room(tc, class, s, n - s->nslots) &&
	    stack_resize(tc, class, s, n));
}

/* The n objects cached longest go back; low follows what is left. */
static void
stack_drop(struct tcache *tc, unsigned class, struct stack *s, size_t n,
    const char *caller)
{
	void **end, **top;
	size_t left;

	if (n == 0)
		return;
	end = stack_end(s);
	top = s->top;
	left = stack_ncached(s);
	massert(n <= left);
	left -= n;
	tc->bytes.dropped += n * class_size(class);
	arena_dalloc(class, end - n, (unsigned)n, caller);
	__builtin_memmove(end - left, top, left * sizeof(*top));
	s->top = end - left;
	if (s->low < s->top)
		s->low = s->top;
	stack_set(tc, class, s);
}

/*
 * Collect one class: of what was not touched since last time, three quarters
 * go back, and if that was most of it, half of the slots.
 */
static void
collect(struct tcache *tc, unsigned class, const char *caller)
{
	size_t ncached, unused;
	struct stack s;

	s = stack_get(tc, class);
	if (s.nslots == 0)
		return;
	ncached = stack_ncached(&s);
	unused = (size_t)(stack_end(&s) - s.low);
	stack_drop(tc, class, &s, unused - unused / 4, caller);
	if (class >= CLASS_LARGE && stack_ncached(&s) == 0)
		(void)stack_resize(tc, class, &s, 0);
	else if (unused >= ncached / 2 && s.nslots > SLOTS_MIN &&
	    stack_ncached(&s) <= s.nslots / 4)
		(void)stack_resize(tc, class, &s, s.nslots / 2);
	s.low = s.top;
	if (s.nslots != 0)
		stack_set(tc, class, &s);
}

/*
 * n objects were moved.  A full sweep takes about 2^lg_tcache_gc_sweep of
 * them, one class at a time.
 */
static void
event(struct tcache *tc, unsigned n, const char *caller)
{

	if (conf.lg_tcache_gc_sweep < 0)
		return;
	tc->nevents += n;
	if (tc->nevents < ((uint64_t)1 << conf.lg_tcache_gc_sweep) / nclasses())
		return;
	tc->nevents = 0;
	collect(tc, tc->gc_class, caller);
	if (++tc->gc_class > nclasses()) {
		tc->gc_class = 1;
		arena_check(tc->arena);
	}
	huge_tick();
	chunk_tick();
}

/* What the cache served since it last said so; the arena is told. */
static uint64_t
requests(struct tcache *tc, unsigned class)
{
	uint64_t *npops, n;

	npops = tcache_npops(tc, class);
	if (npops == NULL)
		return (0);
	n = *npops;
	*npops = 0;
	tc->bytes.popped += n * class_size(class);
	return (n);
}

/* The stack is empty, and has slots. */
static size_t
fill_small(struct tcache *tc, unsigned class, struct stack *s, size_t n)
{
	void **end, **slots;
	size_t got;

	end = stack_end(s);
	slots = end - n;
	got = arena_small_alloc(tc->arena, class - 1, slots, (unsigned)n,
	    requests(tc, class));
	if (got < n)
		__builtin_memmove(end - got, slots, got * sizeof(*slots));
	s->top = end - got;
	return (got);
}

/* One at a time: each is a run of its own, and touches pages. */
static size_t
fill_large(struct tcache *tc, unsigned class, struct stack *s)
{
	void *p;
	bool zeroed;

	p = arena_large_alloc(tc->arena, class_size(class), page_size(),
	    requests(tc, class), &zeroed);
	if (p == NULL)
		return (0);
	*--s->top = p;
	return (1);
}

static bool
fill(struct tcache *tc, unsigned class, struct stack *s, const char *caller)
{
	size_t n;

	if (!stack_grow(tc, class, s) && s->nslots == 0)
		return (false);
	n = class_is_small(class) ?
	    fill_small(tc, class, s, s->nslots / 2) :
	    fill_large(tc, class, s);
	s->low = stack_end(s);
	stack_set(tc, class, s);
	tc->bytes.filled += n * class_size(class);
	event(tc, (unsigned)n, caller);
	*s = stack_get(tc, class);
	return (s->nslots != 0 && s->top != stack_end(s));
}

void *
tcache_alloc(struct tcache *tc, unsigned class, const char *caller)
{
	struct stack s;
	size_t ncached;
	void *p;

	s = stack_get(tc, class);
	ncached = stack_ncached(&s);
	if (ncached == 0) {
		if (!fill(tc, class, &s, caller))
			return (NULL);
	} else if (s.top == s.low)
		s.low = stack_end(&s) - ncached / 2;
	p = *s.top++;
	if (s.low < s.top)
		s.low = s.top;
	stack_set(tc, class, &s);
	(*tcache_npops(tc, class))++;
	return (p);
}

void
tcache_dalloc(struct tcache *tc, unsigned class, void *p, const char *caller)
{
	struct stack s;
	size_t n;

	s = stack_get(tc, class);
	if (s.top == s.full) {
		event(tc, ((unsigned)s.nslots + 1) / 2, caller);
		s = stack_get(tc, class);
	}
	if (s.top == s.full && !stack_grow(tc, class, &s)) {
		n = (s.nslots + 1) / 2;
		if (n == 0) {
			/* No memory even for the smallest stack. */
			tc->bytes.dropped += class_size(class);
			arena_dalloc_one(class, p, caller);
			return;
		}
		stack_drop(tc, class, &s, n, caller);
	}
	*--s.top = p;
	stack_set(tc, class, &s);
}

void
tcache_flush(struct tcache *tc, const char *caller)
{
	struct stack s;
	unsigned i;

	if (!tc->enabled)
		return;
	for (i = 1; i <= nclasses(); i++) {
		s = stack_get(tc, i);
		if (s.nslots == 0)
			continue;
		stack_drop(tc, i, &s, stack_ncached(&s), caller);
		arena_count(tc->arena, i, requests(tc, i));
		(void)stack_resize(tc, i, &s, 0);
	}
}

/*
 * Pushes are what is in the stacks and left them by pops or to the arenas,
 * but for what came from there.
 */
void
tcache_bytes(struct tcache *tc, uint64_t *allocated,
    uint64_t *deallocated)
{
	uint64_t cached = 0, popped;
	uint64_t *npops;
	struct stack s;
	unsigned i;

	*allocated = tc->bytes.allocated;
	*deallocated = tc->bytes.deallocated;
	if (tc->counted || !tc->enabled)
		return;
	popped = tc->bytes.popped;
	for (i = 1; i <= nclasses(); i++) {
		npops = tcache_npops(tc, i);
		if (npops == NULL)
			continue;
		popped += *npops * class_size(i);
		s = stack_get(tc, i);
		cached += stack_ncached(&s) * class_size(i);
	}
	*allocated += popped;
	*deallocated += cached + popped + tc->bytes.dropped - tc->bytes.filled;
}

void
tcache_count(struct tcache *tc)
{
	uint64_t allocated, deallocated;

	tcache_bytes(tc, &allocated, &deallocated);
	tc->bytes.allocated = allocated;
	tc->bytes.deallocated = deallocated;
	tc->counted = true;
}

bool
tcache_holds(const struct tcache *tc, unsigned class, const void *p)
{
	void *const *slot;
	struct stack s;

	s = stack_get(tc, class);
	for (slot = s.top; slot < stack_end(&s); slot++) {
		if (*slot == p)
			return (true);
	}
	return (false);
}
