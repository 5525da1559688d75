/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The names of mallctl that tell options and what came of them, under options
 * of all kinds.
 */
#include "ctl.h"

/*
 * M094 M169: what is cached at most, all small classes at least and the large
 * ones at most.
 */
static size_t
cached_max(void)
{
	size_t large = ctl_size("arenas.nlruns") * PAGE, max, n;

	n = ctl_size("opt.lg_tcache_max");
	max = n < 22 ? (size_t)1 << n : 4 * MIB;
	if (max > large)
		max = large;
	return max < PAGE ? PAGE - 256 : max;
}

/* M106, M154 to M180, as MALLOC_CONF says. */
static void
values(void)
{
	struct geometry g = geometry();
	unsigned nbins, n, i;
	const char *version;
	char name[64];
	uint32_t nregs;
	size_t size, run;

	ctl_get("version", &version, sizeof(version));		/* M106 */
	MUST(strcmp(version, JEMALLOC_VERSION) == 0, "%s", version);
	MUST(ctl_unsigned("arenas.narenas") == ctl_size("opt.narenas"),
	    "M154 M127");
	MUST(ctl_size("arenas.quantum") == 16, "M156");
	MUST(ctl_size("arenas.cacheline") == 64, "M157");
	MUST(ctl_size("arenas.subpage") == 256, "M158");
	MUST(ctl_size("arenas.pagesize") == (size_t)getpagesize(), "M159");
	MUST(ctl_size("arenas.chunksize") == g.chunk, "M160");
	MUST(ctl_size("opt.lg_chunk") ==
	    (size_t)__builtin_ctzl(g.chunk), "M126");
	if (ctl_has("tiny")) {
		MUST(ctl_size("arenas.tspace_min") == 8, "M161");
		MUST(ctl_size("arenas.tspace_max") == 8, "M162");
	}
	MUST(ctl_size("arenas.qspace_min") == 16, "M163");
	MUST(ctl_size("arenas.qspace_max") == g.qspace_max, "M164");
	MUST(ctl_size("opt.lg_qspace_max") ==
	    (size_t)__builtin_ctzl(g.qspace_max), "M124");
	MUST(ctl_size("arenas.cspace_min") ==
	    round_up(g.qspace_max + 1, 64), "M165");
	MUST(ctl_size("arenas.cspace_max") == g.cspace_max, "M166");
	MUST(ctl_size("opt.lg_cspace_max") ==
	    (size_t)__builtin_ctzl(g.cspace_max), "M125");
	MUST(ctl_size("arenas.sspace_min") ==
	    round_up(g.cspace_max + 1, 256), "M167");
	MUST(ctl_size("arenas.sspace_max") == PAGE - 256, "M168");
	n = ctl_unsigned("arenas.ntbins");
	MUST(n == ctl_has("tiny"), "M170: %u", n);
	nbins = n;
	n = ctl_unsigned("arenas.nqbins");
	MUST(n == g.qspace_max / 16, "M171: %u", n);
	nbins += n;
	n = ctl_unsigned("arenas.ncbins");
	MUST(n == (g.cspace_max - ctl_size("arenas.cspace_min")) / 64 + 1,
	    "M172: %u", n);
	nbins += n;
	n = ctl_unsigned("arenas.nsbins");
	MUST(n == (PAGE - 256 - ctl_size("arenas.sspace_min")) / 256 + 1,
	    "M173: %u", n);
	nbins += n;
	MUST(ctl_unsigned("arenas.nbins") == nbins, "M174: %u", nbins);
	if (ctl_has("tcache")) {
		size = ctl_size("arenas.tcache_max");		/* M169 */
		MUST(size == cached_max(), "%zu", size);
		n = ctl_unsigned("arenas.nhbins");		/* M175 */
		MUST(n == nbins + size / PAGE, "%u", n);
	}
	for (i = 0; i < nbins; i++) {
		snprintf(name, sizeof(name), "arenas.bin.%u.size", i);
		size = ctl_size(name);				/* M176 */
		MUST(class_of(size) == size, "bin %u: %zu", i, size);
		snprintf(name, sizeof(name), "arenas.bin.%u.nregs", i);
		ctl_get(name, &nregs, sizeof(nregs));		/* M177 */
		snprintf(name, sizeof(name), "arenas.bin.%u.run_size", i);
		run = ctl_size(name);				/* M178 */
		MUST(nregs != 0 && nregs * size <= run &&
		    (nregs + 1) * size > run, "bin %u: %u of %zu in %zu", i,
		    nregs, size, run);
		MUST(run % PAGE == 0, "bin %u: runs of %zu", i, run);
	}
	if (getenv("MALLOC_CONF") == NULL) {
		MUST(nbins == 27u + ctl_has("tiny"), "%u", nbins);
		MUST(!ctl_has("tcache") || ctl_size("arenas.tcache_max") ==
		    32768, "M169");
	}
	run = ctl_size("arenas.nlruns");			/* M179 */
	MUST(g.large_max == 0 || run == g.large_max / PAGE, "%zu", run);
	for (i = 0; i < run; i += 1 + i / 3) {
		snprintf(name, sizeof(name), "arenas.lrun.%u.size", i);
		MUST(ctl_size(name) == (i + 1) * PAGE, "M180: %u", i);
	}
}

/* M123 to M136 and M147, under the options that the child is given. */
static void
options(void *arg)
{
	char name[64], value[64];
	const char *s = arg;
	size_t len;
	ssize_t number;
	bool yes;
	int n;

	for (; sscanf(s, "%63[a-z_]:%63[-a-z0-9]%n", name + 4, value, &n) ==
	    2; s += n + (s[n] == ',')) {
		memcpy(name, "opt.", 4);
		len = sizeof(number);
		if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0) {
			ctl_get(name, &yes, sizeof(yes));
			MUST(yes == (*value == 't'), "%s", name);
		} else {
			MUST(mallctl(name, &number, &len, NULL, 0) == 0, "%s",
			    name);
			MUST(number == atol(value), "%s: %zd", name, number);
		}
	}
	MUST(*s == '\0', "'%s' was not understood", s);
}

static void
values_here(void *arg)
{
	(void)arg;
	values();
}

/* The program is run again, for options are read once. */
static void
options_again(void *arg)
{
	char self[4096];
	ssize_t n;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	MUST(n > 0, "errno %d", errno);
	self[n] = '\0';
	setenv("MALLOC_CONF", arg, 1);
	setenv("T_CTL_OPTIONS", arg, 1);
	execl(self, self, (char *)NULL);
	MUST(false, "errno %d", errno);
}

static void __attribute__((constructor))
options_entry(void)
{
	char *s = getenv("T_CTL_OPTIONS");

	if (s == NULL)
		return;
	alarm(60);
	options(s);
	values();
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(options_in_force);
ATF_TC_BODY(options_in_force, tc)
{
	static char always[] = "abort:true,lg_qspace_max:6,lg_cspace_max:10,"
	    "lg_chunk:23,narenas:5,lg_dirty_mult:-1";
	static char more[] = "abort:false,stats_print:false,lg_dirty_mult:8";
	static char cache[] = "tcache:false,lg_tcache_gc_sweep:-1,"
	    "lg_tcache_max:20";
	static char fill[] = "junk:true,zero:true";
	static char sysv[] = "sysv:true";
	static char xmalloc[] = "xmalloc:true";
	static char swap[] = "overcommit:false";

	run_child(options_again, always, 60);
	run_child(options_again, more, 60);
	if (ctl_has("tcache"))
		run_child(options_again, cache, 60);
	if (ctl_has("fill"))
		run_child(options_again, fill, 60);
	if (ctl_has("sysv"))
		run_child(options_again, sysv, 60);
	if (ctl_has("xmalloc"))
		run_child(options_again, xmalloc, 60);
	if (ctl_has("swap"))
		run_child(options_again, swap, 60);
}

ATF_TC_WITHOUT_HEAD(values_of_the_geometry);
ATF_TC_BODY(values_of_the_geometry, tc)
{
	static char other[][80] = {
		"lg_qspace_max:4", "lg_qspace_max:6", "lg_cspace_max:10",
		"lg_qspace_max:9,lg_cspace_max:11",
		"lg_qspace_max:4,lg_cspace_max:6",
		"lg_chunk:13", "lg_chunk:14,narenas:1", "lg_chunk:16",
		"lg_chunk:24,narenas:1000", "lg_chunk:32", "narenas:1",
		"narenas:524288",
	};
	static char caches[][80] = {
		"lg_tcache_max:0", "lg_tcache_max:11", "lg_tcache_max:12",
		"lg_tcache_max:16", "lg_tcache_max:21", "lg_tcache_max:63",
		"lg_chunk:14,lg_tcache_max:63", "lg_chunk:13,lg_tcache_max:15",
	};
	size_t i;

	run_here(values_here, NULL);
	for (i = 0; i < NELEM(other); i++)
		run_child(options_again, other[i], 60);
	for (i = 0; i < NELEM(caches) && ctl_has("tcache"); i++)
		run_child(options_again, caches[i], 60);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, options_in_force);
	ATF_TP_ADD_TC(tp, values_of_the_geometry);
	return atf_no_error();
}
