/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The slow paths of allocation, in the order in which a call travels:
 * a size to its class, a class to the cache or the arena, a pointer back to
 * its class.  Keeps no state.
 */

#include "alloc.h"
#include "huge.h"
#include "malloc_print.h"
#include "malloc_thread.h"
#include "misuse.h"

/*
 * Set when an object kept its size because there was no memory for a smaller
 * one: from then on an object may be larger than its owner says.
 */
static _Atomic bool shrink_failed;

static struct arena *
own_arena(const struct tcache *tc)
{

	return (tc != NULL ? tc->arena : thread_arena());
}

/*
 * An object of a class, past the cache.  The word that may bear the mark of a
 * freed object is cleared.
 */
static void *
class_alloc_uncached(struct arena *a, unsigned class)
{
	void *p = NULL;
	bool zeroed;

	if (class_is_small(class))
		(void)arena_small_alloc(a, class - 1, &p, 1, 1);
	else
		p = arena_large_alloc(a, (size_t)(class - size_classes.nbins)
		    << lg_page(), page_size(), &zeroed);
	if (p != NULL)
		*(uintptr_t *)p = 0;
	return (p);
}

static void *
class_alloc(unsigned class, const char *caller)
{
	struct tcache *tc;
	void *p = NULL;

	tc = thread_get();
	if (tc != NULL && tc->enabled)
		p = tcache_alloc(tc, class, caller);
	if (p == NULL)
		return (class_alloc_uncached(own_arena(tc), class));
	*(uintptr_t *)p = 0;
	return (p);
}

/*
 * A large object past the cache.  Caches take it when it is freed, if it is
 * of one of their sizes.
 */
static void *
large_alloc(struct arena *a, size_t size, size_t align, bool *zeroed)
{
	void *p;

	size = ALIGN_UP(size, page_size());
	p = arena_large_alloc(a, size, align, zeroed);
	if (p != NULL && size <= size_classes.cached_max)
		*(uintptr_t *)p = 0;
	return (p);
}

void *
alloc(size_t size, bool zero, const char *caller)
{
	bool zeroed = false;
	void *p;

	if (size <= size_classes.cached_max)
		p = class_alloc(size_class(size), caller);
	else if (size <= size_classes.large_max)
		p = large_alloc(own_arena(thread_get()), size, page_size(),
		    &zeroed);
	else
		p = huge_alloc(size, chunk_size(), &zeroed);
	if (zero && p != NULL && !zeroed)
		__builtin_memset(p, 0, size);
	return (p);
}

/*
 * Up to a page of alignment: the smallest size, not below size, all of whose
 * objects are aligned so.  The regions of a run lie at multiples of their
 * size, and runs are aligned to theirs.
 */
static size_t
aligned_size(size_t size, size_t align)
{
	size_t reg_size;

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
	first = ALIGN_UP(chunk_layout.first, align >> lg_page());
	return (first + npages <= chunk_layout.first + chunk_layout.ndata);
}

void *
alloc_aligned(size_t size, size_t align, const char *caller)
{
	bool zeroed;

	if (align <= page_size())
		return (alloc(aligned_size(size, align), false, caller));
	if (fits_chunk(size, align))
		return (large_alloc(own_arena(thread_get()), size, align,
		    &zeroed));
	return (huge_alloc(size, align, &zeroed));
}

void *
alloc_uncached(struct arena *a, size_t size, size_t align, bool zero)
{
	bool zeroed = false;
	void *p;

	if (a == NULL)
		a = own_arena(thread_get());
	if (align <= page_size())
		size = aligned_size(size, align);
	if (size <= size_classes.small_max && align <= page_size())
		p = class_alloc_uncached(a, size_class(size));
	else if (fits_chunk(size, align))
		p = large_alloc(a, size, align, &zeroed);
	else
		p = huge_alloc(size, align, &zeroed);
	if (zero && p != NULL && !zeroed)
		__builtin_memset(p, 0, size);
	return (p);
}

/* Whether the address is where an object of the class can start. */
static bool
is_start(uintptr_t addr, unsigned class)
{
	const struct class_check *c = &size_classes.checks[class];

	if (class >= CLASS_LARGE)
		return ((addr & (page_size() - 1)) == 0 &&
		    class <= CLASS_HUGE);
	return (((uint32_t)addr & c->mask) * c->inverse < c->inverse);
}

/* The class of an object in use; does not return if it is none. */
static unsigned
object_class(const void *p, const char *caller)
{
	unsigned class;

	class = pagemap_class(p);
	if (unlikely(!is_start((uintptr_t)p, class) ||
	    (class < CLASS_LARGE && *(const uintptr_t *)p == freed_mark(p))))
		misuse_pointer(p, caller);
	return (class);
}

static void
class_free(void *p, unsigned class, struct tcache *tc, const char *caller)
{

	if (class == CLASS_HUGE) {
		huge_dalloc(p, caller);
	} else if (tc == NULL || !tc->enabled) {
		arena_dalloc(class, &p, 1, caller);
	} else {
		*(uintptr_t *)p = freed_mark(p);
		tcache_dalloc(tc, class, p, caller);
	}
}

void
alloc_free(void *p, const char *caller)
{
	unsigned class;

	class = object_class(p, caller);
	class_free(p, class, class >= CLASS_LARGE ? NULL : thread_get(),
	    caller);
}

void
alloc_free_uncached(void *p, const char *caller)
{

	class_free(p, object_class(p, caller), NULL, caller);
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

/* What an allocation of so many bytes could use. */
static size_t
good_size(size_t size)
{

	if (size <= size_classes.small_max)
		return (size_classes.bins[size_class(size) - 1].reg_size);
	return (ALIGN_UP(size, size <= size_classes.large_max ? page_size() :
	    chunk_size()));
}

/*
 * A large object that is cut to a size that caches take may begin with the
 * mark of an object that was freed there once, if it was never written to.
 */
static bool
resize_large(void *p, size_t size)
{

	if (!arena_large_resize(p, size))
		return (false);
	if (size <= size_classes.cached_max && *(uintptr_t *)p == freed_mark(p))
		*(uintptr_t *)p = 0;
	return (true);
}

/* Without a copy: the object where it then is, or NULL. */
static void *
resize_in_place(void *p, unsigned class, size_t old, size_t size)
{

	if (good_size(size) == old)
		return (p);
	if (class_is_small(class) || size <= size_classes.small_max)
		return (NULL);
	if (class == CLASS_HUGE)
		return (size > size_classes.large_max ?
		    huge_resize(p, size) : NULL);
	return (size <= size_classes.large_max &&
	    resize_large(p, good_size(size)) ? p : NULL);
}

size_t
alloc_good_size(size_t size, size_t align)
{

	if (align <= page_size())
		return (good_size(aligned_size(size, align)));
	return (fits_chunk(size, align) ? ALIGN_UP(size, page_size()) :
	    ALIGN_UP(size, chunk_size()));
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

size_t
alloc_resize_in_place(void *p, size_t size, const char *caller)
{
	unsigned class;
	size_t old;

	class = object_class(p, caller);
	old = class_usable_size(p, class);
	if (class != CLASS_HUGE || size <= old)
		(void)resize_in_place(p, class, old, size);
	return (class_usable_size(p, pagemap_class(p)));
}

void *
alloc_resize(void *p, size_t size, const char *caller)
{
	unsigned class;
	size_t old;
	void *to;

	class = object_class(p, caller);
	old = class_usable_size(p, class);
	to = resize_in_place(p, class, old, size);
	if (to != NULL)
		return (to);
	to = alloc(size, false, caller);
	if (to == NULL && size <= old) {
		/* The old object serves as well. */
		shrink_failed = true;
		return (p);
	}
	if (to == NULL)
		return (NULL);
	__builtin_memcpy(to, p, old < size ? old : size);
	alloc_free(p, caller);
	return (to);
}
