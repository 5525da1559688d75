/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The figures in the text of malloc_stats_print(3), each in its place: lines
 * are made of what mallctl tells of the same epoch, and compared whole.
 * t_stats_print looks at the form of the text and at its way.
 */
#include "ctl.h"

#define TEXT_MAX	(256 * KIB)
#define WIDTH_MAX	256

/* Three arenas are enough, and are what all machines have. */
const char *malloc_conf = "narenas:3";

static char text[TEXT_MAX];
static size_t text_used;

static void
collect(void *opaque_arg, const char *s)
{
	size_t n = strlen(s);

	(void)opaque_arg;
	MUST(text_used + n < TEXT_MAX, "the text is too long");
	memcpy(text + text_used, s, n + 1);
	text_used += n;
}

static const char *
print(const char *opts)
{
	text[0] = '\0';
	text_used = 0;
	malloc_stats_print(collect, NULL, opts);
	return text;
}

static void
next_line(const char **s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The line that begins at *s must be this one; *s is moved behind it. */
static void
next_line(const char **s, const char *fmt, ...)
{
	char want[WIDTH_MAX];
	va_list ap;
	size_t n = strcspn(*s, "\n");

	va_start(ap, fmt);
	vsnprintf(want, sizeof(want), fmt, ap);
	va_end(ap);
	MUST(n == strlen(want) && memcmp(*s, want, n) == 0,
	    "'%.*s' is not '%s'", (int)n, *s, want);
	*s += n + ((*s)[n] == '\n');
}

/* The beginning of the first line from s on that begins so. */
static const char *
line_with(const char *s, const char *start)
{
	for (; *s != '\0'; s = strchr(s, '\n') + 1) {
		if (strncmp(s, start, strlen(start)) == 0)
			return s;
		MUST(strchr(s, '\n') != NULL, "the last line has no end");
	}
	MUST(false, "no line '%s'", start);
	return NULL;
}

/* General information. */

static void
option_line(const char **s, const char *name, char type)
{
	char full[64];
	ssize_t number;
	bool yes;
	size_t len = type == 'b' ? sizeof(yes) : sizeof(number);

	snprintf(full, sizeof(full), "opt.%s", name);
	if (type == 'b') {
		if (mallctl(full, &yes, &len, NULL, 0) == 0)
			next_line(s, "  %s: %s", full, yes ? "true" : "false");
	} else if (mallctl(full, &number, &len, NULL, 0) == 0)
		next_line(s, "  %s: %zd", full, number);
}

static void
spacing_line(const char **s, const char *what, char letter)
{
	char min[64], max[64];

	snprintf(min, sizeof(min), "arenas.%cspace_min", letter);
	snprintf(max, sizeof(max), "arenas.%cspace_max", letter);
	next_line(s, "%s-spaced sizes: [%zu..%zu]", what, ctl_size(min),
	    ctl_size(max));
}

static void
ratio_lines(const char **s)
{
	ssize_t lg;
	bool yes;

	ctl_get("opt.lg_dirty_mult", &lg, sizeof(lg));
	if (lg < 0)
		next_line(s, "Min active:dirty page ratio per arena: N/A");
	else
		next_line(s, "Min active:dirty page ratio per arena: %zu:1",
		    (size_t)1 << lg);
	if (!ctl_has("tcache"))
		return;
	next_line(s, "Maximum thread-cached size class: %zu",
	    ctl_size("arenas.tcache_max"));
	ctl_get("opt.lg_tcache_gc_sweep", &lg, sizeof(lg));
	ctl_get("opt.tcache", &yes, sizeof(yes));
	if (lg < 0 || !yes)
		next_line(s, "Thread cache GC sweep interval: N/A");
	else
		next_line(s, "Thread cache GC sweep interval: %zu",
		    (size_t)1 << lg);
}

static void
general(void)
{
	static const struct {
		const char *name;
		char type;
	} options[] = {
		{ "abort", 'b' }, { "lg_qspace_max", 'n' },
		{ "lg_cspace_max", 'n' }, { "lg_chunk", 'n' },
		{ "narenas", 'n' }, { "lg_dirty_mult", 'n' },
		{ "stats_print", 'b' }, { "junk", 'b' }, { "zero", 'b' },
		{ "sysv", 'b' }, { "xmalloc", 'b' }, { "tcache", 'b' },
		{ "lg_tcache_gc_sweep", 'n' }, { "lg_tcache_max", 'n' },
		{ "overcommit", 'b' },
	};
	const char *s = print("mabl"), *version;
	size_t i;

	next_line(&s, "___ Begin jemalloc statistics ___");
	ctl_get("version", &version, sizeof(version));
	next_line(&s, "Version: %s", version);
	next_line(&s, "Assertions %s", ctl_has("debug") ? "enabled" :
	    "disabled");
	next_line(&s, "Run-time option settings:");
	for (i = 0; i < NELEM(options); i++)
		option_line(&s, options[i].name, options[i].type);
	s = line_with(s, "Max arenas: ");
	next_line(&s, "Max arenas: %u", ctl_unsigned("arenas.narenas"));
	next_line(&s, "Pointer size: %zu", sizeof(void *));
	next_line(&s, "Quantum size: %zu", ctl_size("arenas.quantum"));
	next_line(&s, "Cacheline size (assumed): %zu",
	    ctl_size("arenas.cacheline"));
	next_line(&s, "Subpage spacing: %zu", ctl_size("arenas.subpage"));
	if (ctl_has("tiny"))
		spacing_line(&s, "Tiny 2^n", 't');
	spacing_line(&s, "Quantum", 'q');
	spacing_line(&s, "Cacheline", 'c');
	spacing_line(&s, "Subpage", 's');
	ratio_lines(&s);
	next_line(&s, "Chunk size: %zu (2^%zu)", ctl_size("arenas.chunksize"),
	    ctl_size("opt.lg_chunk"));
}

static void __attribute__((constructor))
general_entry(void)
{
	if (getenv("T_STATS_GENERAL") == NULL)
		return;
	alarm(60);
	general();
	_exit(0);
}

static void
general_again(void *arg)
{
	char self[4096];
	ssize_t n;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	MUST(n > 0, "errno %d", errno);
	self[n] = '\0';
	setenv("MALLOC_CONF", arg, 1);
	setenv("T_STATS_GENERAL", "", 1);
	execl(self, self, (char *)NULL);
	MUST(false, "errno %d", errno);
}

ATF_TC_WITHOUT_HEAD(general_lines_under_many_options);
ATF_TC_BODY(general_lines_under_many_options, tc)
{
	static char confs[][80] = {
		"", "lg_dirty_mult:-1,narenas:7,lg_chunk:20,abort:true",
		"lg_dirty_mult:0,lg_qspace_max:6,lg_cspace_max:10",
		"lg_dirty_mult:63,lg_tcache_gc_sweep:-1,lg_tcache_max:20",
		"tcache:false", "sysv:true,overcommit:false",
		"junk:false,zero:true,xmalloc:true",
	};
	size_t i;

	for (i = 0; i < NELEM(confs); i++)
		run_child(general_again, confs[i], 60);
}

/* What there is to be told of. */

static void
some_objects(void)
{
	static const size_t sizes[] = {
		1, 20, 40, 600, 3000, 4096, 20000, 100000, 1000000, 9000000
	};
	size_t i, k;
	void *p[16];

	for (i = 0; i < NELEM(sizes); i++) {
		for (k = 0; k < NELEM(p); k++)
			p[k] = opaque(malloc(sizes[i]));
		/* Some stay. */
		for (k = 0; k < NELEM(p) - 1 - i % 3; k++)
			free(p[k]);
	}
}

/* Runs that come and go, so that no two of their counters are equal. */
static void
churn(void)
{
	static void *p[3000];
	size_t i, round;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < NELEM(p); i++)
			p[i] = opaque(malloc(600));
		for (i = 0; i < NELEM(p); i += 2)
			free(p[i]);
		ctl_flush();
		for (i = 0; i < NELEM(p); i += 2)
			p[i] = opaque(malloc(600));
		for (i = round; i < NELEM(p); i++)
			free(p[i]);
		ctl_flush();
		for (i = 0; i < 40; i++)
			p[i] = opaque(malloc(50 * PAGE));
		for (i = 0; i < 40; i++)
			free(p[i]);
	}
}

/* Pieces that are purged one by one. */
static void
purge_pieces(void)
{
	void *p[12];
	size_t i;

	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(30 * PAGE));
		memset(p[i], 1, 30 * PAGE);
	}
	for (i = 0; i < NELEM(p); i += 2)
		free(p[i]);
	MUST(mallctl("arenas.purge", NULL, NULL, NULL, 0) == 0, "purge");
	for (i = 1; i < NELEM(p); i += 4)
		free(p[i]);
}

static void
prepare(void)
{
	unsigned ind = 2;

	some_objects();
	churn();
	if (!ctl_has("tls") || ctl_unsigned("arenas.narenas") != 3)
		return;
	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "thread.arena");
	purge_pieces();
	some_objects();
}

/* The process. */

static void
process(void *arg)
{
	const char *s;
	size_t *ceiling;

	(void)arg;
	prepare();
	s = line_with(print("ga"), "Allocated: ");
	next_line(&s, "Allocated: %zu, active: %zu, mapped: %zu",
	    ctl_size("stats.allocated"), ctl_size("stats.active"),
	    ctl_size("stats.mapped"));
	ctl_get("stats.cactive", &ceiling, sizeof(ceiling));
	next_line(&s, "Current active ceiling: %zu", *ceiling);
	s = strchr(s, '\n') + 1;
	if (ctl_has("swap"))
		next_line(&s, "  %13ju%13zu%13zu%13zu",
		    (uintmax_t)ctl_u64("stats.chunks.total"),
		    ctl_size("stats.chunks.high"),
		    ctl_size("stats.chunks.current"), ctl_size("swap.avail"));
	else
		next_line(&s, "  %13ju%13zu%13zu",
		    (uintmax_t)ctl_u64("stats.chunks.total"),
		    ctl_size("stats.chunks.high"),
		    ctl_size("stats.chunks.current"));
	s = strchr(s, '\n') + 1;
	next_line(&s, " %12ju %12ju %12zu",
	    (uintmax_t)ctl_u64("stats.huge.nmalloc"),
	    (uintmax_t)ctl_u64("stats.huge.ndalloc"),
	    ctl_size("stats.huge.allocated"));
}

/* An arena, or all of them. */

#define A(name)		((uintmax_t)ctl_arena(i, name))
#define B(name)		((uintmax_t)ctl_class(i, "bins", j, name))
#define L(name)		((uintmax_t)ctl_class(i, "lruns", j, name))

static const char *
plural(uintmax_t n)
{
	return n == 1 ? "" : "s";
}

static void
arena_lines(const char **s, unsigned i)
{
	next_line(s, "assigned threads: %u", ctl_nthreads(i));
	next_line(s, "dirty pages: %ju:%ju active:dirty, %ju sweep%s, "
	    "%ju madvise%s, %ju purged", A("pactive"), A("pdirty"),
	    A("npurge"), plural(A("npurge")), A("nmadvise"),
	    plural(A("nmadvise")), A("npurged"));
	next_line(s, "            allocated      nmalloc      ndalloc"
	    "    nrequests");
	next_line(s, "small:   %12ju %12ju %12ju %12ju", A("small.allocated"),
	    A("small.nmalloc"), A("small.ndalloc"), A("small.nrequests"));
	next_line(s, "large:   %12ju %12ju %12ju %12ju", A("large.allocated"),
	    A("large.nmalloc"), A("large.ndalloc"), A("large.nrequests"));
	next_line(s, "total:   %12ju %12ju %12ju %12ju",
	    A("small.allocated") + A("large.allocated"),
	    A("small.nmalloc") + A("large.nmalloc"),
	    A("small.ndalloc") + A("large.ndalloc"),
	    A("small.nrequests") + A("large.nrequests"));
	next_line(s, "active:  %12ju", A("pactive") * PAGE);
	next_line(s, "mapped:  %12ju", A("mapped"));
}

static char
bin_letter(size_t j)
{
	static const char *const counts[] = {
		"arenas.ntbins", "arenas.nqbins", "arenas.ncbins"
	};
	size_t k, end = 0;

	for (k = 0; k < NELEM(counts); k++) {
		end += ctl_unsigned(counts[k]);
		if (j < end)
			break;
	}
	return "TQCS"[k];
}

static void
bin_row(const char **s, unsigned i, size_t j)
{
	char name[64], head[64], caches[64] = "";
	uint32_t nregs;
	size_t run;

	snprintf(name, sizeof(name), "arenas.bin.%zu.nregs", j);
	ctl_get(name, &nregs, sizeof(nregs));
	snprintf(name, sizeof(name), "arenas.bin.%zu.run_size", j);
	run = ctl_size(name);
	snprintf(name, sizeof(name), "arenas.bin.%zu.size", j);
	snprintf(head, sizeof(head), "%13zu %c %5zu %4u %3zu", j,
	    bin_letter(j), ctl_size(name), nregs, run / PAGE);
	if (ctl_has("tcache"))
		snprintf(caches, sizeof(caches), " %12ju %12ju", B("nfills"),
		    B("nflushes"));
	next_line(s, "%s %12ju %12ju %12ju %12ju%s %12ju %12ju %12ju %12ju",
	    head, B("allocated"), B("nmalloc"), B("ndalloc"), B("nrequests"),
	    caches, B("nruns"), B("nreruns"), B("highruns"), B("curruns"));
}

/* Those that never had a run are left out, in ranges. */
static void
bins_rows(const char **s, unsigned i)
{
	size_t j, n = ctl_unsigned("arenas.nbins"), first = 0;

	*s = strchr(line_with(*s, "bins:"), '\n') + 1;
	for (j = 0; j <= n; j++) {
		if (j < n && B("nruns") == 0)
			continue;
		if (j == first + 1)
			next_line(s, "[%zu]", first);
		else if (j > first)
			next_line(s, "[%zu..%zu]", first, j - 1);
		if (j < n)
			bin_row(s, i, j);
		first = j + 1;
	}
}

/* Those that served nothing are left out, and counted. */
static void
large_rows(const char **s, unsigned i)
{
	size_t j, n = ctl_size("arenas.nlruns"), gap = 0;

	*s = strchr(line_with(*s, "large:   size"), '\n') + 1;
	for (j = 0; j <= n; j++) {
		if (j < n && L("nmalloc") == 0 && L("nrequests") == 0) {
			gap++;
			continue;
		}
		if (gap != 0)
			next_line(s, "[%zu]", gap);
		gap = 0;
		if (j < n)
			next_line(s, "%13zu %5zu %12ju %12ju %12ju %12ju "
			    "%12ju", (j + 1) * PAGE, j + 1, L("nmalloc"),
			    L("ndalloc"), L("nrequests"), L("highruns"),
			    L("curruns"));
	}
}

/* Calls body with each part of the text that tells of an arena. */
static void
each_arena(void (*body)(const char **, unsigned))
{
	unsigned i, n = ctl_unsigned("arenas.narenas");
	char head[32];
	const char *s;

	prepare();
	(void)print("g");
	if (strstr(text, "\nMerged arenas stats:\n") != NULL) {
		s = line_with(text, "Merged arenas stats:");
		next_line(&s, "Merged arenas stats:");
		body(&s, n);
	}
	for (i = 0; i < n; i++) {
		snprintf(head, sizeof(head), "arenas[%u]:", i);
		if (strstr(text, head) == NULL)
			break;
		s = line_with(text, head);
		next_line(&s, "%s", head);
		body(&s, i);
	}
	MUST(i == n || n != 3 || !ctl_has("tls"), "%u arenas", i);
	MUST(i != 0, "no arena");
}

static void
lines_of_arenas(void *arg)
{
	(void)arg;
	each_arena(arena_lines);
}

static void
tables_of_bins(void *arg)
{
	(void)arg;
	each_arena(bins_rows);
}

static void
tables_of_large(void *arg)
{
	(void)arg;
	each_arena(large_rows);
}

/* No memory for an epoch of its own: that is said, and nothing else. */
static void
no_memory(void *arg)
{
	unsigned ind = 1;

	(void)arg;
	if (ctl_unsigned("arenas.narenas") < 2)
		child_skip("one arena only");
	ctl_refresh();
	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "thread.arena");
	MUST(limit_address_space(0) == 0, "errno %d", errno);
	(void)print("");
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	MUST(strcmp(text, "<jemalloc>: Memory allocation failure in "
	    "mallctl(\"epoch\", ...)\n") == 0, "%s", text);
}

CASE(figures_of_the_process, process, "stats")
CASE(figures_of_each_arena, lines_of_arenas, "stats")
CASE(columns_of_bins, tables_of_bins, "stats")
CASE(columns_of_large_sizes, tables_of_large, "stats")
CASE2(no_memory_for_an_epoch, no_memory, "stats", "tls")

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, general_lines_under_many_options);
	ATF_TP_ADD_TC(tp, figures_of_the_process);
	ATF_TP_ADD_TC(tp, figures_of_each_arena);
	ATF_TP_ADD_TC(tp, columns_of_bins);
	ATF_TP_ADD_TC(tp, columns_of_large_sizes);
	ATF_TP_ADD_TC(tp, no_memory_for_an_epoch);
	return atf_no_error();
}
