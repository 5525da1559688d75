/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The slow paths, in the order in which a call travels: a size to its class,
 * a class to the cache or the arena, a pointer back to its class.
 */

#include <stdatomic.h>

#include "alloc.h"
#include "fill.h"
#include "huge.h"
#include "malloc_print.h"
#include "malloc_thread.h"
#include "misuse.h"

/*
 * Set when an object kept its size because there was no memory for a smaller
 * one: from then on an object may be larger than its owner says.
 */
static _Atomic bool shrink_failed;

static bool
has_cache(const struct tcache *tc)
{

	return (tc != NULL && tc->enabled);
}

/* Sizes. */

static size_t
at_least(size_t a, size_t b)
{

	return (a < b ? b : a);
}

/*
 * The smallest size, not below size, all of whose objects are aligned so, up
 * to a page.  The regions of a run lie at multiples of their size, and runs
 * are aligned to theirs.
 */
static size_t
aligned_size(size_t size, size_t align)
{
	size_t reg_size;

	if (align <= TINY_MIN)
		return (size);
	size = ALIGN_UP(size, align);
	while (size <= size_classes.small_max) {
		reg_size = size_classes.bins[size_class(size) - 1].reg_size;
		if ((reg_size & (align - 1)) == 0)
			return (reg_size);
		size = reg_size + 1;
	}
	return (size);
}

/* Whether a chunk can hold such a run at all. */
static bool
fits_chunk(size_t size, size_t align)
{
	size_t npages, first;

	if (align >= chunk_size() || size > size_classes.large_max)
		return (false);
	npages = (size + page_size() - 1) >> lg_page();
	first = ALIGN_UP(chunk_layout.first,
	    at_least(align, page_size()) >> lg_page());
	return (first + npages <= chunk_layout.first + chunk_layout.ndata);
}

size_t
alloc_good_size(size_t size, size_t align)
{

	if (align <= page_size()) {
		size = aligned_size(size, align);
		if (size <= size_classes.small_max)
			return (size_classes.bins[size_class(size) -
			    1].reg_size);
	}
	return (ALIGN_UP(size, fits_chunk(size, align) ? page_size() :
	    chunk_size()));
}

/* Allocation. */

/*
 * An object of a class, past the cache.  The word that may bear the mark of a
 * freed object is cleared.
 */
static void *
class_alloc(struct arena *a, unsigned class)
{
	bool zeroed;
	void *p;

	if (class_is_small(class))
		p = arena_small_alloc_one(a, class - 1);
	else
		p = arena_large_alloc(a, (size_t)(class - size_classes.nbins)
		    << lg_page(), page_size(), 1, &zeroed);
	if (p != NULL)
		*(uintptr_t *)p = 0;
	return (p);
}

/*
 * A large object past the cache.  It may be of a size that caches take when
 * it is freed, now or once it was cut: so it must not bear a mark either.
 */
static void *
large_alloc(struct arena *a, size_t size, size_t align, bool *zeroed)
{
	void *p;

	size = ALIGN_UP(size, page_size());
	p = arena_large_alloc(a, size, at_least(align, page_size()), 1,
	    zeroed);
	if (p != NULL && !*zeroed)
		*(uintptr_t *)p = 0;
	return (p);
}

static void *
route(const struct request *want, struct tcache *tc, const char *caller,
    bool *cached, bool *zeroed)
{
	struct arena *a;
	unsigned class;
	size_t size;
	void *p;

	a = want->arena != NULL ? want->arena :
	    tc != NULL ? tc->arena : thread_arena();
	size = want->size;
	if (want->align <= page_size()) {
		size = aligned_size(size, want->align);
		if (size <= size_classes.cached_max) {
			class = size_class(size);
			p = want->uncached || !has_cache(tc) ? NULL :
			    tcache_alloc(tc, class, caller);
			*cached = p != NULL;
			if (p == NULL)
				return (class_alloc(a, class));
			*(uintptr_t *)p = 0;
			return (p);
		}
	}
	if (fits_chunk(size, want->align))
		return (large_alloc(a, size, want->align, zeroed));
	return (huge_alloc(size, want->align, zeroed));
}

/* Whether the thread must be told of an object moved. */
static bool
counts(const struct tcache *tc, bool cached)
{

	return (config_stats && tc != NULL && (!cached || tc->counted));
}

void *
alloc(const struct request *want, const char *caller)
{
	bool cached = false, zeroed = false;
	struct tcache *tc;
	size_t usable;
	void *p;

	tc = thread_get();
	p = route(want, tc, caller, &cached, &zeroed);
	if (p == NULL && thread_reclaim())
		p = route(want, tc, caller, &cached, &zeroed);
	if (p == NULL)
		return (NULL);
	if (!want->zero && !fill_enabled() && !counts(tc, cached))
		return (p);
	usable = alloc_usable_size(p, caller);
	if (counts(tc, cached))
		tc->bytes.allocated += usable;
	if (want->zero && !zeroed)
		__builtin_memset(p, 0, usable);
	else if (!want->zero && fill_enabled())
		fill_new(p, usable);
	return (p);
}

/* From a pointer to its class. */

/* Whether the address is where an object of the class can start. */
static bool
is_start(uintptr_t addr, unsigned class)
{

	if (class >= CLASS_LARGE)
		return ((addr & (page_size() - 1)) == 0 &&
		    class <= CLASS_HUGE);
	return (check_passes(class, addr));
}

/*
 * Whether a cached object bears the mark.  Where freed objects are junk there
 * is none; what begins with junk is looked for in the thread's stack.
 */
static bool
is_freed(const void *p, unsigned class)
{
	const struct tcache *tc;

	if (!config_fill || !conf.junk)
		return (*(const uintptr_t *)p == freed_mark(p, freed_key));
	if (*(const uint64_t *)p != FILL_FREED_WORD)
		return (false);
	tc = thread_get();
	return (has_cache(tc) && tcache_holds(tc, class, p));
}

/*
 * The class that a cache would keep the object under, CLASS_NONE if none
 * would.
 */
static unsigned
cache_class(const void *p, unsigned class)
{
	size_t npages;

	if (class < CLASS_LARGE)
		return (class);
	if (class != CLASS_LARGE ||
	    size_classes.nbins + size_classes.nlarge < CLASS_LARGE)
		return (CLASS_NONE);
	npages = arena_large_size(p) >> lg_page();
	return (npages <= size_classes.nlarge ?
	    size_classes.nbins + (unsigned)npages : CLASS_NONE);
}

/* The class of an object in use; does not return if it is none. */
static unsigned
object_class(const void *p, const char *caller)
{
	unsigned cached, class;

	class = pagemap_class(p);
	if (unlikely(!is_start((uintptr_t)p, class)))
		misuse_pointer(p, caller);
	cached = cache_class(p, class);
	if (unlikely(cached != CLASS_NONE && is_freed(p, cached)))
		misuse_pointer(p, caller);
	return (class);
}

static size_t
class_usable_size(const void *p, unsigned class)
{

	if (class_is_small(class))
		return (size_classes.bins[class - 1].reg_size);
	return (class == CLASS_HUGE ? huge_size(p) : arena_large_size(p));
}

size_t
alloc_usable_size(const void *p, const char *caller)
{

	return (class_usable_size(p, object_class(p, caller)));
}

void
alloc_check_size(const void *p, size_t size, size_t align, const char *caller)
{
	size_t usable;

	usable = alloc_usable_size(p, caller);
	if (likely(alloc_good_size(size, align) == usable) ||
	    (shrink_failed && size <= usable))
		return;
	print_fatal("Error in %s(): wrong size %zu of 0x%lx: an object of "
	    "%zu bytes", caller, size, (uintptr_t)p, usable);
}

void
alloc_free(void *p, bool uncached, const char *caller)
{
	struct tcache *tc;
	unsigned class, stack;
	bool cached;

	class = object_class(p, caller);
	tc = thread_get();
	stack = uncached || !has_cache(tc) ? CLASS_NONE :
	    cache_class(p, class);
	cached = stack != CLASS_NONE;
	if (counts(tc, cached))
		tc->bytes.deallocated += class_usable_size(p, class);
	if (fill_enabled())
		fill_freed(p, class_usable_size(p, class));
	if (class == CLASS_HUGE) {
		huge_dalloc(p, caller);
	} else if (!cached) {
		arena_dalloc_one(class, p, caller);
	} else {
		if (!config_fill || !conf.junk)
			*(uintptr_t *)p = freed_mark(p, freed_key);
		tcache_dalloc(tc, stack, p, caller);
	}
}

/* Changing the size. */

/*
 * Without a copy: the object where it then is, or NULL.  The pages of a huge
 * block may move if they can.
 */
static void *
resize(void *p, unsigned class, size_t size, bool may_move)
{

	if (class_is_small(class) || size <= size_classes.small_max)
		return (NULL);
	if (class == CLASS_HUGE)
		return (size > size_classes.large_max ?
		    huge_resize(p, size, may_move) : NULL);
	return (size <= size_classes.large_max &&
	    arena_large_resize(p, size) ? p : NULL);
}

/* Tell the thread, clear or fill what was won. */
static void
resized(void *p, size_t old, size_t now, bool zero)
{
	struct tcache *tc;

	tc = thread_get();
	if (counts(tc, false)) {
		tc->bytes.allocated += now;
		tc->bytes.deallocated += old;
	}
	if (now <= old)
		return;
	if (zero)
		__builtin_memset((char *)p + old, 0, now - old);
	else if (fill_enabled())
		fill_new((char *)p + old, now - old);
}

/* NULL if it must be copied. */
static void *
resize_without_copy(void *p, size_t size, bool zero, bool may_move,
    const char *caller)
{
	unsigned class;
	size_t good, old;

	class = object_class(p, caller);
	old = class_usable_size(p, class);
	good = alloc_good_size(size, 1);
	if (good == old) {
		resized(p, old, good, zero);
		return (p);
	}
	p = resize(p, class, good, may_move);
	if (p != NULL)
		resized(p, old, good, zero);
	return (p);
}

size_t
alloc_resize_in_place(void *p, size_t size, bool zero, const char *caller)
{

	(void)resize_without_copy(p, size, zero, false, caller);
	return (alloc_usable_size(p, caller));
}

static bool
is_aligned(const void *p, size_t align)
{

	return (((uintptr_t)p & (align - 1)) == 0);
}

void *
alloc_resize(void *p, const struct request *want, const char *caller)
{
	size_t old;
	void *to;

	old = alloc_usable_size(p, caller);
	if (want->align <= page_size() && is_aligned(p, want->align) &&
	    alloc_good_size(want->size, want->align) ==
	    alloc_good_size(want->size, 1)) {
		to = resize_without_copy(p, want->size, want->zero, true,
		    caller);
		if (to != NULL)
			return (to);
	}
	to = alloc(want, caller);
	if (to == NULL && want->size <= old && is_aligned(p, want->align)) {
		/* The old object serves as well. */
		shrink_failed = true;
		return (p);
	}
	if (to == NULL)
		return (NULL);
	__builtin_memcpy(to, p, old < want->size ? old : want->size);
	alloc_free(p, want->uncached, caller);
	return (to);
}
