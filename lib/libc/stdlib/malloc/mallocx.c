/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: the interface with flags that jemalloc 3.5 and later offer,
 * and that programs built for those call.  Flags, from bit 0: six bits log2
 * of the alignment, one for zeroed memory; from bit 8 a thread cache + 2 (0:
 * the thread's, 1: none); from bit 20 an arena + 1 (0: the thread's).
 *
 * mallocx and rallocx return NULL on failure and do not set errno.
 */

#include "alloc.h"
#include "malloc_boot.h"
#include "malloc_public.h"
#include "malloc_thread.h"

#define	FLAG_LG_ALIGN(f)	((unsigned)(f) & 63)
#define	FLAG_ZERO(f)		(((unsigned)(f) & 64) != 0)
#define	FLAG_TCACHE(f)		((unsigned)(f) >> 8 & 0xfff)
#define	FLAG_ARENA(f)		((unsigned)(f) >> 20)

#define	TCACHE_OWN	0
#define	TCACHE_NONE	1

struct how {
	struct arena	*arena;		/* NULL: the thread's */
	size_t		 align;
	bool		 zero;
	bool		 uncached;
};

/* False if the flags name what does not exist. */
static bool
flags_parse(int flags, struct how *how)
{
	unsigned arena;

	how->align = (size_t)1 << FLAG_LG_ALIGN(flags);
	how->zero = FLAG_ZERO(flags);
	how->uncached = FLAG_TCACHE(flags) != TCACHE_OWN;
	how->arena = NULL;
	arena = FLAG_ARENA(flags);
	if (arena != 0) {
		how->arena = thread_arena_open(arena - 1);
		how->uncached = true;
	}
	return (FLAG_TCACHE(flags) <= TCACHE_NONE &&
	    (arena == 0 || how->arena != NULL));
}

static bool
possible(size_t size, size_t align)
{

	return (size <= PTRDIFF_MAX && align <= PTRDIFF_MAX - size);
}

static void *
alloc_how(size_t size, const struct how *how, const char *caller)
{
	void *p;

	if (how->uncached)
		return (alloc_uncached(how->arena, size, how->align,
		    how->zero));
	if (how->align <= QUANTUM && how->align <= size)
		return (alloc(size, how->zero, caller));
	p = alloc_aligned(size, how->align, caller);
	if (p != NULL && how->zero)
		__builtin_memset(p, 0, size);
	return (p);
}

PUBLIC void *
mallocx(size_t size, int flags)
{
	struct how how;

	if (size == 0)
		size = 1;
	if (!boot() || !flags_parse(flags, &how) || !possible(size, how.align))
		return (NULL);
	return (alloc_how(size, &how, "mallocx"));
}

/* Whether the object may serve as it is, or grown: it is aligned already. */
static bool
is_aligned(const void *p, size_t align)
{

	return (((uintptr_t)p & (align - 1)) == 0);
}

PUBLIC void *
rallocx(void *p, size_t size, int flags)
{
	struct how how;
	size_t old, now;
	void *to;

	if (size == 0)
		size = 1;
	if (!boot() || !flags_parse(flags, &how) || !possible(size, how.align))
		return (NULL);
	old = alloc_usable_size(p, "rallocx");
	now = is_aligned(p, how.align) ?
	    alloc_resize_in_place(p, size, "rallocx") : old;
	if (now == alloc_good_size(size, how.align) &&
	    is_aligned(p, how.align)) {
		if (how.zero && now > old)
			__builtin_memset((char *)p + old, 0, now - old);
		return (p);
	}
	to = alloc_how(size, &how, "rallocx");
	if (to == NULL)
		return (NULL);
	__builtin_memcpy(to, p, now < size ? now : size);
	if (how.uncached)
		alloc_free_uncached(p, "rallocx");
	else
		alloc_free(p, "rallocx");
	return (to);
}

/* size + extra if that can be had in place, else at least size, if possible. */
PUBLIC size_t
xallocx(void *p, size_t size, size_t extra, int flags)
{
	struct how how;
	size_t old, now;

	if (size == 0)
		size = 1;
	old = alloc_usable_size(p, "xallocx");
	if (!boot() || !flags_parse(flags, &how) || size > PTRDIFF_MAX ||
	    !is_aligned(p, how.align))
		return (old);
	if (extra > PTRDIFF_MAX - size)
		extra = PTRDIFF_MAX - size;
	now = alloc_resize_in_place(p, size + extra, "xallocx");
	if (now < size && extra != 0)
		now = alloc_resize_in_place(p, size, "xallocx");
	if (how.zero && now > old)
		__builtin_memset((char *)p + old, 0, now - old);
	return (now);
}

PUBLIC size_t
sallocx(const void *p, int flags)
{

	(void)flags;
	return (alloc_usable_size(p, "sallocx"));
}

PUBLIC void
dallocx(void *p, int flags)
{

	if (FLAG_TCACHE(flags) == TCACHE_OWN)
		alloc_free(p, "dallocx");
	else
		alloc_free_uncached(p, "dallocx");
}

PUBLIC void
sdallocx(void *p, size_t size, int flags)
{

	alloc_check_size(p, size == 0 ? 1 : size,
	    (size_t)1 << FLAG_LG_ALIGN(flags), "sdallocx");
	dallocx(p, flags);
}

PUBLIC size_t
nallocx(size_t size, int flags)
{
	size_t align;

	align = (size_t)1 << FLAG_LG_ALIGN(flags);
	if (size == 0)
		size = 1;
	if (!boot() || !possible(size, align))
		return (0);
	return (alloc_good_size(size, align));
}
