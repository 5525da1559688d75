/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Chunks from the break.  The program may move the break too: it is read anew
 * each time, and what it moved is never assumed to be ours or zero.  The break
 * is only ever raised; freed chunks are kept and reused.
 *
 * State: private, under dss_lock.
 */

#include "chunk.h"
#include "extent.h"
#include "malloc_lock.h"
#include "port.h"
#include "size_class.h"

#define	DSS_FAILED	((uintptr_t)-1)
#define	DSS_TRIES	16		/* times the break may move under us */

static struct lock dss_lock;
static struct extent_set dss_free;
static _Atomic uintptr_t dss_low;	/* all ranges of ours lie in [low, high) */
static _Atomic uintptr_t dss_high;

static void
owned(uintptr_t addr, size_t size)
{

	if (dss_low == 0 || addr < dss_low)
		dss_low = addr;
	if (addr + size > dss_high)
		dss_high = addr + size;
}

/*
 * Raise the break so that an aligned range of size bytes is ours.  Somebody
 * may raise it between the two calls: then what we got lies elsewhere, and
 * is still ours, but may hold no aligned range.
 */
static void *
raise_break(size_t size, size_t align)
{
	uintptr_t now, got, start;
	size_t gap;

	now = (uintptr_t)port_sbrk(0);
	if (now == DSS_FAILED || now == 0)
		return ((void *)DSS_FAILED);
	gap = -now & (align - 1);
	if (size > PTRDIFF_MAX - gap || now > UINTPTR_MAX - gap - size)
		return ((void *)DSS_FAILED);
	got = (uintptr_t)port_sbrk((intptr_t)(gap + size));
	if (got == DSS_FAILED)
		return ((void *)DSS_FAILED);
	start = ALIGN_UP(got, align);
	if (start - got > gap)
		return (NULL);
	owned(start, size);
	return ((void *)start);
}

static void *
dss_alloc(size_t size, size_t align, bool *zeroed)
{
	void *p;
	unsigned i;

	*zeroed = false;
	lock_acquire(&dss_lock, LOCK_DSS);
	p = extent_take(&dss_free, size, align);
	for (i = 0; p == NULL && i < DSS_TRIES; i++)
		p = raise_break(size, align);
	lock_release(&dss_lock, LOCK_DSS);
	return (p == (void *)DSS_FAILED ? NULL : p);
}

bool
chunk_dss_owns(const void *p)
{

	return (config_dss && (uintptr_t)p >= dss_low &&
	    (uintptr_t)p < dss_high);
}

/* A range that cannot be remembered is lost, but its pages are not. */
static bool
dss_dalloc(void *p, size_t size)
{

	if (!chunk_dss_owns(p))
		return (false);
	(void)port_purge(p, size);
	lock_acquire(&dss_lock, LOCK_DSS);
	(void)extent_give(&dss_free, p, size);
	lock_release(&dss_lock, LOCK_DSS);
	return (true);
}

static void
dss_prefork(void)
{

	lock_prefork(&dss_lock, LOCK_DSS);
}

static void
dss_postfork(bool child)
{

	if (child)
		lock_reset(&dss_lock);
	else
		lock_release(&dss_lock, LOCK_DSS);
}

const struct chunk_source chunk_source_dss = {
	dss_alloc, dss_dalloc, dss_prefork, dss_postfork
};
