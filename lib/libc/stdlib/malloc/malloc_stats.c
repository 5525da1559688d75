/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Statistics at exit.  Counters are read under the locks that guard them, one
 * room at a time, and no lock is held while text is written.
 */

#include "chunk.h"
#include "huge.h"
#include "malloc_print.h"
#include "malloc_stats.h"
#include "malloc_thread.h"
#include "port.h"

static void
bin_read(struct arena *a, unsigned ind, struct class_totals *t)
{
	struct bin_stats s;

	lock_acquire(&a->bins[ind].lock, LOCK_BIN);
	s = a->bins[ind].stats;
	lock_release(&a->bins[ind].lock, LOCK_BIN);
	t->nmalloc += s.nmalloc;
	t->ndalloc += s.ndalloc;
	t->nrequests += s.nrequests;
	t->allocated += (s.nmalloc - s.ndalloc) *
	    size_classes.bins[ind].reg_size;
}

static void
arena_read(struct arena *a, struct arena_totals *t)
{
	struct page_heap *heap = &a->heap;
	unsigned i;

	for (i = 0; i < size_classes.nbins; i++)
		bin_read(a, i, &t->small);
	t->nthreads += thread_count(a);
	lock_acquire(&heap->lock, LOCK_ARENA);
	t->large.allocated += a->large.allocated;
	t->large.nmalloc += a->large.nmalloc;
	t->large.ndalloc += a->large.ndalloc;
	t->large.nrequests += a->large.nrequests;
	t->nactive += heap->nactive;
	t->ndirty += heap->ndirty;
	t->mapped += heap->nchunks << conf.lg_chunk;
	t->npurge += heap->stats.npurge;
	t->nmadvise += heap->stats.nmadvise;
	t->npurged += heap->stats.npurged;
	lock_release(&heap->lock, LOCK_ARENA);
}

void
stats_arenas_read(struct arena_totals *t)
{
	unsigned i;

	*t = (struct arena_totals){ 0 };
	for (i = 0; i < narenas_open(); i++)
		arena_read(arenas_get(i), t);
	thread_requests(&t->small.nrequests, &t->large.nrequests);
}

static void
line(const char *f, ...)
{
	char buf[PRINT_MAX];
	va_list ap;
	size_t n;

	va_start(ap, f);
	n = print_vformat(buf, sizeof(buf), f, ap);
	va_end(ap);
	port_write_error(buf, n < sizeof(buf) ? n : sizeof(buf) - 1);
}

static void
class_line(const char *name, const struct class_totals *t)
{

	line("%-8s %12zu %12lu %12lu %12lu\n", name, t->allocated,
	    t->nmalloc, t->ndalloc, t->nrequests);
}

void
stats_print_exit(void)
{
	struct arena_totals t;
	struct class_totals sum;
	struct chunk_stats chunks;
	struct huge_stats huge;

	stats_arenas_read(&t);
	chunk_stats_read(&chunks);
	huge_stats_read(&huge);
	sum.allocated = t.small.allocated + t.large.allocated;
	sum.nmalloc = t.small.nmalloc + t.large.nmalloc;
	sum.ndalloc = t.small.ndalloc + t.large.ndalloc;
	sum.nrequests = t.small.nrequests + t.large.nrequests;
	line("___ Begin jemalloc statistics ___\n");
	line("Allocated: %zu, active: %zu, mapped: %zu\n",
	    sum.allocated + huge.allocated,
	    (t.nactive << lg_page()) + huge.allocated,
	    chunks.current << conf.lg_chunk);
	line("chunks: nchunks   highchunks    curchunks\n");
	line("  %13lu %12zu %12zu\n", chunks.total, chunks.high,
	    chunks.current);
	line("huge: nmalloc      ndalloc    allocated\n");
	line(" %12lu %12lu %12zu\n", huge.nmalloc, huge.ndalloc,
	    huge.allocated);
	line("\nMerged arenas stats:\n");
	line("assigned threads: %u\n", t.nthreads);
	line("dirty pages: %zu:%zu active:dirty, %lu sweep%s, "
	    "%lu madvise%s, %lu purged\n", t.nactive, t.ndirty, t.npurge,
	    t.npurge == 1 ? "" : "s", t.nmadvise, t.nmadvise == 1 ? "" : "s",
	    t.npurged);
	line("            allocated      nmalloc      ndalloc    nrequests\n");
	class_line("small:", &t.small);
	class_line("large:", &t.large);
	class_line("total:", &sum);
	line("active:  %12zu\n", t.nactive << lg_page());
	line("mapped:  %12zu\n", t.mapped);
	line("--- End jemalloc statistics ---\n");
}
