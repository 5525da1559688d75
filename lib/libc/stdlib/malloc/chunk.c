/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Chooses the source of a chunk, and keeps a small stock of freed ones: a
 * block that is freed and soon wanted again costs neither system calls nor
 * page faults.  The stock is bounded in bytes and in time; nothing in it is
 * known to be zero.  A chunk that the system will not take back stays in it.
 *
 * State: private, under stock_lock.
 */

#include <stdatomic.h>

#include "chunk.h"
#include "chunk_swap.h"
#include "extent.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "port.h"
#include "size_class.h"

#define	STOCK_MAX	((size_t)8 << 20)	/* bytes */
#define	STOCK_MS	50			/* milliseconds */

/* In the order in which they are asked. */
static const struct chunk_source *const sources[] = {
	&chunk_source_swap,
	&chunk_source_dss,
	&chunk_source_mmap,
};

static struct lock stock_lock;
static struct extent_set stock;
static struct extent_set refused;	/* the system did not take it back */
static _Atomic bool stock_kept;		/* stock is not empty */
static uint64_t stock_since;		/* ms when it was last added to */
static struct chunk_stats stats;

bool
chunk_overcommits(void)
{

	return (conf.overcommit || !swap_enabled());
}

static bool
source_enabled(const struct chunk_source *s)
{

	if (s == &chunk_source_swap)
		return (swap_enabled());
	if (!chunk_overcommits())
		return (false);
	return (config_dss || s != &chunk_source_dss);
}

static void *
from_source(size_t size, size_t align, bool movable, bool *zeroed)
{
	void *p = NULL;
	size_t i;

	if (movable && !swap_enabled())
		p = chunk_source_mmap.alloc(size, align, zeroed);
	for (i = 0; i < nitems(sources) && p == NULL; i++) {
		if (source_enabled(sources[i]))
			p = sources[i]->alloc(size, align, zeroed);
	}
	return (p);
}

/* Once: a program that is out of mappings would hear little else. */
static void
refused_warn(void)
{
	static atomic_flag warned = ATOMIC_FLAG_INIT;

	if (conf.abort || !atomic_flag_test_and_set(&warned))
		conf_warn("Error in munmap(): %s",
		    port_error_text(PORT_ENOMEM));
}

bool
chunk_movable(const void *p)
{

	return (!chunk_dss_owns(p) && !swap_owns(p));
}

bool
chunk_purge(void *p, size_t size)
{

	return (port_purge(p, size) && chunk_movable(p));
}

static void
to_source(void *p, size_t size)
{
	size_t i;

	for (i = 0; i < nitems(sources); i++) {
		if (sources[i]->dalloc(p, size))
			return;
	}
	/* No mapping is left to split, most likely: keep the address. */
	refused_warn();
	(void)port_purge(p, size);
	lock_acquire(&stock_lock, LOCK_STOCK);
	(void)extent_give(&refused, p, size);
	lock_release(&stock_lock, LOCK_STOCK);
}

/* Under stock_lock. */
static void
count_in(size_t size)
{
	size_t n;

	n = size >> conf.lg_chunk;
	stats.current += n;
	stats.total += n;
	if (stats.current > stats.high)
		stats.high = stats.current;
}

static void *
from_stock(size_t size, size_t align)
{
	void *p;

	p = extent_take(&stock, size, align);
	if (p == NULL)
		p = extent_take(&refused, size, align);
	stock_kept = stock.size != 0;
	return (p);
}

void *
chunk_alloc(size_t size, size_t align, bool movable, bool *zeroed)
{
	void *p;

	*zeroed = false;
	lock_acquire(&stock_lock, LOCK_STOCK);
	p = from_stock(size, align);
	if (p != NULL)
		count_in(size);
	lock_release(&stock_lock, LOCK_STOCK);
	if (p != NULL)
		return (p);
	p = from_source(size, align, movable, zeroed);
	if (p == NULL && stock_kept) {
		/* Short of address space: what is kept may be in the way. */
		chunk_trim();
		p = from_source(size, align, movable, zeroed);
	}
	if (p != NULL) {
		lock_acquire(&stock_lock, LOCK_STOCK);
		count_in(size);
		lock_release(&stock_lock, LOCK_STOCK);
	}
	return (p);
}

void
chunk_extended(size_t size)
{

	lock_acquire(&stock_lock, LOCK_STOCK);
	count_in(size);
	lock_release(&stock_lock, LOCK_STOCK);
}

void
chunk_moved_from(size_t size)
{

	lock_acquire(&stock_lock, LOCK_STOCK);
	stats.current -= size >> conf.lg_chunk;
	lock_release(&stock_lock, LOCK_STOCK);
}

/* False if the stock has no room now. */
static bool
to_stock(void *p, size_t size)
{
	bool kept = false;

	lock_acquire(&stock_lock, LOCK_STOCK);
	if (stock.size <= STOCK_MAX - size) {
		kept = extent_give(&stock, p, size);
		if (kept) {
			stock_since = port_time_ms();
			stock_kept = true;
		}
	}
	lock_release(&stock_lock, LOCK_STOCK);
	return (kept);
}

/* What was freed last is the likeliest to be wanted: older stock makes room. */
void
chunk_dalloc(void *p, size_t size)
{

	chunk_moved_from(size);
	if (size <= STOCK_MAX) {
		if (to_stock(p, size))
			return;
		chunk_trim();
		if (to_stock(p, size))
			return;
	}
	to_source(p, size);
}

void
chunk_trim(void)
{
	void *p;
	size_t size;

	for (;;) {
		lock_acquire(&stock_lock, LOCK_STOCK);
		p = extent_take_any(&stock, &size);
		stock_kept = stock.size != 0;
		lock_release(&stock_lock, LOCK_STOCK);
		if (p == NULL)
			return;
		to_source(p, size);
	}
}

void
chunk_tick(void)
{
	bool old;

	if (likely(!stock_kept))
		return;
	lock_acquire(&stock_lock, LOCK_STOCK);
	old = port_time_ms() - stock_since > STOCK_MS;
	lock_release(&stock_lock, LOCK_STOCK);
	if (old)
		chunk_trim();
}

void
chunk_stats_read(struct chunk_stats *s)
{

	*s = (struct chunk_stats){ 0 };
	if (!lock_acquire_to_read(&stock_lock, LOCK_STOCK))
		return;
	stats.stocked = stock.size + refused.size;
	*s = stats;
	lock_release(&stock_lock, LOCK_STOCK);
}

void
chunk_prefork(void)
{
	size_t i;

	lock_prefork(&stock_lock, LOCK_STOCK);
	for (i = 0; i < nitems(sources); i++)
		sources[i]->prefork();
}

void
chunk_postfork(bool child)
{
	size_t i;

	for (i = nitems(sources); i-- > 0;)
		sources[i]->postfork(child);
	if (child)
		lock_reset(&stock_lock);
	else
		lock_release(&stock_lock, LOCK_STOCK);
}
