/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 6: the two fast paths and nothing else.  No lock, no option, no test
 * whether anything was started: the stacks of a thread without a cache are
 * empty and full (tcache.h).
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
	size_t class;
	void **top, *p;

	if (unlikely(size > LOOKUP_MAX))
		return (NULL);
	class = size_classes.lookup[(size + 7) >> LG_LOOKUP];
	top = thread_fast.top[class];
	if (unlikely(top == thread_fast.low[class]))
		return (NULL);
	p = *top;
	if (p == NULL)
		__builtin_unreachable();
	thread_fast.npops[class]++;
	*(fast_word *)p = 0;
	thread_fast.top[class]++;
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
	uintptr_t mark;
	size_t class;
	void **top;

	class = pagemap_lookup((uintptr_t)p);
	if (unlikely(!check_passes(class, (uintptr_t)p)))
		return (false);
	top = thread_fast.top[class];
	mark = freed_mark(p, freed_key);
	if (unlikely(top == thread_fast.full[class] ||
	    *(fast_word *)p == mark))
		return (false);
	*(fast_word *)p = mark;
	top[-1] = p;
	thread_fast.top[class]--;
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
