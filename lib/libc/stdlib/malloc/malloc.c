/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: the public functions.  Each checks its arguments, tries the
 * fast path, and takes the slow one below.  A door sets errno when it fails
 * and leaves it alone when it does not.
 */

#include "alloc.h"
#include "fast.h"
#include "malloc_boot.h"
#include "malloc_public.h"
#include "port.h"

#define	EINVAL_VALUE	22
#define	ENOMEM_VALUE	12

static void *
out_of_memory(void)
{

	port_set_errno(ENOMEM_VALUE);
	return (NULL);
}

static noinline void *
malloc_slow(size_t size, bool zero, const char *caller)
{
	void *p;

	if (size == 0)
		size = 1;
	if (unlikely(size > PTRDIFF_MAX || !boot()))
		return (out_of_memory());
	p = alloc(size, zero, caller);
	return (likely(p != NULL) ? p : out_of_memory());
}

static noinline void
free_slow(void *p, const char *caller)
{

	if (p != NULL)
		alloc_free(p, caller);
}

PUBLIC void *
malloc(size_t size)
{
	void *p;

	p = fast_malloc(size);
	return (likely(p != NULL) ? p : malloc_slow(size, false, "malloc"));
}

PUBLIC void
free(void *p)
{

	if (unlikely(!fast_free(p)))
		free_slow(p, "free");
}

PUBLIC void *
calloc(size_t number, size_t size)
{
	size_t bytes;
	void *p;

	if (unlikely(__builtin_mul_overflow(number, size, &bytes)))
		return (out_of_memory());
	p = fast_malloc(bytes);
	if (likely(p != NULL)) {
		__builtin_memset(p, 0, bytes);
		return (p);
	}
	return (malloc_slow(bytes, true, "calloc"));
}

/* realloc(p, 0) is realloc(p, 1): p is freed by free() only. */
PUBLIC void *
realloc(void *p, size_t size)
{
	void *to;

	if (p == NULL)
		return (malloc(size));
	if (size == 0)
		size = 1;
	if (unlikely(size > PTRDIFF_MAX || !boot()))
		return (out_of_memory());
	to = alloc_resize(p, size, "realloc");
	return (likely(to != NULL) ? to : out_of_memory());
}

/* align is a power of two; NULL if there is no memory. */
static void *
aligned(size_t align, size_t size, const char *caller)
{

	if (size == 0)
		size = 1;
	if (unlikely(size > PTRDIFF_MAX || align > PTRDIFF_MAX - size ||
	    !boot()))
		return (NULL);
	return (alloc_aligned(size, align, caller));
}

static bool
power_of_two(size_t n)
{

	return (n != 0 && (n & (n - 1)) == 0);
}

PUBLIC int
posix_memalign(void **ptr, size_t align, size_t size)
{
	void *p;

	if (!power_of_two(align) || align < sizeof(void *))
		return (EINVAL_VALUE);
	p = aligned(align, size, "posix_memalign");
	if (p == NULL)
		return (ENOMEM_VALUE);
	*ptr = p;
	return (0);
}

static void *
aligned_or_errno(size_t align, size_t size, const char *caller)
{
	void *p;

	if (!power_of_two(align)) {
		port_set_errno(EINVAL_VALUE);
		return (NULL);
	}
	p = aligned(align, size, caller);
	return (likely(p != NULL) ? p : out_of_memory());
}

/* C17 dropped the rule that size be a multiple of the alignment. */
PUBLIC void *
aligned_alloc(size_t align, size_t size)
{

	return (aligned_or_errno(align, size, "aligned_alloc"));
}

/* Any alignment is rounded up to a power of two, as its callers expect. */
PUBLIC void *
memalign(size_t align, size_t size)
{

	if (align > PTRDIFF_MAX)
		return (out_of_memory());
	if (align < sizeof(void *))
		align = sizeof(void *);
	if (!power_of_two(align))
		align = (size_t)1 << (64 - __builtin_clzl(align));
	return (aligned_or_errno(align, size, "memalign"));
}

PUBLIC void *
valloc(size_t size)
{

	return (aligned_or_errno(port_page_size(), size, "valloc"));
}

PUBLIC void *
pvalloc(size_t size)
{
	size_t page;

	page = port_page_size();
	if (size > PTRDIFF_MAX)
		return (out_of_memory());
	return (aligned_or_errno(page, size == 0 ? page :
	    ALIGN_UP(size, page), "pvalloc"));
}

PUBLIC size_t
malloc_usable_size(const void *p)
{

	return (p == NULL ? 0 : alloc_usable_size(p, "malloc_usable_size"));
}
