/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 6: the two fast paths and nothing else.  No lock, no option, no test
 * whether anything was started: a thread without a cache of its own has one
 * that is empty and full (tcache.h).
 */

#ifndef _FAST_H_
#define	_FAST_H_

#include "malloc_thread.h"

/*
 * size to class, pop, count, clear the mark of the freed object.  NULL:
 * take the slow path.
 */
static inline __attribute__((__always_inline__)) void *
fast_malloc(size_t size)
{
	struct tcache *tc;
	void **top, *p;
	size_t class;

	if (unlikely(size > LOOKUP_MAX))
		return (NULL);
	class = size_classes.lookup[(size + 7) >> LG_LOOKUP];
	tc = thread_cache;
	top = tc->top[class];
	if (unlikely(top == tc->low[class]))
		return (NULL);
	p = *top;
	if (p == NULL)
		__builtin_unreachable();
	tc->top[class] = top + 1;
	tc->npops[class]++;
	*(uintptr_t *)p = 0;
	return (p);
}

/*
 * Address to class; is it the start of an object; is there room; does it
 * already bear the mark; push.  False: take the slow path, which finds out
 * what it is.
 */
static inline __attribute__((__always_inline__)) bool
fast_free(void *p)
{
	uintptr_t addr = (uintptr_t)p, mark;
	struct tcache *tc;
	size_t class;
	void **top;

	class = pagemap_lookup(addr);
	tc = thread_cache;
	if (unlikely(!check_passes(tc->checks[class], addr)))
		return (false);
	top = tc->top[class];
	mark = freed_mark(p, tc->key);
	if (unlikely(top == tc->full[class] || *(uintptr_t *)p == mark))
		return (false);
	*(uintptr_t *)p = mark;
	*--top = p;
	tc->top[class] = top;
	return (true);
}

/*
 * Whether an object is plainly of the class of a size; false says nothing.
 */
static inline __attribute__((__always_inline__)) bool
fast_is_size(const void *p, size_t size, size_t align)
{

	return (size <= LOOKUP_MAX && align <= 1 &&
	    size_classes.lookup[(size + 7) >> LG_LOOKUP] ==
	    pagemap_lookup((uintptr_t)p));
}

#endif /* !_FAST_H_ */
