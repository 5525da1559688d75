/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Statistics as text.  Scripts read it: lines, words and columns are those of
 * jemalloc 2.  No lock is held while text is written.
 */

#include "malloc_conf.h"
#include "malloc_ctl.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "malloc_stats.h"
#include "port.h"

#define	NAME_MAX	64	/* bytes of an option's name */

/* Where the text goes, and what of it was wanted. */
struct report {
	void		(*write)(void *, const char *);
	void		*opaque;
	bool		 general, merged, arenas, bins, large;
};

static void line(const struct report *, const char *, ...) PRINTFLIKE(2, 3);

static void
line(const struct report *r, const char *f, ...)
{
	char buf[PRINT_MAX];
	va_list ap;

	va_start(ap, f);
	print_vformat(buf, sizeof(buf), f, ap);
	va_end(ap);
	print_text(r->write, r->opaque, buf);
}

static const char *
plural(uint64_t n)
{

	return (n == 1 ? "" : "s");
}

/* Values by name; false if there is no such name. */

static bool
get(const char *name, void *value, size_t size)
{
	size_t len = size;

	return (ctl_by_name(name, value, &len, NULL, 0) == 0);
}

static size_t
get_size(const char *name)
{
	size_t value = 0;

	(void)get(name, &value, sizeof(value));
	return (value);
}

static unsigned
get_unsigned(const char *name)
{
	unsigned value = 0;

	(void)get(name, &value, sizeof(value));
	return (value);
}

static uint64_t
get_uint64(const char *name)
{
	uint64_t value = 0;

	(void)get(name, &value, sizeof(value));
	return (value);
}

static bool
get_bool(const char *name)
{
	bool value = false;

	(void)get(name, &value, sizeof(value));
	return (value);
}

/*
 * Values with numbers in their names: the MIB is made once, from a name with
 * zeroes, and the numbers are put in.
 */
struct figure {
	const char	*name;
	size_t		 mib[6];
	size_t		 miblen;
	size_t		 size;		/* of its type */
};

/* How many of n figures there are: they are looked up from the front. */
static void
figures_find(struct figure *f, size_t n)
{

	for (; n-- > 0; f++) {
		f->miblen = nitems(f->mib);
		if (ctl_name_to_mib(f->name, f->mib, &f->miblen) != 0)
			f->miblen = 0;
	}
}

/* For arena i and class j, as far as the name has them; 0 if it is absent. */
static uint64_t
figure(struct figure *f, size_t i, size_t j)
{
	union {
		uint64_t	wide;
		unsigned	narrow;
	} value = { 0 };
	size_t len = f->size;

	if (f->miblen == 0)
		return (0);
	f->mib[2] = i;
	f->mib[4] = f->miblen == 6 ? j : f->mib[4];
	(void)ctl_by_mib(f->mib, f->miblen, &value, &len, NULL, 0);
	return (f->size == sizeof(unsigned) ? value.narrow : value.wide);
}

#define	ARENA(n)	{ .name = "stats.arenas.0." n, .size = 8 }
#define	BIN(n)		ARENA("bins.0." n)
#define	LRUN(n)		ARENA("lruns.0." n)

_Static_assert(sizeof(size_t) == sizeof(uint64_t), "figures are of one size");

/* General information. */

static void
option_line(const struct report *r, const struct conf_option *o)
{
	char name[NAME_MAX];
	ssize_t value;
	bool yes;

	print_format(name, sizeof(name), "opt.%s", o->name);
	if (o->type == CONF_BOOL && get(name, &yes, sizeof(yes)))
		line(r, "  %s: %s\n", name, yes ? "true" : "false");
	else if (o->type != CONF_BOOL && get(name, &value, sizeof(value)))
		line(r, o->type == CONF_SSIZE ? "  %s: %zd\n" :
		    "  %s: %zu\n", name, (size_t)value);
}

static void
spacing_line(const struct report *r, const char *what, const char *min,
    const char *max)
{
	size_t from, to;

	if (get(min, &from, sizeof(from)) && get(max, &to, sizeof(to)))
		line(r, "%s-spaced sizes: [%zu..%zu]\n", what, from, to);
}

static void
ratio_lines(const struct report *r)
{
	ssize_t lg;
	size_t max;

	if (get("opt.lg_dirty_mult", &lg, sizeof(lg)) && lg >= 0)
		line(r, "Min active:dirty page ratio per arena: %zu:1\n",
		    (size_t)1 << lg);
	else
		line(r, "Min active:dirty page ratio per arena: N/A\n");
	if (get("arenas.tcache_max", &max, sizeof(max)))
		line(r, "Maximum thread-cached size class: %zu\n", max);
	if (!get("opt.lg_tcache_gc_sweep", &lg, sizeof(lg)))
		return;
	if (lg >= 0 && get_bool("opt.tcache"))
		line(r, "Thread cache GC sweep interval: %zu\n",
		    (size_t)1 << lg);
	else
		line(r, "Thread cache GC sweep interval: N/A\n");
}

static void
general(const struct report *r)
{
	const char *version = "";
	unsigned i;

	(void)get("version", &version, sizeof(version));
	line(r, "Version: %s\n", version);
	line(r, "Assertions %s\n", get_bool("config.debug") ? "enabled" :
	    "disabled");
	line(r, "Run-time option settings:\n");
	for (i = 0; i < conf_noptions; i++)
		option_line(r, &conf_options[i]);
	line(r, "CPUs: %u\n", port_ncpus());
	line(r, "Max arenas: %u\n", get_unsigned("arenas.narenas"));
	line(r, "Pointer size: %zu\n", sizeof(void *));
	line(r, "Quantum size: %zu\n", get_size("arenas.quantum"));
	line(r, "Cacheline size (assumed): %zu\n",
	    get_size("arenas.cacheline"));
	line(r, "Subpage spacing: %zu\n", get_size("arenas.subpage"));
	spacing_line(r, "Tiny 2^n", "arenas.tspace_min",
	    "arenas.tspace_max");
	spacing_line(r, "Quantum", "arenas.qspace_min", "arenas.qspace_max");
	spacing_line(r, "Cacheline", "arenas.cspace_min",
	    "arenas.cspace_max");
	spacing_line(r, "Subpage", "arenas.sspace_min", "arenas.sspace_max");
	ratio_lines(r);
	line(r, "Chunk size: %zu (2^%zu)\n", get_size("arenas.chunksize"),
	    get_size("opt.lg_chunk"));
}

/* The process. */

static void
process(const struct report *r)
{
	size_t *ceiling, avail;
	uint64_t total;
	bool swap;

	line(r, "Allocated: %zu, active: %zu, mapped: %zu\n",
	    get_size("stats.allocated"), get_size("stats.active"),
	    get_size("stats.mapped"));
	if (get("stats.cactive", &ceiling, sizeof(ceiling)))
		line(r, "Current active ceiling: %zu\n",
		    __atomic_load_n(ceiling, __ATOMIC_RELAXED));
	total = get_uint64("stats.chunks.total");
	swap = get("swap.avail", &avail, sizeof(avail));
	line(r, "chunks: nchunks   highchunks    curchunks%s\n",
	    swap ? "   swap_avail" : "");
	line(r, "  %13lu%13zu%13zu", total, get_size("stats.chunks.high"),
	    get_size("stats.chunks.current"));
	if (swap)
		line(r, "%13zu", avail);
	line(r, "\n");
	line(r, "huge: nmalloc      ndalloc    allocated\n");
	line(r, " %12lu %12lu %12zu\n", get_uint64("stats.huge.nmalloc"),
	    get_uint64("stats.huge.ndalloc"),
	    get_size("stats.huge.allocated"));
}

/* An arena, or all of them. */

/* The letter of the spacing that a bin belongs to. */
static char
bin_letter(size_t j)
{
	static const struct {
		const char	*count;
		char		 letter;
	} spacings[] = {
		{ "arenas.ntbins", 'T' },
		{ "arenas.nqbins", 'Q' },
		{ "arenas.ncbins", 'C' },
	};
	size_t i, end = 0;

	for (i = 0; i < nitems(spacings); i++) {
		end += get_unsigned(spacings[i].count);
		if (j < end)
			return (spacings[i].letter);
	}
	return ('S');
}

/* Bins from first to before end have never had a run. */
static void
bins_gap(const struct report *r, size_t first, size_t end)
{

	if (end == first + 1)
		line(r, "[%zu]\n", first);
	else if (end > first)
		line(r, "[%zu..%zu]\n", first, end - 1);
}

static void
bin_line(const struct report *r, size_t j, const uint64_t *v, bool tcache)
{
	struct figure facts[] = {
		{ .name = "arenas.bin.0.size", .size = sizeof(size_t) },
		{ .name = "arenas.bin.0.nregs", .size = sizeof(uint32_t) },
		{ .name = "arenas.bin.0.run_size", .size = sizeof(size_t) },
	};

	figures_find(facts, nitems(facts));
	line(r, "%13zu %c %5zu %4u %3zu %12lu %12lu %12lu %12lu", j,
	    bin_letter(j), (size_t)figure(&facts[0], j, 0),
	    (unsigned)figure(&facts[1], j, 0),
	    (size_t)figure(&facts[2], j, 0) / get_size("arenas.pagesize"),
	    v[0], v[1], v[2], v[3]);
	if (tcache)
		line(r, " %12lu %12lu", v[4], v[5]);
	line(r, " %12lu %12lu %12lu %12lu\n", v[6], v[7], v[8], v[9]);
}

static void
bins(const struct report *r, size_t i)
{
	struct figure f[] = {
		BIN("allocated"), BIN("nmalloc"), BIN("ndalloc"),
		BIN("nrequests"), BIN("nfills"), BIN("nflushes"),
		BIN("nruns"), BIN("nreruns"), BIN("highruns"), BIN("curruns"),
	};
	uint64_t v[nitems(f)];
	size_t j, k, n, gap = 0;
	bool tcache;

	figures_find(f, nitems(f));
	tcache = get_bool("config.tcache");
	line(r, "bins:     bin    size regs pgs    allocated      nmalloc"
	    "      ndalloc    nrequests%s      newruns       reruns"
	    "      maxruns      curruns\n", tcache ?
	    "       nfills     nflushes" : "");
	n = get_unsigned("arenas.nbins");
	for (j = 0; j < n; j++) {
		for (k = 0; k < nitems(f); k++)
			v[k] = figure(&f[k], i, j);
		if (v[6] == 0)
			continue;
		bins_gap(r, gap, j);
		bin_line(r, j, v, tcache);
		gap = j + 1;
	}
	bins_gap(r, gap, n);
}

static void
large(const struct report *r, size_t i)
{
	struct figure f[] = {
		LRUN("nmalloc"), LRUN("ndalloc"), LRUN("nrequests"),
		LRUN("highruns"), LRUN("curruns"),
	};
	uint64_t v[nitems(f)];
	size_t j, k, n, page, gap = 0;

	figures_find(f, nitems(f));
	page = get_size("arenas.pagesize");
	line(r, "large:   size pages      nmalloc      ndalloc    nrequests"
	    "      maxruns      curruns\n");
	n = get_size("arenas.nlruns");
	for (j = 0; j < n; j++) {
		v[0] = figure(&f[0], i, j);
		v[2] = figure(&f[2], i, j);
		if (v[0] == 0 && v[2] == 0) {
			gap++;
			continue;
		}
		for (k = 1; k < nitems(f); k++)
			v[k] = figure(&f[k], i, j);
		if (gap != 0)
			line(r, "[%zu]\n", gap);
		gap = 0;
		line(r, "%13zu %5zu %12lu %12lu %12lu %12lu %12lu\n",
		    (j + 1) * page, j + 1, v[0], v[1], v[2], v[3], v[4]);
	}
	if (gap != 0)
		line(r, "[%zu]\n", gap);
}

static void
totals(const struct report *r, size_t i)
{
	struct figure f[] = {
		ARENA("small.allocated"), ARENA("small.nmalloc"),
		ARENA("small.ndalloc"), ARENA("small.nrequests"),
		ARENA("large.allocated"), ARENA("large.nmalloc"),
		ARENA("large.ndalloc"), ARENA("large.nrequests"),
	};
	uint64_t v[nitems(f)];
	size_t k;

	figures_find(f, nitems(f));
	for (k = 0; k < nitems(f); k++)
		v[k] = figure(&f[k], i, 0);
	line(r, "            allocated      nmalloc      ndalloc"
	    "    nrequests\n");
	line(r, "small:   %12lu %12lu %12lu %12lu\n", v[0], v[1], v[2], v[3]);
	line(r, "large:   %12lu %12lu %12lu %12lu\n", v[4], v[5], v[6], v[7]);
	line(r, "total:   %12lu %12lu %12lu %12lu\n", v[0] + v[4],
	    v[1] + v[5], v[2] + v[6], v[3] + v[7]);
}

static void
arena(const struct report *r, size_t i)
{
	struct figure f[] = {
		{ .name = "stats.arenas.0.nthreads", .size = sizeof(unsigned) },
		ARENA("pactive"), ARENA("pdirty"), ARENA("npurge"),
		ARENA("nmadvise"), ARENA("npurged"), ARENA("mapped"),
	};
	uint64_t v[nitems(f)];
	size_t k;

	figures_find(f, nitems(f));
	for (k = 0; k < nitems(f); k++)
		v[k] = figure(&f[k], i, 0);
	line(r, "assigned threads: %lu\n", v[0]);
	line(r, "dirty pages: %lu:%lu active:dirty, %lu sweep%s, "
	    "%lu madvise%s, %lu purged\n", v[1], v[2], v[3], plural(v[3]),
	    v[4], plural(v[4]), v[5]);
	totals(r, i);
	line(r, "active:  %12lu\n", v[1] * get_size("arenas.pagesize"));
	line(r, "mapped:  %12lu\n", v[6]);
	if (r->bins)
		bins(r, i);
	if (r->large)
		large(r, i);
}

/* An arena of the snapshot has a value; narenas may be half a million. */
static bool
is_initialized(size_t i)
{
	struct figure f = ARENA("pactive");
	size_t len = f.size, value;

	figures_find(&f, 1);
	f.mib[2] = i;
	return (ctl_by_mib(f.mib, f.miblen, &value, &len, NULL, 0) == 0);
}

static void
arenas(const struct report *r)
{
	size_t i, n, nopen;

	n = get_unsigned("arenas.narenas");
	for (nopen = 0; nopen < n && is_initialized(nopen); nopen++)
		continue;
	if (r->merged && (nopen > 1 || !r->arenas)) {
		line(r, "\nMerged arenas stats:\n");
		arena(r, n);
	}
	for (i = 0; i < nopen && r->arenas; i++) {
		line(r, "\narenas[%zu]:\n", i);
		arena(r, i);
	}
}

static bool
refresh(void)
{
	uint64_t any = 1;

	return (ctl_by_name("epoch", NULL, NULL, &any, sizeof(any)) == 0);
}

static struct report
report(void (*write)(void *, const char *), void *opaque, const char *opts)
{
	struct report r = { write, opaque, true, true, true, true, true };

	for (; opts != NULL && *opts != '\0'; opts++) {
		switch (*opts) {
		case 'g':
			r.general = false;
			break;
		case 'm':
			r.merged = false;
			break;
		case 'a':
			r.arenas = false;
			break;
		case 'b':
			r.bins = false;
			break;
		case 'l':
			r.large = false;
			break;
		default:
			break;
		}
	}
	return (r);
}

static void
body(const struct report *r, bool refreshed)
{

	line(r, "___ Begin jemalloc statistics ___\n");
	if (r->general)
		general(r);
	if (refreshed && get_bool("config.stats")) {
		process(r);
		arenas(r);
	}
}

static void
end(const struct report *r)
{

	line(r, "--- End jemalloc statistics ---\n");
}

void
stats_write(void (*write)(void *, const char *), void *opaque,
    const char *opts)
{
	struct report r;

	r = report(write, opaque, opts);
	if (!refresh()) {
		line(&r, "<jemalloc>: Memory allocation failure in "
		    "mallctl(\"epoch\", ...)\n");
		return;
	}
	body(&r, true);
	end(&r);
}

/*
 * What is guarded by a lock that a stopped thread holds is not read, and the
 * text says so.
 */
void
stats_print_exit(void)
{
	struct report r;
	unsigned i, unread;

	r = report(NULL, NULL, NULL);
	lock_exit_begin();
	body(&r, refresh());
	unread = lock_exit_end();
	for (i = 0; i < LOCK_NRANKS; i++) {
		if ((unread >> i & 1) != 0)
			line(&r, "Not read, the lock is held: %s\n",
			    lock_rank_name((enum lock_rank)i));
	}
	end(&r);
}
