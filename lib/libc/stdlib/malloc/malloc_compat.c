/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: functions of older systems and of the BSDs, each made of
 * those in malloc.c.
 */

#include "alloc.h"
#include "door.h"
#include "malloc_print.h"
#include "malloc_public.h"
#include "port.h"
#include "size_class.h"

/* SunOS.  Any alignment is rounded up to a power of two. */
PUBLIC void *
memalign(size_t align, size_t size)
{

	if (align > PTRDIFF_MAX)
		return (door_no_memory("memalign"));
	if (align < sizeof(void *))
		align = sizeof(void *);
	if (!door_power_of_two(align))
		align = (size_t)1 << (64 - __builtin_clzl(align));
	return (door_aligned(align, size, "memalign"));
}

PUBLIC void *
valloc(size_t size)
{

	return (door_aligned(port_page_size(), size, "valloc"));
}

PUBLIC void *
pvalloc(size_t size)
{
	size_t page;

	page = port_page_size();
	if (size > PTRDIFF_MAX)
		return (door_no_memory("pvalloc"));
	return (door_aligned(page, size == 0 ? page : ALIGN_UP(size, page),
	    "pvalloc"));
}

/* OpenBSD, POSIX 2024. */
PUBLIC void *
reallocarray(void *p, size_t number, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(number, size, &bytes))
		return (door_no_memory("reallocarray"));
	return (door_resize(p, bytes, "reallocarray"));
}

/* FreeBSD: frees the object when it cannot be resized. */
PUBLIC void *
reallocf(void *p, size_t size)
{
	void *to;

	to = door_resize(p, size, "reallocf");
	if (to == NULL && p != NULL && !(config_sysv && conf.sysv && size == 0))
		door_free(p, "reallocf");
	return (to);
}

static void
clear(void *p, size_t size)
{

	__builtin_memset(p, 0, size);
	/* Not to be optimised away, though the object dies next. */
	__asm__ __volatile__("" : : "r"(p) : "memory");
}

/* OpenBSD: cleared before it is freed. */
PUBLIC void
freezero(void *p, size_t size)
{
	size_t usable;

	if (p == NULL)
		return;
	usable = alloc_usable_size(p, "freezero");
	if (size > usable)
		print_fatal("Error in freezero(): wrong size %zu of 0x%lx: "
		    "an object of %zu bytes", size, (uintptr_t)p, usable);
	clear(p, size);
	door_free(p, "freezero");
}

/*
 * OpenBSD: an array of old elements becomes one of number elements; what is
 * new is zero, and nothing of the old one is left behind.
 */
PUBLIC void *
recallocarray(void *p, size_t old, size_t number, size_t size)
{
	size_t bytes, had, usable;
	void *to;

	if (p == NULL) {
		if (__builtin_mul_overflow(number, size, &bytes))
			return (door_no_memory("recallocarray"));
		return (door_alloc(bytes, true, "recallocarray"));
	}
	if (__builtin_mul_overflow(number, size, &bytes))
		return (door_no_memory("recallocarray"));
	usable = alloc_usable_size(p, "recallocarray");
	if (__builtin_mul_overflow(old, size, &had) || had > usable) {
		port_set_errno(PORT_EINVAL);
		return (NULL);
	}
	if (door_is_nothing(&bytes, "recallocarray")) {
		freezero(p, had);
		return (NULL);
	}
	to = door_alloc(bytes, true, "recallocarray");
	if (to == NULL)
		return (NULL);
	__builtin_memcpy(to, p, had < bytes ? had : bytes);
	freezero(p, had);
	return (to);
}

/*
 * NetBSD: resize the array that the pointer at ptr points to, in place of it;
 * 0 elements or bytes free it.  0 or an errno value, errno untouched.
 */
PUBLIC int
reallocarr(void *ptr, size_t number, size_t size)
{
	size_t bytes;
	int error, saved;
	void *p, *to;

	saved = port_errno();
	__builtin_memcpy(&p, ptr, sizeof(p));
	to = NULL;
	error = 0;
	if (__builtin_mul_overflow(number, size, &bytes)) {
		(void)door_no_memory("reallocarr");
		error = PORT_EOVERFLOW;
	} else if (bytes == 0)
		door_free(p, "reallocarr");
	else {
		to = door_resize(p, bytes, "reallocarr");
		error = to == NULL ? PORT_ENOMEM : 0;
	}
	if (error == 0)
		__builtin_memcpy(ptr, &to, sizeof(to));
	port_set_errno(saved);
	return (error);
}

/* macOS: usable bytes, and what a request of so many bytes would have. */
PUBLIC size_t
malloc_size(const void *p)
{

	return (p == NULL ? 0 : alloc_usable_size(p, "malloc_size"));
}

PUBLIC size_t
malloc_good_size(size_t size)
{

	if (size == 0)
		size = 1;
	return (door_possible(size, 1) ? alloc_good_size(size, 1) : 0);
}
