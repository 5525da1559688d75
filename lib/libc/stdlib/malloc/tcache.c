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
#include "malloc_print.h"
#include "tcache.h"

#define	SLOTS_MIN	8
#define	SLOTS_MAX	512
#define	CLASS_BYTES	((size_t)64 << 10)	/* share of one class */
#define	CACHE_BYTES	((size_t)1 << 20)	/* of the whole cache */

_Static_assert(sizeof(struct tcache) <= 4096, "a cache is one page");
_Static_assert(SLOTS_MAX * sizeof(void *) <= BASE_SIZE_MAX, "slots of a class");

const struct tcache tcache_unstarted;
const struct tcache tcache_bypass;

void
tcache_init(struct tcache *tc, struct arena *arena)
{
	unsigned i, n;

	__builtin_memset(tc, 0, sizeof(*tc));
	tc->arena = arena;
	tc->key = freed_key;
	tc->gc_class = 1;
	tc->enabled = config_tcache && conf.tcache;
	if (!tc->enabled)
		return;
	n = size_classes.nbins + size_classes.nlarge;
	for (i = 1; i <= n; i++)
		tc->checks[i] = size_classes.checks[i];
}

static size_t
class_size(unsigned class)
{

	return (class_is_small(class) ? size_classes.bins[class - 1].reg_size :
	    (size_t)(class - size_classes.nbins) << lg_page());
}

static void **
stack_end(const struct tcache *tc, unsigned class)
{

	return (tc->full[class] + tc->nslots[class]);
}

static unsigned
slots_max(unsigned class)
{
	size_t n;

	n = CLASS_BYTES / class_size(class);
	return (n < 2 ? 2 : n > SLOTS_MAX ? SLOTS_MAX : (unsigned)n);
}

/* Move the stack to n slots, which hold all that is cached. */
static bool
stack_resize(struct tcache *tc, unsigned class, unsigned n)
{
	void **slots, **end;
	size_t ncached, nlow;

	slots = base_alloc(n * sizeof(*slots));
	if (slots == NULL)
		return (false);
	end = stack_end(tc, class);
	ncached = (size_t)(end - tc->top[class]);
	nlow = (size_t)(end - tc->low[class]);
	massert(ncached <= n);
	if (ncached != 0)
		__builtin_memcpy(slots + n - ncached, tc->top[class],
		    ncached * sizeof(*slots));
	if (tc->nslots[class] != 0)
		base_dalloc(tc->full[class],
		    tc->nslots[class] * sizeof(*slots));
	tc->nbytes += n * class_size(class);
	tc->nbytes -= tc->nslots[class] * class_size(class);
	tc->top[class] = slots + n - ncached;
	tc->low[class] = slots + n - nlow;
	tc->full[class] = slots;
	tc->nslots[class] = (uint16_t)n;
	return (true);
}

/* False if the class has its share, or the cache, or there is no memory. */
static bool
stack_grow(struct tcache *tc, unsigned class)
{
	unsigned n, max;

	max = slots_max(class);
	n = tc->nslots[class] == 0 ? SLOTS_MIN : tc->nslots[class] * 2u;
	if (n > max)
		n = max;
	if (n == tc->nslots[class] || (tc->nslots[class] != 0 &&
	    tc->nbytes + (n - tc->nslots[class]) * class_size(class) >
	    CACHE_BYTES))
		return (false);
	return (stack_resize(tc, class, n));
}

/* The n objects cached longest go back; low follows what is left. */
static void
stack_drop(struct tcache *tc, unsigned class, size_t n, const char *caller)
{
	void **end, **top;
	size_t left;

	if (n == 0)
		return;
	end = stack_end(tc, class);
	top = tc->top[class];
	massert(n <= (size_t)(end - top));
	left = (size_t)(end - top) - n;
	tc->bytes.dropped += n * class_size(class);
	arena_dalloc(class, end - n, (unsigned)n, caller);
	__builtin_memmove(end - left, top, left * sizeof(*top));
	tc->top[class] = end - left;
	if (tc->low[class] < tc->top[class])
		tc->low[class] = tc->top[class];
}

/*
 * Collect one class: of what was not touched since last time, three quarters
 * go back, and if that was most of it, half of the slots.
 */
static void
collect(struct tcache *tc, unsigned class, const char *caller)
{
	size_t ncached, unused;
	unsigned n;

	n = tc->nslots[class];
	if (n == 0)
		return;
	ncached = (size_t)(stack_end(tc, class) - tc->top[class]);
	unused = (size_t)(stack_end(tc, class) - tc->low[class]);
	stack_drop(tc, class, unused - unused / 4, caller);
	if (unused >= ncached / 2 && n > SLOTS_MIN &&
	    (size_t)(stack_end(tc, class) - tc->top[class]) <= n / 4)
		(void)stack_resize(tc, class, n / 2);
	tc->low[class] = tc->top[class];
}

/*
 * n objects were moved.  A full sweep takes about 2^lg_tcache_gc_sweep of
 * them, one class at a time.
 */
static void
event(struct tcache *tc, unsigned n, const char *caller)
{
	unsigned nclasses;

	if (conf.lg_tcache_gc_sweep < 0)
		return;
	nclasses = size_classes.nbins + size_classes.nlarge;
	tc->nevents += n;
	if (tc->nevents < ((uint64_t)1 << conf.lg_tcache_gc_sweep) / nclasses)
		return;
	tc->nevents = 0;
	collect(tc, tc->gc_class, caller);
	if (++tc->gc_class > nclasses) {
		tc->gc_class = 1;
		arena_check(tc->arena);
	}
	chunk_tick();
}

/* What the cache served since it last said so; the arena is told. */
static uint64_t
requests(struct tcache *tc, unsigned class)
{
	uint64_t n;

	n = tc->npops[class];
	tc->npops[class] = 0;
	tc->bytes.popped += n * class_size(class);
	return (n);
}

static unsigned
fill_small(struct tcache *tc, unsigned class, unsigned n)
{
	void **end, **slots;
	unsigned got;

	end = stack_end(tc, class);
	slots = end - n;
	got = arena_small_alloc(tc->arena, class - 1, slots, n,
	    requests(tc, class));
	if (got < n)
		__builtin_memmove(end - got, slots, got * sizeof(*slots));
	tc->top[class] = end - got;
	tc->low[class] = end;
	return (got);
}

/* One at a time: each is a run of its own, and touches pages. */
static unsigned
fill_large(struct tcache *tc, unsigned class)
{
	void *p;
	bool zeroed;

	p = arena_large_alloc(tc->arena, class_size(class), page_size(),
	    requests(tc, class), &zeroed);
	if (p == NULL)
		return (0);
	tc->low[class] = stack_end(tc, class);
	*--tc->top[class] = p;
	return (1);
}

static bool
fill(struct tcache *tc, unsigned class, const char *caller)
{
	unsigned n;

	if (!stack_grow(tc, class) && tc->nslots[class] == 0)
		return (false);
	if (class_is_small(class))
		n = fill_small(tc, class, tc->nslots[class] / 2u);
	else
		n = fill_large(tc, class);
	tc->bytes.filled += n * class_size(class);
	event(tc, n, caller);
	return (tc->top[class] != stack_end(tc, class));
}

void *
tcache_alloc(struct tcache *tc, unsigned class, const char *caller)
{
	size_t ncached;
	void *p;

	ncached = (size_t)(stack_end(tc, class) - tc->top[class]);
	if (ncached == 0) {
		if (!fill(tc, class, caller))
			return (NULL);
	} else if (tc->top[class] == tc->low[class])
		tc->low[class] = stack_end(tc, class) - ncached / 2;
	p = *tc->top[class]++;
	if (tc->low[class] < tc->top[class])
		tc->low[class] = tc->top[class];
	tc->npops[class]++;
	return (p);
}

void
tcache_dalloc(struct tcache *tc, unsigned class, void *p, const char *caller)
{
	unsigned n;

	if (tc->top[class] == tc->full[class])
		event(tc, (tc->nslots[class] + 1u) / 2, caller);
	if (tc->top[class] == tc->full[class] && !stack_grow(tc, class)) {
		n = (tc->nslots[class] + 1u) / 2;
		if (n == 0) {
			/* No memory even for the smallest stack. */
			tc->bytes.dropped += class_size(class);
			arena_dalloc_one(class, p, caller);
			return;
		}
		stack_drop(tc, class, n, caller);
	}
	*--tc->top[class] = p;
}

void
tcache_flush(struct tcache *tc, const char *caller)
{
	unsigned i, n;

	if (!tc->enabled)
		return;
	n = size_classes.nbins + size_classes.nlarge;
	for (i = 1; i <= n; i++) {
		if (tc->nslots[i] == 0)
			continue;
		stack_drop(tc, i,
		    (size_t)(stack_end(tc, i) - tc->top[i]), caller);
		arena_count(tc->arena, i, requests(tc, i));
		base_dalloc(tc->full[i], tc->nslots[i] * sizeof(void *));
		tc->top[i] = tc->low[i] = tc->full[i] = NULL;
		tc->nbytes -= tc->nslots[i] * class_size(i);
		tc->nslots[i] = 0;
	}
}

/*
 * Pushes are what is in the stacks and left them by pops or to the arenas,
 * but for what came from there.
 */
void
tcache_bytes(const struct tcache *tc, uint64_t *allocated,
    uint64_t *deallocated)
{
	uint64_t cached = 0, popped;
	unsigned i;

	*allocated = tc->bytes.allocated;
	*deallocated = tc->bytes.deallocated;
	if (tc->counted || !tc->enabled)
		return;
	popped = tc->bytes.popped;
	for (i = 1; i <= size_classes.nbins + size_classes.nlarge; i++) {
		popped += tc->npops[i] * class_size(i);
		cached += (size_t)(stack_end(tc, i) - tc->top[i]) *
		    class_size(i);
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

	for (slot = tc->top[class]; slot < stack_end(tc, class); slot++) {
		if (*slot == p)
			return (true);
	}
	return (false);
}
