/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: the experimental interface of the jemalloc 2.2 manual.
 * Flags, from bit 0: six bits log2 of the alignment; 0x40 zeroed memory; 0x80
 * do not move.  No function touches errno.
 */

#include "alloc.h"
#include "door.h"
#include "malloc_print.h"
#include "malloc_public.h"
#include "size_class.h"

#define	FLAG_ALIGN(f)		((size_t)1 << ((unsigned)(f) & 63))
#define	FLAG_ZERO(f)		(((unsigned)(f) & 0x40) != 0)
#define	FLAG_NO_MOVE(f)		(((unsigned)(f) & 0x80) != 0)

enum { SUCCESS, ERR_OOM, ERR_NOT_MOVED };

/* Under xmalloc:true out of memory is the end. */
static int
no_memory(const char *caller)
{

	if (config_xmalloc && boot() && conf.xmalloc)
		print_fatal("Error in %s(): out of memory", caller);
	return (ERR_OOM);
}

PUBLIC int
allocm(void **ptr, size_t *rsize, size_t size, int flags)
{
	struct request want = {
		.size = size == 0 ? 1 : size,
		.align = FLAG_ALIGN(flags),
		.zero = FLAG_ZERO(flags),
	};

	*ptr = door_possible(want.size, want.align) ?
	    alloc(&want, "allocm") : NULL;
	if (*ptr == NULL)
		return (no_memory("allocm"));
	if (rsize != NULL)
		*rsize = alloc_usable_size(*ptr, "allocm");
	return (SUCCESS);
}

static bool
is_aligned(const void *p, size_t align)
{

	return (((uintptr_t)p & (align - 1)) == 0);
}

/* size + extra if it can be had, else size, where the object stands. */
static bool
in_place(void *p, const struct request *want, size_t extra)
{
	size_t now = 0;

	if (!is_aligned(p, want->align))
		return (false);
	if (extra != 0)
		now = alloc_resize_in_place(p, want->size + extra, want->zero,
		    "rallocm");
	if (extra == 0 || now < want->size + extra)
		now = alloc_resize_in_place(p, want->size, want->zero,
		    "rallocm");
	/* A small object that stays larger than it should was not shrunk. */
	return (now >= want->size &&
	    now <= alloc_good_size(want->size + extra, 1));
}

PUBLIC int
rallocm(void **ptr, size_t *rsize, size_t size, size_t extra, int flags)
{
	struct request want = {
		.size = size == 0 ? 1 : size,
		.align = FLAG_ALIGN(flags),
		.zero = FLAG_ZERO(flags),
	};
	void *to = *ptr;

	/* What is impossible to have in addition is not an error. */
	if (extra > PTRDIFF_MAX || want.size > PTRDIFF_MAX - extra ||
	    !door_possible(want.size + extra, want.align))
		extra = 0;
	if (!door_possible(want.size, want.align))
		return (FLAG_NO_MOVE(flags) ? ERR_NOT_MOVED :
		    no_memory("rallocm"));
	if (FLAG_NO_MOVE(flags)) {
		if (!in_place(*ptr, &want, extra))
			return (ERR_NOT_MOVED);
	} else {
		want.size += extra;
		to = alloc_resize(*ptr, &want, "rallocm");
		if (to == NULL && extra != 0) {
			want.size -= extra;
			to = alloc_resize(*ptr, &want, "rallocm");
		}
		if (to == NULL)
			return (no_memory("rallocm"));
	}
	*ptr = to;
	if (rsize != NULL)
		*rsize = alloc_usable_size(to, "rallocm");
	return (SUCCESS);
}

PUBLIC int
sallocm(const void *ptr, size_t *rsize, int flags)
{

	(void)flags;
	*rsize = alloc_usable_size(ptr, "sallocm");
	return (SUCCESS);
}

PUBLIC int
dallocm(void *ptr, int flags)
{

	(void)flags;
	door_free(ptr, "dallocm");
	return (SUCCESS);
}
