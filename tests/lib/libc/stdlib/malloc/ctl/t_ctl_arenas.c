/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Names with an arena's number: purging by the name of later versions, a
 * thousand arenas, an arena that serves nothing but caches; and options by
 * number.
 */
#include "ctl.h"

#define ARENAS	1100

/* The program again, under options of its own, for what only they allow. */
static void
again(void *arg)
{
	char self[4096];
	ssize_t n;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	MUST(n > 0, "errno %d", errno);
	self[n] = '\0';
	setenv("MALLOC_CONF", arg, 1);
	setenv("T_CTL_ARENAS", "", 1);
	execl(self, self, (char *)NULL);
	MUST(false, "errno %d", errno);
}

/* Dirty pages in two arenas, with one of them purged. */
static void
purge_by_name(void *arg)
{
	unsigned ind, n = MERGED;
	size_t mib[3], len = NELEM(mib);
	uint64_t before[2];
	char name[64];
	void *p;

	(void)arg;
	if (n < 3)
		child_skip("too few arenas");
	for (ind = 2; ind-- > 0;) {
		MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) ==
		    0, "arena %u", ind);
		p = opaque(malloc(200 * PAGE));
		memset(p, 1, 200 * PAGE);
		free(p);
	}
	ctl_refresh();
	before[0] = ctl_arena(0, "pdirty");
	before[1] = ctl_arena(1, "pdirty");
	MUST(before[0] >= 200 && before[1] >= 200, "%ju, %ju",
	    (uintmax_t)before[0], (uintmax_t)before[1]);
	MUST(mallctl("arena.1.purge", NULL, NULL, NULL, 0) == 0, "arena 1");
	ctl_refresh();
	MUST(ctl_arena(0, "pdirty") == before[0] &&
	    ctl_arena(1, "pdirty") == 0, "%ju, %ju",
	    (uintmax_t)ctl_arena(0, "pdirty"),
	    (uintmax_t)ctl_arena(1, "pdirty"));
	/* One that was never opened has nothing. */
	MUST(mallctlnametomib("arena.0.purge", mib, &len) == 0 && len == 3,
	    "%zu", len);
	mib[1] = n - 1;
	MUST(mallctlbymib(mib, len, NULL, NULL, NULL, 0) == 0, "%u", n - 1);
	ctl_refresh();
	MUST(ctl_arena(0, "pdirty") == before[0], "%ju",
	    (uintmax_t)ctl_arena(0, "pdirty"));
	/* All of them. */
	snprintf(name, sizeof(name), "arena.%u.purge", n);
	MUST(mallctl(name, NULL, NULL, NULL, 0) == 0, "%s", name);
	ctl_refresh();
	MUST(ctl_arena(n, "pdirty") == 0, "%ju",
	    (uintmax_t)ctl_arena(n, "pdirty"));
	for (mib[1] = n + 1; mib[1] < n + 100; mib[1]++)
		MUST(mallctlbymib(mib, len, NULL, NULL, NULL, 0) == ENOENT,
		    "arena %zu", mib[1]);
	snprintf(name, sizeof(name), "arena.%u.purge", n + 1);
	MUST(mallctl(name, NULL, NULL, NULL, 0) == ENOENT, "%s", name);
}

ATF_TC_WITHOUT_HEAD(purge_is_a_command_without_a_value);
ATF_TC_BODY(purge_is_a_command_without_a_value, tc)
{
	unsigned value = 0;
	size_t len = sizeof(value);

	REQUIRE(mallctl("arena.0.purge", &value, &len, NULL, 0) == EPERM,
	    "read");
	REQUIRE(mallctl("arena.0.purge", NULL, &len, NULL, 0) == EPERM,
	    "length");
	REQUIRE(mallctl("arena.0.purge", NULL, NULL, &value, len) == EPERM,
	    "written");
	REQUIRE(mallctl("arena.0.purge", NULL, NULL, NULL, 0) == 0, "carried");
}

/* As many options as the build has are there by number, and no other. */
ATF_TC_WITHOUT_HEAD(options_by_number);
ATF_TC_BODY(options_by_number, tc)
{
	static const char *const names[] = {
		"abort", "lg_qspace_max", "lg_cspace_max", "lg_chunk",
		"narenas", "lg_dirty_mult", "stats_print", "junk", "zero",
		"sysv", "xmalloc", "tcache", "lg_tcache_gc_sweep",
		"lg_tcache_max", "overcommit"
	};
	bool seen[1000] = { false };
	char name[64];
	size_t mib[2] = { 0, 0 }, i, len, value;

	for (i = 0; i < NELEM(names); i++) {
		snprintf(name, sizeof(name), "opt.%s", names[i]);
		len = NELEM(mib);
		if (mallctlnametomib(name, mib, &len) == ENOENT)
			continue;
		REQUIRE(len == 2 && mib[1] < NELEM(seen) && !seen[mib[1]],
		    "%s: %zu", name, mib[1]);
		seen[mib[1]] = true;
	}
	for (mib[1] = 0; mib[1] < NELEM(seen); mib[1]++)
		REQUIRE(mallctlbymib(mib, 2, NULL, NULL, NULL, 0) ==
		    (seen[mib[1]] ? 0 : ENOENT), "option %zu", mib[1]);
	mib[1] = SIZE_MAX;
	len = sizeof(value);
	REQUIRE(mallctlbymib(mib, 2, &value, &len, NULL, 0) == ENOENT,
	    "option SIZE_MAX");
}

/* What another arena allocated is served by a cache of this one. */
static void *
served_by_cache(void *arg)
{
	unsigned ind = 1, i;
	void *p;

	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "arena 1");
	free(arg);
	p = opaque(malloc(5 * PAGE));
	MUST(p == arg, "it is not from the cache");
	/* It counts once, however often it is looked at. */
	for (i = 0; i < 3; i++) {
		ctl_refresh();
		MUST(ctl_class(1, "lruns", 4, "nrequests") == 1 &&
		    ctl_class(1, "lruns", 4, "nmalloc") == 0,
		    "%ju requests", (uintmax_t)ctl_class(1, "lruns", 4,
		    "nrequests"));
	}
	free(p);
	ctl_flush();
	ctl_refresh();
	MUST(ctl_class(1, "lruns", 4, "nrequests") == 1, "%ju requests",
	    (uintmax_t)ctl_class(1, "lruns", 4, "nrequests"));
	return NULL;
}

static void
requests_only(void *arg)
{
	unsigned n = MERGED;
	uint64_t sum = 0;
	pthread_t t;
	void *p;
	size_t j;
	bool on;

	(void)arg;
	ctl_get("opt.tcache", &on, sizeof(on));
	if (n < 2 || !on)
		child_skip("one arena, or no caches");
	p = opaque(malloc(5 * PAGE));
	MUST(pthread_create(&t, NULL, served_by_cache, p) == 0, "thread");
	pthread_join(t, NULL);
	ctl_refresh();
	for (j = 0; j < ctl_size("arenas.nlruns"); j++)
		sum += ctl_class(n, "lruns", j, "nrequests");
	MUST(sum == ctl_arena(n, "large.nrequests"), "%ju of %ju",
	    (uintmax_t)sum, (uintmax_t)ctl_arena(n, "large.nrequests"));
	MUST(ctl_class(n, "lruns", 4, "nrequests") ==
	    ctl_class(0, "lruns", 4, "nrequests") + 1, "the sum lacks one");
}

/* Each arena with one object, and the table of them grows. */
static void
thousand(void)
{
	static const unsigned looked_at[] = {
		1, 9, 510, 511, 512, 513, 1023, 1024, ARENAS - 1
	};
	unsigned i, k;
	uint64_t live = 0;

	MUST(MERGED == ARENAS, "%u arenas", MERGED);
	for (i = 0; i < ARENAS; i++) {
		MUST(mallocx(64, MALLOCX_ARENA(i)) != NULL, "arena %u", i);
		if (i == 9 || i == 512)
			ctl_refresh();
	}
	ctl_refresh();
	for (k = 0; k < NELEM(looked_at); k++)
		MUST(ctl_arena(looked_at[k], "small.nmalloc") == 1 &&
		    ctl_arena(looked_at[k], "small.allocated") == 64,
		    "arena %u: %ju", looked_at[k],
		    (uintmax_t)ctl_arena(looked_at[k], "small.nmalloc"));
	for (i = 0; i < ARENAS; i++)
		live += ctl_arena(i, "small.allocated");
	MUST(live == ctl_arena(ARENAS, "small.allocated"), "%ju of %ju",
	    (uintmax_t)live,
	    (uintmax_t)ctl_arena(ARENAS, "small.allocated"));
}

static void __attribute__((constructor))
again_entry(void)
{
	if (getenv("T_CTL_ARENAS") == NULL)
		return;
	alarm(60);
	thousand();
	_exit(0);
}

ATF_TC_WITHOUT_HEAD(a_thousand_arenas);
ATF_TC_BODY(a_thousand_arenas, tc)
{
	static char conf[] = "narenas:1100,lg_chunk:20";

	CTL_NEEDS("stats");
	run_child(again, conf, 60);
}

CASE2(purge_of_an_arena_by_its_name, purge_by_name, "stats", "tls")
CASE2(requests_without_allocations, requests_only, "stats", "tcache")

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, purge_of_an_arena_by_its_name);
	ATF_TP_ADD_TC(tp, purge_is_a_command_without_a_value);
	ATF_TP_ADD_TC(tp, options_by_number);
	ATF_TP_ADD_TC(tp, requests_without_allocations);
	ATF_TP_ADD_TC(tp, a_thousand_arenas);
	return atf_no_error();
}
