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
#include "door.h"
#include "malloc_print.h"
#include "malloc_public.h"
#include "malloc_thread.h"

#define	FLAG_LG_ALIGN(f)	((unsigned)(f) & 63)
#define	FLAG_ZERO(f)		(((unsigned)(f) & 64) != 0)
#define	FLAG_TCACHE(f)		((unsigned)(f) >> 8 & 0xfff)
#define	FLAG_ARENA(f)		((unsigned)(f) >> 20)

#define	TCACHE_OWN	0
#define	TCACHE_NONE	1

static const char no_memory[] = "out of memory";
static const char no_such[] = "no such cache or arena";

/* NULL, or why such a request cannot be served. */
static const char *
parse(size_t size, int flags, struct request *want)
{
	unsigned arena;

	*want = (struct request){
		.size = size == 0 ? 1 : size,
		.align = (size_t)1 << FLAG_LG_ALIGN(flags),
		.zero = FLAG_ZERO(flags),
		.uncached = FLAG_TCACHE(flags) != TCACHE_OWN,
	};
	if (!door_possible(want->size, want->align))
		return (no_memory);
	if (FLAG_TCACHE(flags) > TCACHE_NONE)
		return (no_such);
	arena = FLAG_ARENA(flags);
	if (arena == 0)
		return (NULL);
	want->uncached = true;
	want->arena = thread_arena_open(arena - 1);
	return (want->arena != NULL ? NULL : arena > conf.narenas ? no_such :
	    no_memory);
}

/* NULL; under xmalloc:true the end. */
static void *
fail(const char *why, const char *caller)
{

	if (config_xmalloc && boot() && conf.xmalloc)
		print_fatal("Error in %s(): %s", caller, why);
	return (NULL);
}

PUBLIC void *
mallocx(size_t size, int flags)
{
	static const char caller[] = "mallocx";
	struct request want;
	const char *why;
	void *p;

	why = parse(size, flags, &want);
	if (unlikely(why != NULL))
		return (fail(why, caller));
	p = alloc(&want, caller);
	return (likely(p != NULL) ? p : fail(no_memory, caller));
}

PUBLIC void *
rallocx(void *p, size_t size, int flags)
{
	static const char caller[] = "rallocx";
	struct request want;
	const char *why;
	void *to;

	why = parse(size, flags, &want);
	if (unlikely(why != NULL))
		return (fail(why, caller));
	to = alloc_resize(p, &want, caller);
	return (likely(to != NULL) ? to : fail(no_memory, caller));
}

/* size + extra if that can be had in place, else at least size, if possible. */
PUBLIC size_t
xallocx(void *p, size_t size, size_t extra, int flags)
{
	struct request want;
	size_t now;

	if (parse(size, flags, &want) != NULL ||
	    ((uintptr_t)p & (want.align - 1)) != 0)
		return (alloc_usable_size(p, "xallocx"));
	if (extra > PTRDIFF_MAX - want.size)
		extra = PTRDIFF_MAX - want.size;
	now = alloc_resize_in_place(p, want.size + extra, want.zero,
	    "xallocx");
	if (now < want.size && extra != 0)
		now = alloc_resize_in_place(p, want.size, want.zero,
		    "xallocx");
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

	alloc_free(p, FLAG_TCACHE(flags) != TCACHE_OWN, "dallocx");
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
	return (door_possible(size, align) ? alloc_good_size(size, align) : 0);
}
