/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The names of mallctl: each that the manual lists, with its type's size, who
 * may read and write it, and what it needs; and names that are none.
 */
#include "ctl.h"

#define ARRAY	SIZE_MAX	/* as long as it is */

struct name {
	const char	*name;
	size_t		 size;
	const char	*access;
	const char	*needs[2];	/* config.* */
};

/* <i> and <j> are numbers; the names of profiling are not built. */
static const struct name names[] = {
	/* M106 */ { "version", sizeof(const char *), "r-", { NULL } },
	/* M107 */ { "epoch", sizeof(uint64_t), "rw", { NULL } },
	/* M108 */ { "config.debug", sizeof(bool), "r-", { NULL } },
	/* M109 */ { "config.dss", sizeof(bool), "r-", { NULL } },
	/* M110 */ { "config.dynamic_page_shift",
	    sizeof(bool), "r-", { NULL } },
	/* M111 */ { "config.fill", sizeof(bool), "r-", { NULL } },
	/* M112 */ { "config.lazy_lock", sizeof(bool), "r-", { NULL } },
	/* M113 */ { "config.prof", sizeof(bool), "r-", { NULL } },
	/* M114 */ { "config.prof_libgcc", sizeof(bool), "r-", { NULL } },
	/* M115 */ { "config.prof_libunwind", sizeof(bool), "r-", { NULL } },
	/* M116 */ { "config.stats", sizeof(bool), "r-", { NULL } },
	/* M117 */ { "config.swap", sizeof(bool), "r-", { NULL } },
	/* M118 */ { "config.sysv", sizeof(bool), "r-", { NULL } },
	/* M119 */ { "config.tcache", sizeof(bool), "r-", { NULL } },
	/* M120 */ { "config.tiny", sizeof(bool), "r-", { NULL } },
	/* M121 */ { "config.tls", sizeof(bool), "r-", { NULL } },
	/* M122 */ { "config.xmalloc", sizeof(bool), "r-", { NULL } },
	/* M123 */ { "opt.abort", sizeof(bool), "r-", { NULL } },
	/* M124 */ { "opt.lg_qspace_max", sizeof(size_t), "r-", { NULL } },
	/* M125 */ { "opt.lg_cspace_max", sizeof(size_t), "r-", { NULL } },
	/* M126 */ { "opt.lg_chunk", sizeof(size_t), "r-", { NULL } },
	/* M127 */ { "opt.narenas", sizeof(size_t), "r-", { NULL } },
	/* M128 */ { "opt.lg_dirty_mult", sizeof(ssize_t), "r-", { NULL } },
	/* M129 */ { "opt.stats_print", sizeof(bool), "r-", { NULL } },
	/* M130 */ { "opt.junk", sizeof(bool), "r-", { "fill" } },
	/* M131 */ { "opt.zero", sizeof(bool), "r-", { "fill" } },
	/* M132 */ { "opt.sysv", sizeof(bool), "r-", { "sysv" } },
	/* M133 */ { "opt.xmalloc", sizeof(bool), "r-", { "xmalloc" } },
	/* M134 */ { "opt.tcache", sizeof(bool), "r-", { "tcache" } },
	/* M135 */ { "opt.lg_tcache_gc_sweep",
	    sizeof(ssize_t), "r-", { "tcache" } },
	/* M136 */ { "opt.lg_tcache_max", sizeof(size_t), "r-", { "tcache" } },
	/* M147 */ { "opt.overcommit", sizeof(bool), "r-", { "swap" } },
	/* M148 */ { "tcache.flush", 0, "--", { "tcache" } },
	/* M149 */ { "thread.arena", sizeof(unsigned), "rw", { NULL } },
	/* M150 */ { "thread.allocated",
	    sizeof(uint64_t), "r-", { "stats", "tls" } },
	/* M151 */ { "thread.allocatedp",
	    sizeof(uint64_t *), "r-", { "stats", "tls" } },
	/* M152 */ { "thread.deallocated",
	    sizeof(uint64_t), "r-", { "stats", "tls" } },
	/* M153 */ { "thread.deallocatedp",
	    sizeof(uint64_t *), "r-", { "stats", "tls" } },
	/* M154 */ { "arenas.narenas", sizeof(unsigned), "r-", { NULL } },
	/* M155 */ { "arenas.initialized", ARRAY, "r-", { NULL } },
	/* M156 */ { "arenas.quantum", sizeof(size_t), "r-", { NULL } },
	/* M157 */ { "arenas.cacheline", sizeof(size_t), "r-", { NULL } },
	/* M158 */ { "arenas.subpage", sizeof(size_t), "r-", { NULL } },
	/* M159 */ { "arenas.pagesize", sizeof(size_t), "r-", { NULL } },
	/* M160 */ { "arenas.chunksize", sizeof(size_t), "r-", { NULL } },
	/* M161 */ { "arenas.tspace_min", sizeof(size_t), "r-", { "tiny" } },
	/* M162 */ { "arenas.tspace_max", sizeof(size_t), "r-", { "tiny" } },
	/* M163 */ { "arenas.qspace_min", sizeof(size_t), "r-", { NULL } },
	/* M164 */ { "arenas.qspace_max", sizeof(size_t), "r-", { NULL } },
	/* M165 */ { "arenas.cspace_min", sizeof(size_t), "r-", { NULL } },
	/* M166 */ { "arenas.cspace_max", sizeof(size_t), "r-", { NULL } },
	/* M167 */ { "arenas.sspace_min", sizeof(size_t), "r-", { NULL } },
	/* M168 */ { "arenas.sspace_max", sizeof(size_t), "r-", { NULL } },
	/* M169 */ { "arenas.tcache_max", sizeof(size_t), "r-", { "tcache" } },
	/* M170 */ { "arenas.ntbins", sizeof(unsigned), "r-", { NULL } },
	/* M171 */ { "arenas.nqbins", sizeof(unsigned), "r-", { NULL } },
	/* M172 */ { "arenas.ncbins", sizeof(unsigned), "r-", { NULL } },
	/* M173 */ { "arenas.nsbins", sizeof(unsigned), "r-", { NULL } },
	/* M174 */ { "arenas.nbins", sizeof(unsigned), "r-", { NULL } },
	/* M175 */ { "arenas.nhbins", sizeof(unsigned), "r-", { "tcache" } },
	/* M176 */ { "arenas.bin.<i>.size", sizeof(size_t), "r-", { NULL } },
	/* M177 */ { "arenas.bin.<i>.nregs", sizeof(uint32_t), "r-", { NULL } },
	/* M178 */ { "arenas.bin.<i>.run_size",
	    sizeof(size_t), "r-", { NULL } },
	/* M179 */ { "arenas.nlruns", sizeof(size_t), "r-", { NULL } },
	/* M180 */ { "arenas.lrun.<i>.size", sizeof(size_t), "r-", { NULL } },
	/* M181 */ { "arenas.purge", sizeof(unsigned), "-w", { NULL } },
	/* M185 */ { "stats.cactive", sizeof(size_t *), "r-", { "stats" } },
	/* M186 */ { "stats.allocated", sizeof(size_t), "r-", { "stats" } },
	/* M187 */ { "stats.active", sizeof(size_t), "r-", { "stats" } },
	/* M188 */ { "stats.mapped", sizeof(size_t), "r-", { "stats" } },
	/* M189 */ { "stats.chunks.current",
	    sizeof(size_t), "r-", { "stats" } },
	/* M190 */ { "stats.chunks.total",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M191 */ { "stats.chunks.high", sizeof(size_t), "r-", { "stats" } },
	/* M192 */ { "stats.huge.allocated",
	    sizeof(size_t), "r-", { "stats" } },
	/* M193 */ { "stats.huge.nmalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M194 */ { "stats.huge.ndalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M195 */ { "stats.arenas.<i>.nthreads",
	    sizeof(unsigned), "r-", { NULL } },
	/* M196 */ { "stats.arenas.<i>.pactive",
	    sizeof(size_t), "r-", { NULL } },
	/* M197 */ { "stats.arenas.<i>.pdirty",
	    sizeof(size_t), "r-", { NULL } },
	/* M198 */ { "stats.arenas.<i>.mapped",
	    sizeof(size_t), "r-", { "stats" } },
	/* M199 */ { "stats.arenas.<i>.npurge",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M200 */ { "stats.arenas.<i>.nmadvise",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M201 */ { "stats.arenas.<i>.npurged",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M202 */ { "stats.arenas.<i>.small.allocated",
	    sizeof(size_t), "r-", { "stats" } },
	/* M203 */ { "stats.arenas.<i>.small.nmalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M204 */ { "stats.arenas.<i>.small.ndalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M205 */ { "stats.arenas.<i>.small.nrequests",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M206 */ { "stats.arenas.<i>.large.allocated",
	    sizeof(size_t), "r-", { "stats" } },
	/* M207 */ { "stats.arenas.<i>.large.nmalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M208 */ { "stats.arenas.<i>.large.ndalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M209 */ { "stats.arenas.<i>.large.nrequests",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M210 */ { "stats.arenas.<i>.bins.<j>.allocated",
	    sizeof(size_t), "r-", { "stats" } },
	/* M211 */ { "stats.arenas.<i>.bins.<j>.nmalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M212 */ { "stats.arenas.<i>.bins.<j>.ndalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M213 */ { "stats.arenas.<i>.bins.<j>.nrequests",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M214 */ { "stats.arenas.<i>.bins.<j>.nfills",
	    sizeof(uint64_t), "r-", { "stats", "tcache" } },
	/* M215 */ { "stats.arenas.<i>.bins.<j>.nflushes",
	    sizeof(uint64_t), "r-", { "stats", "tcache" } },
	/* M216 */ { "stats.arenas.<i>.bins.<j>.nruns",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M217 */ { "stats.arenas.<i>.bins.<j>.nreruns",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M218 */ { "stats.arenas.<i>.bins.<j>.highruns",
	    sizeof(size_t), "r-", { "stats" } },
	/* M219 */ { "stats.arenas.<i>.bins.<j>.curruns",
	    sizeof(size_t), "r-", { "stats" } },
	/* M220 */ { "stats.arenas.<i>.lruns.<j>.nmalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M221 */ { "stats.arenas.<i>.lruns.<j>.ndalloc",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M222 */ { "stats.arenas.<i>.lruns.<j>.nrequests",
	    sizeof(uint64_t), "r-", { "stats" } },
	/* M223 */ { "stats.arenas.<i>.lruns.<j>.highruns",
	    sizeof(size_t), "r-", { "stats" } },
	/* M224 */ { "stats.arenas.<i>.lruns.<j>.curruns",
	    sizeof(size_t), "r-", { "stats" } },
	/* M225 */ { "swap.avail", sizeof(size_t), "r-", { "stats", "swap" } },
	/* M226 */ { "swap.prezeroed", sizeof(bool), "rw", { "swap" } },
	/* M227 */ { "swap.nfds", sizeof(size_t), "r-", { "swap" } },
	/* M228 */ { "swap.fds", ARRAY, "rw", { "swap" } },

	/* M201: as jemalloc 2 spelled it. */
	{ "stats.arenas.<i>.purged", sizeof(uint64_t), "r-", { "stats" } },
};

static bool
is_built(const struct name *n)
{
	size_t i;

	for (i = 0; i < NELEM(n->needs); i++) {
		if (n->needs[i] != NULL && !ctl_has(n->needs[i]))
			return false;
	}
	return true;
}

/* The name with numbers 0 in it. */
static const char *
instance(const struct name *n)
{
	static char buf[128];
	const char *p;
	size_t used = 0;

	for (p = n->name; *p != '\0'; p++) {
		if (*p == '<') {
			buf[used++] = '0';
			p = strchr(p, '>');
		} else
			buf[used++] = *p;
	}
	buf[used] = '\0';
	return buf;
}

static size_t
words_of(const char *name)
{
	size_t n = 1;

	for (; *name != '\0'; name++)
		n += *name == '.';
	return n;
}

static size_t
size_of(const struct name *n)
{
	if (n->size != ARRAY)
		return n->size;
	return strcmp(n->name, "swap.fds") == 0 ? 0 :
	    ctl_unsigned("arenas.narenas") * sizeof(bool);
}

#define EACH_NAME(n)							\
	for (n = names; n < names + NELEM(names); n++)			\
		if (is_built(n))

ATF_TC_WITHOUT_HEAD(names_exist_as_the_build_says);
ATF_TC_BODY(names_exist_as_the_build_says, tc)
{
	const struct name *n;
	size_t mib[6], len;
	int want;

	for (n = names; n < names + NELEM(names); n++) {
		want = is_built(n) ? 0 : ENOENT;
		len = NELEM(mib);
		REQUIRE(mallctlnametomib(instance(n), mib, &len) == want,
		    "%s", n->name);
	}
	/* M113 M114 M115: what is said to be absent is. */
	REQUIRE(!ctl_has("prof") && !ctl_has("prof_libgcc") &&
	    !ctl_has("prof_libunwind"), "profiling is said to be built");
}

/* M031 M043 M044: exactly as long as the type is, or EINVAL. */
ATF_TC_WITHOUT_HEAD(values_have_the_length_of_their_type);
ATF_TC_BODY(values_have_the_length_of_their_type, tc)
{
	static unsigned char whole[1 << 20], part[1 << 20];
	const struct name *n;
	size_t size, len, i;

	EACH_NAME(n) {
		if (n->access[0] != 'r')
			continue;
		size = size_of(n);
		memset(whole, 0xee, sizeof(whole));
		len = size;
		REQUIRE(mallctl(instance(n), whole, &len, NULL, 0) == 0,
		    "%s", n->name);
		REQUIRE(len == size, "%s: length %zu", n->name, len);
		REQUIRE(whole[size] == 0xee, "%s: too long", n->name);
		/* One more: EINVAL, all of it, the length untouched. */
		memset(part, 0xdd, sizeof(part));
		len = size + 1;
		REQUIRE(mallctl(instance(n), part, &len, NULL, 0) == EINVAL,
		    "%s", n->name);
		REQUIRE(len == size + 1, "%s: length %zu", n->name, len);
		REQUIRE(part[size] == 0xdd, "%s: beyond the value", n->name);
		if (size == 0)
			continue;
		/* One less: what fits. */
		memset(part, 0xdd, sizeof(part));
		len = size - 1;
		REQUIRE(mallctl(instance(n), part, &len, NULL, 0) == EINVAL,
		    "%s", n->name);
		REQUIRE(len == size - 1, "%s: length %zu", n->name, len);
		REQUIRE(part[size - 1] == 0xdd, "%s: beyond", n->name);
		/* Counters that are live may have moved meanwhile. */
		for (i = 0; i + 1 < size && strstr(n->name, "alloc") == NULL;
		    i++)
			REQUIRE(part[i] == whole[i], "%s: byte %zu", n->name,
			    i);
	}
}

ATF_TC_WITHOUT_HEAD(nothing_wanted_nothing_done);
ATF_TC_BODY(nothing_wanted_nothing_done, tc)
{
	const struct name *n;
	uint64_t before;
	size_t len = 8;

	before = ctl_u64("epoch");
	EACH_NAME(n)	/* M033 */
		REQUIRE(mallctl(instance(n), NULL, NULL, NULL, 0) == 0,
		    "%s", n->name);
	REQUIRE(ctl_u64("epoch") == before, "the epoch moved");
	/* A length without room for a value is of no meaning. */
	REQUIRE(mallctl("epoch", NULL, &len, NULL, 0) == 0 && len == 8,
	    "length %zu", len);
}

/* Room for a value without its length. */
ATF_TC_WITHOUT_HEAD(no_length_is_no_crash);
ATF_TC_BODY(no_length_is_no_crash, tc)
{
	const struct name *n;
	char room[16] = "untouched";

	EACH_NAME(n) {
		REQUIRE(mallctl(instance(n), room, NULL, NULL, 0) ==
		    (n->access[0] == 'r' ? EINVAL : EPERM), "%s", n->name);
		REQUIRE(strcmp(room, "untouched") == 0, "%s", n->name);
	}
}

/* M045 M046 */
ATF_TC_WITHOUT_HEAD(rights);
ATF_TC_BODY(rights, tc)
{
	const struct name *n;
	uint64_t room[2] = { 0 };
	size_t len;

	EACH_NAME(n) {
		if (n->access[1] == '-') {
			REQUIRE(mallctl(instance(n), NULL, NULL, room,
			    n->size) == EPERM, "%s", n->name);
			REQUIRE(mallctl(instance(n), NULL, NULL, room, 0) ==
			    EPERM, "%s: newp", n->name);
			REQUIRE(mallctl(instance(n), NULL, NULL, NULL, 1) ==
			    EPERM, "%s: newlen", n->name);
		}
		if (n->access[0] == '-') {
			len = sizeof(room);
			REQUIRE(mallctl(instance(n), room, &len, NULL, 0) ==
			    EPERM, "%s", n->name);
			REQUIRE(mallctl(instance(n), NULL, &len, NULL, 0) ==
			    EPERM, "%s: oldlenp", n->name);
		}
	}
}

/* M042 */
ATF_TC_WITHOUT_HEAD(written_values_have_their_length);
ATF_TC_BODY(written_values_have_their_length, tc)
{
	const struct name *n;
	uint64_t room[2] = { 0 }, before;

	before = ctl_u64("epoch");
	EACH_NAME(n) {
		if (n->access[1] != 'w')
			continue;
		REQUIRE(mallctl(instance(n), NULL, NULL, room, 3) == EINVAL,
		    "%s: 3", n->name);
		REQUIRE(mallctl(instance(n), NULL, NULL, room, 13) == EINVAL,
		    "%s: 13", n->name);
		REQUIRE(mallctl(instance(n), NULL, NULL, room, 0) == EINVAL,
		    "%s: 0", n->name);
		REQUIRE(mallctl(instance(n), NULL, NULL, NULL, 4) == EINVAL,
		    "%s: no value", n->name);
	}
	REQUIRE(ctl_u64("epoch") == before, "the epoch moved");
}

/* M034 M035 M036 M037: all names, by MIB as by name. */
ATF_TC_WITHOUT_HEAD(mibs);
ATF_TC_BODY(mibs, tc)
{
	unsigned char a[4096], b[4096];
	const struct name *n;
	size_t mib[8], less[8], len, depth, i, la, lb;

	EACH_NAME(n) {
		depth = words_of(n->name);
		memset(mib, 0xff, sizeof(mib));
		len = NELEM(mib);
		REQUIRE(mallctlnametomib(instance(n), mib, &len) == 0,
		    "%s", n->name);
		REQUIRE(len == depth, "%s: %zu words", n->name, len);
		REQUIRE(mib[depth] == SIZE_MAX, "%s: too much", n->name);
		for (i = 0; i < depth; i++) {
			memset(less, 0xff, sizeof(less));
			len = i;
			REQUIRE(mallctlnametomib(instance(n), less, &len) == 0
			    && len == i, "%s: %zu", n->name, i);
			REQUIRE(memcmp(less, mib, i * sizeof(*mib)) == 0 &&
			    less[i] == SIZE_MAX, "%s: %zu", n->name, i);
			/* M039 */
			REQUIRE(mallctlbymib(mib, i, NULL, NULL, NULL, 0) ==
			    ENOENT, "%s: %zu words", n->name, i);
		}
		REQUIRE(mallctlbymib(mib, depth + 1, NULL, NULL, NULL, 0) ==
		    ENOENT, "%s: one word more", n->name);
		if (n->access[0] != 'r' || strstr(n->name, "alloc") != NULL)
			continue;
		la = lb = size_of(n);
		REQUIRE(mallctl(instance(n), a, &la, NULL, 0) == 0, "%s",
		    n->name);
		REQUIRE(mallctlbymib(mib, depth, b, &lb, NULL, 0) == 0, "%s",
		    n->name);
		REQUIRE(memcmp(a, b, la) == 0, "%s", n->name);
	}
}

ATF_TC_WITHOUT_HEAD(no_two_names_have_one_mib);
ATF_TC_BODY(no_two_names_have_one_mib, tc)
{
	static size_t mib[NELEM(names)][6];
	size_t i, j, n = 0, len;

	for (i = 0; i < NELEM(names); i++) {
		if (!is_built(&names[i]))
			continue;
		memset(mib[n], 0xff, sizeof(mib[n]));
		len = 6;
		REQUIRE(mallctlnametomib(instance(&names[i]), mib[n],
		    &len) == 0, "%s", names[i].name);
		for (j = 0; j < n; j++)
			REQUIRE(memcmp(mib[j], mib[n], sizeof(mib[n])) != 0,
			    "%s", names[i].name);
		n++;
	}
	REQUIRE(n > 50, "%zu names", n);
}

/* The loop of the manual. */
ATF_TC_WITHOUT_HEAD(mib_of_bins_in_a_loop);
ATF_TC_BODY(mib_of_bins_in_a_loop, tc)
{
	char name[64];
	size_t mib[4], len, size, miblen = 4;
	unsigned nbins, i;
	void *p;

	nbins = ctl_unsigned("arenas.nbins");
	REQUIRE(mallctlnametomib("arenas.bin.0.size", mib, &miblen) == 0 &&
	    miblen == 4, "%zu", miblen);
	for (i = 0; i < nbins; i++) {
		mib[2] = i;
		len = sizeof(size);
		REQUIRE(mallctlbymib(mib, miblen, &size, &len, NULL, 0) == 0,
		    "bin %u", i);
		snprintf(name, sizeof(name), "arenas.bin.%u.size", i);
		REQUIRE(ctl_size(name) == size, "bin %u", i);
		p = opaque(malloc(size));
		REQUIRE(malloc_usable_size(p) == size, "bin %u: %zu", i,
		    size);
		free(p);
	}
}

/* M038 M040 */
ATF_TC_WITHOUT_HEAD(names_that_are_none);
ATF_TC_BODY(names_that_are_none, tc)
{
	static const char *const bad[] = {
		"", ".", "..", "nope", "opt", "arenas", "arenas.bin",
		"arenas.bin.0", "arenas.bin.0.", "stats.arenas",
		"stats.arenas.0", "stats.arenas.0.bins", ".epoch", "epoch.",
		"epoch.x", "epoc", "epochs", "Epoch", " epoch", "epoch ",
		"opt..abort", "opt.abort.x", "opt.abor", "opt.abortx",
		"opt.<option>", "opt.", "arenas.bin.x.size",
		"arenas.bin.<i>.size", "arenas.bin..size",
		"arenas.bin.-1.size", "arenas.bin.+1.size",
		"arenas.bin. 1.size", "arenas.bin.1 .size",
		"arenas.bin.0x1.size", "arenas.bin.1e0.size",
		"arenas.bin.:.size", "arenas.bin./.size",
		"arenas.bin.18446744073709551616.size",
		"arenas.bin.92233720368547758080.size",
		"arenas.bin.99999999999999999999999999.size",
		"stats.arenas.x.nthreads", "stats.arenas..nthreads",
		"thread", "version.version", "config.nope", "\n", "\377",
	};
	size_t mib[6], before[6], len, i;

	for (i = 0; i < NELEM(bad); i++) {
		REQUIRE(mallctl(bad[i], NULL, NULL, NULL, 0) == ENOENT,
		    "'%s'", bad[i]);
		memset(mib, 0x77, sizeof(mib));
		memcpy(before, mib, sizeof(mib));
		len = 6;
		REQUIRE(mallctlnametomib(bad[i], mib, &len) == ENOENT,
		    "'%s'", bad[i]);
		REQUIRE(len == 6 && memcmp(mib, before, sizeof(mib)) == 0,
		    "'%s' changed something", bad[i]);
	}
}

ATF_TC_WITHOUT_HEAD(long_names_are_none);
ATF_TC_BODY(long_names_are_none, tc)
{
	const size_t n = 1 << 20;
	char *s;

	s = malloc(n + 1);
	memset(s, 'a', n);
	s[n] = '\0';
	REQUIRE(mallctl(s, NULL, NULL, NULL, 0) == ENOENT, "letters");
	memset(s, '.', n);
	REQUIRE(mallctl(s, NULL, NULL, NULL, 0) == ENOENT, "dots");
	memset(s, '7', n);
	memcpy(s, "arenas.bin.", 11);
	REQUIRE(mallctl(s, NULL, NULL, NULL, 0) == ENOENT, "digits");
	memcpy(s, "opt.", 4);
	REQUIRE(mallctl(s, NULL, NULL, NULL, 0) == ENOENT, "option");
	free(s);
}

/* The last that is good and the first that is not, by name and by MIB. */
static void
bound(const char *before, const char *behind, size_t n, size_t at)
{
	char name[96];
	size_t mib[6], len;

	snprintf(name, sizeof(name), "%s.%zu.%s", before, n - 1, behind);
	len = NELEM(mib);
	REQUIRE(mallctlnametomib(name, mib, &len) == 0, "%s", name);
	REQUIRE(mib[at] == n - 1, "%s: %zu", name, mib[at]);
	REQUIRE(mallctlbymib(mib, len, NULL, NULL, NULL, 0) == 0, "%s", name);
	for (mib[at] = n; mib[at] < n + 300; mib[at]++)
		REQUIRE(mallctlbymib(mib, len, NULL, NULL, NULL, 0) == ENOENT,
		    "%s but %zu", name, mib[at]);
	mib[at] = SIZE_MAX;
	REQUIRE(mallctlbymib(mib, len, NULL, NULL, NULL, 0) == ENOENT,
	    "%s but SIZE_MAX", name);
	snprintf(name, sizeof(name), "%s.%zu.%s", before, n, behind);
	REQUIRE(mallctl(name, NULL, NULL, NULL, 0) == ENOENT, "%s", name);
	snprintf(name, sizeof(name), "%s.1000000.%s", before, behind);
	REQUIRE(mallctl(name, NULL, NULL, NULL, 0) == ENOENT, "%s", name);
}

/* M041 */
ATF_TC_WITHOUT_HEAD(bounds_of_numbers);
ATF_TC_BODY(bounds_of_numbers, tc)
{
	unsigned nbins, narenas;
	size_t nlruns;

	nbins = ctl_unsigned("arenas.nbins");
	narenas = ctl_unsigned("arenas.narenas");
	nlruns = ctl_size("arenas.nlruns");
	bound("arenas.bin", "size", nbins, 2);
	bound("arenas.bin", "nregs", nbins, 2);
	bound("arenas.lrun", "size", nlruns, 2);
	/* narenas itself is the sum. */
	bound("stats.arenas", "pdirty", (size_t)narenas + 1, 2);
	if (!ctl_has("stats"))
		return;
	bound("stats.arenas.0.bins", "nmalloc", nbins, 4);
	bound("stats.arenas.0.lruns", "nmalloc", nlruns, 4);
}

/* An arena that was opened is there from the next epoch on. */
static void
arena_in_next_epoch(void *arg)
{
	unsigned ind, narenas;
	char name[64];
	bool open[2], *all;
	size_t len;

	(void)arg;
	narenas = ctl_unsigned("arenas.narenas");
	if (narenas < 2)
		child_skip("one arena only");
	all = malloc(narenas);
	MUST(ctl_unsigned("thread.arena") == 0, "not the first thread");
	/* M155 */
	len = narenas;
	MUST(mallctl("arenas.initialized", all, &len, NULL, 0) == 0, "all");
	MUST(all[0] && !all[narenas - 1], "not in the order of opening");
	ind = 1;
	snprintf(name, sizeof(name), "stats.arenas.%u.nthreads", ind);
	MUST(mallctl(name, NULL, NULL, NULL, 0) == ENOENT, "%s", name);
	/* A part of the array. */
	len = sizeof(open);
	MUST(mallctl("arenas.initialized", open, &len, NULL, 0) ==
	    (narenas == 2 ? 0 : EINVAL), "%u", narenas);
	MUST(open[0] && !open[1], "%d %d", open[0], open[1]);
	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "thread.arena");
	MUST(mallctl(name, NULL, NULL, NULL, 0) == ENOENT, "%s", name);
	ctl_refresh();
	MUST(ctl_unsigned(name) == 1, "%s", name);
	len = narenas;
	MUST(mallctl("arenas.initialized", all, &len, NULL, 0) == 0, "all");
	MUST(all[0] && all[1], "not opened");
}

ATF_TC_WITHOUT_HEAD(arenas_appear_with_the_epoch);
ATF_TC_BODY(arenas_appear_with_the_epoch, tc)
{
	CTL_NEEDS("tls");
	run_child(arena_in_next_epoch, NULL, 60);
}

/* M107 */
static void
epochs(void *arg)
{
	uint64_t e, value;
	size_t len;

	(void)arg;
	e = ctl_u64("epoch");
	MUST(e == 1, "the first epoch is %llu", (unsigned long long)e);
	MUST(ctl_u64("epoch") == 1, "reading refreshes");
	for (value = 0; value < 3; value++) {
		len = sizeof(e);
		MUST(mallctl("epoch", &e, &len, &value, sizeof(value)) == 0,
		    "value %d", (int)value);
		MUST(e == value + 2, "%llu", (unsigned long long)e);
	}
	/* Refreshed though the old value did not fit. */
	len = 3;
	MUST(mallctl("epoch", &e, &len, &value, sizeof(value)) == EINVAL,
	    "3 bytes");
	MUST(ctl_u64("epoch") == 5, "%llu",
	    (unsigned long long)ctl_u64("epoch"));
}

ATF_TC_WITHOUT_HEAD(epoch);
ATF_TC_BODY(epoch, tc)
{
	run_child(epochs, NULL, 60);
}

/* M048 */
ATF_TC_WITHOUT_HEAD(effects_that_fail);
ATF_TC_BODY(effects_that_fail, tc)
{
	unsigned n, ind, old;
	size_t len = sizeof(old);
	int fd = -1;

	n = ctl_unsigned("arenas.narenas");
	REQUIRE(mallctl("arenas.purge", NULL, NULL, &n, sizeof(n)) == EFAULT,
	    "purge of %u", n);
	ind = UINT_MAX;
	REQUIRE(mallctl("arenas.purge", NULL, NULL, &ind, sizeof(ind)) ==
	    EFAULT, "purge of UINT_MAX");
	/* The old value is delivered all the same. */
	ind = ctl_unsigned("thread.arena");
	old = UINT_MAX;
	REQUIRE(mallctl("thread.arena", &old, &len, &n, sizeof(n)) == EFAULT,
	    "arena %u", n);
	REQUIRE(old == ind, "old %u", old);
	REQUIRE(ctl_unsigned("thread.arena") == ind, "it moved");
	if (ctl_has("swap")) {
		REQUIRE(mallctl("swap.fds", NULL, NULL, &fd, sizeof(fd)) ==
		    EFAULT, "descriptor -1");
		REQUIRE(ctl_size("swap.nfds") == 0, "files");	/* M227 */
	}
}

/* M047: the first call of all has no memory for what it needs. */
static void
no_memory(void *arg)
{
	const struct rlimit none = { 0, 0 };
	uint64_t e;
	size_t len = sizeof(e);

	(void)arg;
	MUST(setrlimit(RLIMIT_AS, &none) == 0, "errno %d", errno);
	MUST(mallctl("epoch", &e, &len, NULL, 0) == EAGAIN, "no error");
	len = 6;
	MUST(mallctlnametomib("epoch", &e, &len) == EAGAIN, "no error");
}

ATF_TC_WITHOUT_HEAD(no_memory_is_eagain);
ATF_TC_BODY(no_memory_is_eagain, tc)
{
	free(opaque(malloc(1)));
	run_child(no_memory, NULL, 60);
}

/* errno is not how these functions tell. */
ATF_TC_WITHOUT_HEAD(errno_stays);
ATF_TC_BODY(errno_stays, tc)
{
	const struct name *n;
	uint64_t room;
	size_t len;

	EACH_NAME(n) {
		errno = 1789;
		len = sizeof(room);
		(void)mallctl(instance(n), &room, &len, NULL, 0);
		REQUIRE(errno == 1789, "%s", n->name);
	}
	(void)mallctl("nope", NULL, NULL, NULL, 0);
	REQUIRE(errno == 1789, "nope");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, names_exist_as_the_build_says);
	ATF_TP_ADD_TC(tp, values_have_the_length_of_their_type);
	ATF_TP_ADD_TC(tp, nothing_wanted_nothing_done);
	ATF_TP_ADD_TC(tp, no_length_is_no_crash);
	ATF_TP_ADD_TC(tp, rights);
	ATF_TP_ADD_TC(tp, written_values_have_their_length);
	ATF_TP_ADD_TC(tp, mibs);
	ATF_TP_ADD_TC(tp, no_two_names_have_one_mib);
	ATF_TP_ADD_TC(tp, mib_of_bins_in_a_loop);
	ATF_TP_ADD_TC(tp, names_that_are_none);
	ATF_TP_ADD_TC(tp, long_names_are_none);
	ATF_TP_ADD_TC(tp, bounds_of_numbers);
	ATF_TP_ADD_TC(tp, arenas_appear_with_the_epoch);
	ATF_TP_ADD_TC(tp, epoch);
	ATF_TP_ADD_TC(tp, effects_that_fail);
	ATF_TP_ADD_TC(tp, no_memory_is_eagain);
	ATF_TP_ADD_TC(tp, errno_stays);
	return atf_no_error();
}
