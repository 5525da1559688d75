/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * All names of mallctl, and where their values come from: the snapshot or, as
 * the row says, the rooms that keep them.  What a name is, who may read or
 * write it and whether it is built stands here and nowhere else.
 *
 * Nothing here has state.
 */

#include "chunk_swap.h"
#include "huge.h"
#include "malloc_ctl_rows.h"
#include "malloc_public.h"
#include "malloc_snapshot.h"
#include "malloc_thread.h"
#include "port.h"

/* Getters and setters. */

static int
get_at(const struct ctl_query *q, void *to, size_t size)
{

	__builtin_memcpy(to, q->row->at, size);
	return (0);
}

static int
get_version(const struct ctl_query *q, void *to, size_t size)
{
	static const char *const version = JEMALLOC_VERSION;

	(void)q;
	__builtin_memcpy(to, &version, size);
	return (0);
}

static int
get_option(const struct ctl_query *q, void *to, size_t size)
{

	__builtin_memcpy(to, (const char *)&conf +
	    conf_options[q->mib[1]].offset, size);
	return (0);
}

static int
read_part(enum snapshot_part part, const struct ctl_query *q, void *to,
    size_t size)
{

	return (snapshot_read(part, q->mib[2], q->mib[4], q->row->offset, to,
	    size) ? 0 : PORT_EAGAIN);
}

static int
get_process(const struct ctl_query *q, void *to, size_t size)
{

	return (read_part(SNAPSHOT_PROCESS, q, to, size));
}

static int
get_arena(const struct ctl_query *q, void *to, size_t size)
{

	return (read_part(SNAPSHOT_ARENA, q, to, size));
}

static int
get_bin(const struct ctl_query *q, void *to, size_t size)
{

	return (read_part(SNAPSHOT_BIN, q, to, size));
}

static int
get_lrun(const struct ctl_query *q, void *to, size_t size)
{

	return (read_part(SNAPSHOT_LRUN, q, to, size));
}

static int
set_epoch(const struct ctl_query *q, const void *value, size_t size)
{

	(void)q;
	(void)value;
	(void)size;
	return (snapshot_refresh() ? 0 : PORT_EAGAIN);
}

static int
do_flush(const struct ctl_query *q, const void *value, size_t size)
{

	(void)q;
	(void)value;
	(void)size;
	thread_flush("mallctl");
	return (0);
}

static int
get_thread_arena(const struct ctl_query *q, void *to, size_t size)
{
	unsigned ind;

	(void)q;
	ind = thread_arena_number();
	__builtin_memcpy(to, &ind, size);
	return (0);
}

static int
set_thread_arena(const struct ctl_query *q, const void *value, size_t size)
{
	unsigned ind;

	(void)q;
	__builtin_memcpy(&ind, value, size);
	return (thread_arena_move(ind) ? 0 : PORT_EFAULT);
}

/* offset: of one of the two totals. */
static int
get_thread_bytes(const struct ctl_query *q, void *to, size_t size)
{
	struct tcache_bytes now;
	struct tcache *tc;

	tc = thread_get();
	if (tc == NULL)
		return (PORT_EAGAIN);
	tcache_bytes(tc, &now.allocated, &now.deallocated);
	__builtin_memcpy(to, (char *)&now + q->row->offset, size);
	return (0);
}

static int
get_thread_pointer(const struct ctl_query *q, void *to, size_t size)
{
	struct tcache *tc;
	void *p;

	tc = thread_count_bytes();
	if (tc == NULL)
		return (PORT_EAGAIN);
	p = (char *)&tc->bytes + q->row->offset;
	__builtin_memcpy(to, &p, size);
	return (0);
}

/* Arenas are opened in their order. */
static int
get_initialized(const struct ctl_query *q, void *to, size_t size)
{
	bool *open = to;
	size_t i;

	(void)q;
	for (i = 0; i < size; i++)
		open[i] = i < snapshot_narenas();
	return (0);
}

static int
get_narenas(const struct ctl_query *q, void *to, size_t size)
{
	unsigned n = (unsigned)conf.narenas;

	(void)q;
	__builtin_memcpy(to, &n, size);
	return (0);
}

static int
copy_size(size_t value, void *to, size_t size)
{

	__builtin_memcpy(to, &value, size);
	return (0);
}

static int
get_page_size(const struct ctl_query *q, void *to, size_t size)
{

	(void)q;
	return (copy_size(page_size(), to, size));
}

static int
get_chunk_size(const struct ctl_query *q, void *to, size_t size)
{

	(void)q;
	return (copy_size(chunk_size(), to, size));
}

/* offset: twice the spacing, from tiny to subpage, and 1 for its last class. */
static int
get_spacing(const struct ctl_query *q, void *to, size_t size)
{
	const struct class_table *sc = &size_classes;
	const unsigned counts[] = { sc->ntbins, sc->nqbins, sc->ncbins,
	    sc->nsbins };
	size_t i, ind = 0;

	for (i = 0; i < q->row->offset / 2; i++)
		ind += counts[i];
	if (q->row->offset % 2 != 0)
		ind += counts[i] - 1;
	return (copy_size(sc->bins[ind].reg_size, to, size));
}

static int
get_nhbins(const struct ctl_query *q, void *to, size_t size)
{
	unsigned n = size_classes.nbins + size_classes.nlarge;

	(void)q;
	__builtin_memcpy(to, &n, size);
	return (0);
}

static int
get_bin_size(const struct ctl_query *q, void *to, size_t size)
{

	return (copy_size(size_classes.bins[q->mib[2]].reg_size, to, size));
}

static int
get_bin_nregs(const struct ctl_query *q, void *to, size_t size)
{

	__builtin_memcpy(to, &size_classes.bins[q->mib[2]].nregs, size);
	return (0);
}

static int
get_bin_run_size(const struct ctl_query *q, void *to, size_t size)
{

	return (copy_size((size_t)size_classes.bins[q->mib[2]].run_pages <<
	    lg_page(), to, size));
}

static int
get_lrun_size(const struct ctl_query *q, void *to, size_t size)
{

	return (copy_size((q->mib[2] + 1) << lg_page(), to, size));
}

/* No value: all arenas. */
static void
purge_all(void)
{
	unsigned i;

	for (i = 0; i < narenas_open(); i++)
		arena_purge(arenas_get(i), true);
}

static int
do_purge(const struct ctl_query *q, const void *value, size_t size)
{

	(void)value;
	(void)size;
	if (q->mib[1] == conf.narenas)
		purge_all();
	else if (q->mib[1] < narenas_open())
		arena_purge(arenas_get((unsigned)q->mib[1]), true);
	return (0);
}

static int
set_purge(const struct ctl_query *q, const void *value, size_t size)
{
	unsigned ind;

	(void)q;
	if (value == NULL) {
		purge_all();
		return (0);
	}
	__builtin_memcpy(&ind, value, size);
	if (ind >= conf.narenas)
		return (PORT_EFAULT);
	/* One that was never opened has nothing to give back. */
	if (ind < narenas_open())
		arena_purge(arenas_get(ind), true);
	return (0);
}

static int
get_cactive(const struct ctl_query *q, void *to, size_t size)
{
	const void *p = &active_ceiling;

	(void)q;
	__builtin_memcpy(to, &p, size);
	return (0);
}

/* Live; offset: in struct huge_stats. */
static int
get_huge(const struct ctl_query *q, void *to, size_t size)
{
	struct huge_stats now;

	huge_stats_read(&now);
	__builtin_memcpy(to, (char *)&now + q->row->offset, size);
	return (0);
}

static int
get_prezeroed(const struct ctl_query *q, void *to, size_t size)
{
	bool yes = swap_prezeroed();

	(void)q;
	__builtin_memcpy(to, &yes, size);
	return (0);
}

static int
set_prezeroed(const struct ctl_query *q, const void *value, size_t size)
{
	bool yes;

	(void)q;
	if (swap_enabled())
		return (PORT_EPERM);
	__builtin_memcpy(&yes, value, size);
	swap_set_prezeroed(yes);
	return (0);
}

static int
get_nfds(const struct ctl_query *q, void *to, size_t size)
{

	(void)q;
	return (copy_size(swap_nfds(), to, size));
}

static int
get_fds(const struct ctl_query *q, void *to, size_t size)
{

	(void)q;
	(void)swap_fds_read(to, size / sizeof(int));
	return (0);
}

static int
set_fds(const struct ctl_query *q, const void *value, size_t size)
{

	(void)q;
	return (swap_enable(value, size / sizeof(int)));
}

/* The table. */

#define	CONFIG(n)	{ "config." #n, T_BOOL, "r-", true, get_at, NULL,	\
			    &config_##n, 0, false }
#define	AT(n, t, b, p)	{ n, t, "r-", b, get_at, NULL, p, 0, false }
#define	GET(n, t, b, g, o) { n, t, "r-", b, g, NULL, NULL, o, false }
#define	GETSET(n, t, b, g, s) { n, t, "rw", b, g, s, NULL, 0, false }
#define	PROCESS(n, t, b, m) GET(n, t, b, get_process,			\
			    offsetof(struct process_snapshot, m))
#define	ARENA(n, t, b, m) GET("stats.arenas.<i>." n, t, b, get_arena,	\
			    offsetof(struct arena_snapshot, m))
#define	BIN(n, t, b, m)	GET("stats.arenas.<i>.bins.<j>." n, t, b, get_bin, \
			    offsetof(struct bin_snapshot, m))
#define	LRUN(n, t, m)	GET("stats.arenas.<i>.lruns.<j>." n, t,		\
			    config_stats, get_lrun,			\
			    offsetof(struct lrun_snapshot, m))
#define	BYTES(n, t, g, m) GET(n, t, config_stats && config_tls, g,	\
			    offsetof(struct tcache_bytes, m))
#define	HUGE(n, t, m)	GET(n, t, config_stats, get_huge,		\
			    offsetof(struct huge_stats, m))

const struct ctl_row ctl_rows[] = {
	GET("version", T_POINTER, true, get_version, 0),
	{ "epoch", T_UINT64, "rw", true, get_process, set_epoch, NULL,
	    offsetof(struct process_snapshot, epoch), true },

	CONFIG(debug),
	CONFIG(dss),
	CONFIG(dynamic_page_shift),
	CONFIG(fill),
	CONFIG(lazy_lock),
	CONFIG(prof),
	CONFIG(prof_libgcc),
	CONFIG(prof_libunwind),
	CONFIG(stats),
	CONFIG(swap),
	CONFIG(sysv),
	CONFIG(tcache),
	CONFIG(tiny),
	CONFIG(tls),
	CONFIG(xmalloc),

	/* All of conf_options[]. */
	GET("opt.<option>", T_OPTION, true, get_option, 0),

	{ "tcache.flush", T_VOID, "--", config_tcache, NULL, do_flush, NULL,
	    0, false },
	GETSET("thread.arena", T_UNSIGNED, true, get_thread_arena,
	    set_thread_arena),
	BYTES("thread.allocated", T_UINT64, get_thread_bytes, allocated),
	BYTES("thread.allocatedp", T_POINTER, get_thread_pointer, allocated),
	BYTES("thread.deallocated", T_UINT64, get_thread_bytes, deallocated),
	BYTES("thread.deallocatedp", T_POINTER, get_thread_pointer,
	    deallocated),

	/* As jemalloc 5 calls it; narenas itself stands for all. */
	{ "arena.<i>.purge", T_VOID, "--", true, NULL, do_purge, NULL, 0,
	    false },

	GET("arenas.narenas", T_UNSIGNED, true, get_narenas, 0),
	GET("arenas.initialized", T_BOOLS, true, get_initialized, 0),
	AT("arenas.quantum", T_SIZE, true, &(const size_t){ QUANTUM }),
	AT("arenas.cacheline", T_SIZE, true, &(const size_t){ CACHELINE }),
	AT("arenas.subpage", T_SIZE, true, &size_classes.subpage),
	GET("arenas.pagesize", T_SIZE, true, get_page_size, 0),
	GET("arenas.chunksize", T_SIZE, true, get_chunk_size, 0),
	GET("arenas.tspace_min", T_SIZE, config_tiny, get_spacing, 0),
	GET("arenas.tspace_max", T_SIZE, config_tiny, get_spacing, 1),
	GET("arenas.qspace_min", T_SIZE, true, get_spacing, 2),
	GET("arenas.qspace_max", T_SIZE, true, get_spacing, 3),
	GET("arenas.cspace_min", T_SIZE, true, get_spacing, 4),
	GET("arenas.cspace_max", T_SIZE, true, get_spacing, 5),
	GET("arenas.sspace_min", T_SIZE, true, get_spacing, 6),
	GET("arenas.sspace_max", T_SIZE, true, get_spacing, 7),
	AT("arenas.tcache_max", T_SIZE, config_tcache,
	    &size_classes.cached_max),
	AT("arenas.ntbins", T_UNSIGNED, true, &size_classes.ntbins),
	AT("arenas.nqbins", T_UNSIGNED, true, &size_classes.nqbins),
	AT("arenas.ncbins", T_UNSIGNED, true, &size_classes.ncbins),
	AT("arenas.nsbins", T_UNSIGNED, true, &size_classes.nsbins),
	AT("arenas.nbins", T_UNSIGNED, true, &size_classes.nbins),
	GET("arenas.nhbins", T_UNSIGNED, config_tcache, get_nhbins, 0),
	GET("arenas.bin.<i>.size", T_SIZE, true, get_bin_size, 0),
	GET("arenas.bin.<i>.nregs", T_UINT32, true, get_bin_nregs, 0),
	GET("arenas.bin.<i>.run_size", T_SIZE, true, get_bin_run_size, 0),
	AT("arenas.nlruns", T_SIZE, true, &chunk_layout.ndata),
	GET("arenas.lrun.<i>.size", T_SIZE, true, get_lrun_size, 0),
	{ "arenas.purge", T_UNSIGNED, "-w", true, NULL, set_purge, NULL, 0,
	    false },

	GET("stats.cactive", T_POINTER, config_stats, get_cactive, 0),
	PROCESS("stats.allocated", T_SIZE, config_stats, allocated),
	PROCESS("stats.active", T_SIZE, config_stats, active),
	PROCESS("stats.mapped", T_SIZE, config_stats, mapped),
	PROCESS("stats.chunks.current", T_SIZE, config_stats, chunks.current),
	PROCESS("stats.chunks.total", T_UINT64, config_stats, chunks.total),
	PROCESS("stats.chunks.high", T_SIZE, config_stats, chunks.high),
	HUGE("stats.huge.allocated", T_SIZE, allocated),
	HUGE("stats.huge.nmalloc", T_UINT64, nmalloc),
	HUGE("stats.huge.ndalloc", T_UINT64, ndalloc),
	ARENA("nthreads", T_UNSIGNED, true, nthreads),
	ARENA("pactive", T_SIZE, true, pactive),
	ARENA("pdirty", T_SIZE, true, pdirty),
	ARENA("mapped", T_SIZE, config_stats, mapped),
	ARENA("npurge", T_UINT64, config_stats, pages.npurge),
	ARENA("nmadvise", T_UINT64, config_stats, pages.nmadvise),
	ARENA("npurged", T_UINT64, config_stats, pages.npurged),
	/* As jemalloc 2 called it, against its manual. */
	ARENA("purged", T_UINT64, config_stats, pages.npurged),
	ARENA("small.allocated", T_SIZE, config_stats, small.allocated),
	ARENA("small.nmalloc", T_UINT64, config_stats, small.nmalloc),
	ARENA("small.ndalloc", T_UINT64, config_stats, small.ndalloc),
	ARENA("small.nrequests", T_UINT64, config_stats, small.nrequests),
	ARENA("large.allocated", T_SIZE, config_stats, large.allocated),
	ARENA("large.nmalloc", T_UINT64, config_stats, large.nmalloc),
	ARENA("large.ndalloc", T_UINT64, config_stats, large.ndalloc),
	ARENA("large.nrequests", T_UINT64, config_stats, large.nrequests),
	BIN("allocated", T_SIZE, config_stats, allocated),
	BIN("nmalloc", T_UINT64, config_stats, stats.nmalloc),
	BIN("ndalloc", T_UINT64, config_stats, stats.ndalloc),
	BIN("nrequests", T_UINT64, config_stats, stats.nrequests),
	BIN("nfills", T_UINT64, config_stats && config_tcache, stats.nfills),
	BIN("nflushes", T_UINT64, config_stats && config_tcache,
	    stats.nflushes),
	BIN("nruns", T_UINT64, config_stats, stats.nruns),
	BIN("nreruns", T_UINT64, config_stats, stats.nreruns),
	BIN("highruns", T_SIZE, config_stats, stats.highruns),
	BIN("curruns", T_SIZE, config_stats, stats.curruns),
	LRUN("nmalloc", T_UINT64, stats.nmalloc),
	LRUN("ndalloc", T_UINT64, stats.ndalloc),
	LRUN("nrequests", T_UINT64, stats.nrequests),
	LRUN("highruns", T_SIZE, stats.highruns),
	LRUN("curruns", T_SIZE, curruns),

	PROCESS("swap.avail", T_SIZE, config_stats && config_swap, swap_avail),
	GETSET("swap.prezeroed", T_BOOL, config_swap, get_prezeroed,
	    set_prezeroed),
	GET("swap.nfds", T_SIZE, config_swap, get_nfds, 0),
	GETSET("swap.fds", T_INTS, config_swap, get_fds, set_fds),
};

const unsigned ctl_nrows = nitems(ctl_rows);
