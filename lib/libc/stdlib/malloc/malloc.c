/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: the functions of ISO C and POSIX.  Each checks its
 * arguments, tries the fast path, and takes the slow one below.  A door sets
 * errno when it fails and leaves it alone when it does not.
 */

#include "again.h"
#include "alloc.h"
#include "door.h"
#include "fast.h"
#include "malloc_boot.h"
#include "malloc_print.h"
#include "malloc_public.h"
#include "port.h"

cold void *
door_no_memory(const char *caller)
{

	/* A request that cannot be served may be the first of all. */
	if (config_xmalloc && boot() && conf.xmalloc)
		print_fatal("Error in %s(): out of memory", caller);
	port_set_errno(PORT_ENOMEM);
	return (NULL);
}

cold void *
door_bad_alignment(const char *caller)
{

	if (config_xmalloc && boot() && conf.xmalloc)
		print_fatal("Error in %s(): invalid alignment", caller);
	port_set_errno(PORT_EINVAL);
	return (NULL);
}

bool
door_is_nothing(size_t *size, const char *caller)
{

	if (*size != 0)
		return (false);
	*size = 1;
	if (!config_sysv || !boot() || !conf.sysv)
		return (false);
	if (config_xmalloc && conf.xmalloc)
		print_fatal("Error in %s(): invalid size 0", caller);
	return (true);
}

noinline void *
door_alloc(size_t size, bool zero, const char *caller)
{
	struct request want = { .align = 1, .zero = zero };
	void *p;

	if (door_is_nothing(&size, caller))
		return (NULL);
	want.size = size;
	p = likely(door_possible(size, 1)) ? alloc(&want, caller) : NULL;
	return (likely(p != NULL) ? p : door_no_memory(caller));
}

void *
door_alloc_aligned(size_t align, size_t size, const char *caller)
{
	struct request want = { .size = size, .align = align };
	void *p;

	p = likely(door_possible(size, align)) ? alloc(&want, caller) : NULL;
	return (likely(p != NULL) ? p : door_no_memory(caller));
}

noinline void *
door_resize(void *p, size_t size, const char *caller)
{
	struct request want = { .align = 1 };
	void *to;

	if (p == NULL)
		return (door_alloc(size, false, caller));
	if (door_is_nothing(&size, caller)) {
		free(p);
		return (NULL);
	}
	want.size = size;
	to = likely(door_possible(size, 1)) ?
	    alloc_resize(p, &want, caller) : NULL;
	return (likely(to != NULL) ? to : door_no_memory(caller));
}

noinline void
door_free(void *p, const char *caller)
{

	if (p != NULL)
		alloc_free(p, false, caller);
}

static noinline void *
malloc_again(size_t size)
{
	void *p;

	p = again_malloc(size);
	return (p != NULL ? p : door_alloc(size, false, "malloc"));
}

PUBLIC void *
malloc(size_t size)
{
	void *p;

	p = fast_malloc(size);
	return (likely(p != NULL) ? p : malloc_again(size));
}

static noinline void
free_again(void *p)
{

	if (!again_free(p))
		door_free(p, "free");
}

PUBLIC void
free(void *p)
{

	if (unlikely(!fast_free(p)))
		free_again(p);
}

PUBLIC void *
calloc(size_t number, size_t size)
{
	size_t bytes;
	void *p;

	if (unlikely(__builtin_mul_overflow(number, size, &bytes)))
		return (door_no_memory("calloc"));
	p = fast_malloc(bytes);
	if (likely(p != NULL)) {
		__builtin_memset(p, 0, bytes);
		return (p);
	}
	return (door_alloc(bytes, true, "calloc"));
}

/*
 * realloc(p, 0) is realloc(p, 1): an object is freed by free() only.  With
 * sysv:true it frees.
 */
PUBLIC void *
realloc(void *p, size_t size)
{
	void *to;

	if (p != NULL)
		return (door_resize(p, size, "realloc"));
	to = fast_malloc(size);
	return (likely(to != NULL) ? to : door_alloc(size, false, "realloc"));
}

/* Does not touch errno. */
PUBLIC int
posix_memalign(void **ptr, size_t align, size_t size)
{
	static const char caller[] = "posix_memalign";
	int saved;
	void *p;

	saved = port_errno();
	if (!door_power_of_two(align) || align < sizeof(void *)) {
		(void)door_bad_alignment(caller);
		port_set_errno(saved);
		return (PORT_EINVAL);
	}
	p = NULL;
	if (!door_is_nothing(&size, caller)) {
		p = door_alloc_aligned(align, size, caller);
		port_set_errno(saved);
		if (p == NULL)
			return (PORT_ENOMEM);
	}
	*ptr = p;
	return (0);
}

void *
door_aligned(size_t align, size_t size, const char *caller)
{

	if (!door_power_of_two(align))
		return (door_bad_alignment(caller));
	return (door_is_nothing(&size, caller) ? NULL :
	    door_alloc_aligned(align, size, caller));
}

/* C17 dropped the rule that size be a multiple of the alignment. */
PUBLIC void *
aligned_alloc(size_t align, size_t size)
{

	return (door_aligned(align, size, "aligned_alloc"));
}

/* C23: what was allocated with this very size. */
PUBLIC void
free_sized(void *p, size_t size)
{

	if (p == NULL)
		return;
	if (unlikely(!fast_is_size(p, size, 1)))
		alloc_check_size(p, size == 0 ? 1 : size, 1, "free_sized");
	free(p);
}

PUBLIC void
free_aligned_sized(void *p, size_t align, size_t size)
{

	if (p == NULL)
		return;
	if (!door_power_of_two(align))
		align = 1;
	alloc_check_size(p, size == 0 ? 1 : size, align,
	    "free_aligned_sized");
	free(p);
}

PUBLIC size_t
malloc_usable_size(const void *p)
{

	return (p == NULL ? 0 : alloc_usable_size(p, "malloc_usable_size"));
}
