/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The figures of pages under stats.*: active, dirty, purged and mapped, to the
 * page.  Every case runs in a child, so nobody else allocates.
 */
#include "ctl.h"

/* M181 M197 M199 M200 M201 */
static void
purge(void *arg)
{
	uint64_t npurge, nmadvise, npurged, dirty, mapped;
	unsigned ind;
	void *p[64];
	size_t i;

	(void)arg;
	ind = ctl_unsigned("thread.arena");
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(20 * PAGE));
		memset(p[i], 1, 20 * PAGE);
	}
	for (i = 0; i < NELEM(p); i += 2)
		free(p[i]);
	ctl_settle();
	mapped = ctl_arena(ind, "mapped");
	dirty = ctl_arena(ind, "pdirty");
	MUST(dirty >= NELEM(p) / 2 * 20, "%ju dirty",
	    (uintmax_t)dirty);
	npurge = ctl_arena(ind, "npurge");
	nmadvise = ctl_arena(ind, "nmadvise");
	npurged = ctl_arena(ind, "npurged");
	MUST(mallctl("arenas.purge", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "arena %u", ind);
	MUST(ctl_arena(ind, "pdirty") == dirty, "not of the epoch");
	ctl_refresh();
	MUST(ctl_arena(ind, "pdirty") == 0, "%ju dirty",
	    (uintmax_t)ctl_arena(ind, "pdirty"));
	MUST(ctl_arena(ind, "npurge") == npurge + 1, "M199");
	/* One call for each of the pieces. */
	MUST(ctl_arena(ind, "nmadvise") >= nmadvise + NELEM(p) / 2, "M200");
	MUST(ctl_arena(ind, "nmadvise") <= nmadvise + dirty, "M200");
	MUST(ctl_arena(ind, "npurged") == npurged + dirty, "M201");
	MUST(ctl_arena(ind, "purged") == ctl_arena(ind, "npurged"), "M201");
	MUST(ctl_arena(ind, "mapped") == mapped, "M198");
	/* M032: no value, all arenas. */
	for (i = 1; i < NELEM(p); i += 2)
		free(p[i]);
	ctl_flush();
	MUST(mallctl("arenas.purge", NULL, NULL, NULL, 0) == 0, "all");
	ctl_refresh();
	MUST(ctl_arena(MERGED, "pdirty") == 0, "M197");
	MUST(ctl_arena(MERGED, "npurged") > npurged + dirty, "M201");
	ctl_check_sums();
}

/* M196 M198: to the page; and huge objects belong to no arena. */
static void
pages(void *arg)
{
	size_t chunk = ctl_size("arenas.chunksize"), i, n;
	uint64_t active, mapped;
	char name[64];
	uint32_t nregs;
	void *p, *q[64], *huge;

	(void)arg;
	if (ctl_size("arenas.nlruns") < 100)
		child_skip("no such large objects");
	ctl_settle();
	active = ctl_arena(MERGED, "pactive");
	p = opaque(malloc(77 * PAGE));
	ctl_settle();
	MUST(ctl_arena(MERGED, "pactive") == active + 77, "%ju, then %ju",
	    (uintmax_t)active, (uintmax_t)ctl_arena(MERGED, "pactive"));
	p = opaque(realloc(p, 33 * PAGE));
	ctl_settle();
	MUST(ctl_arena(MERGED, "pactive") == active + 33, "%ju, then %ju",
	    (uintmax_t)active, (uintmax_t)ctl_arena(MERGED, "pactive"));
	free(p);
	ctl_settle();
	MUST(ctl_arena(MERGED, "pactive") == active, "%ju, then %ju",
	    (uintmax_t)active, (uintmax_t)ctl_arena(MERGED, "pactive"));
	/* One run of the last bin at least, and gone again. */
	i = ctl_unsigned("arenas.nbins") - 1;
	snprintf(name, sizeof(name), "arenas.bin.%zu.nregs", i);
	ctl_get(name, &nregs, sizeof(nregs));
	snprintf(name, sizeof(name), "arenas.bin.%zu.run_size", i);
	n = ctl_size(name) / PAGE;
	MUST(nregs <= NELEM(q), "%u", nregs);
	snprintf(name, sizeof(name), "arenas.bin.%zu.size", i);
	for (i = 0; i < nregs; i++)
		q[i] = opaque(malloc(ctl_size(name)));
	ctl_settle();
	MUST(ctl_arena(MERGED, "pactive") >= active + n &&
	    (ctl_arena(MERGED, "pactive") - active) % n == 0, "%ju, then %ju",
	    (uintmax_t)active, (uintmax_t)ctl_arena(MERGED, "pactive"));
	/* One of them stays with the bin. */
	for (i = 0; i < nregs; i++)
		free(q[i]);
	ctl_settle();
	MUST(ctl_arena(MERGED, "pactive") <= active + n, "%ju, then %ju",
	    (uintmax_t)active, (uintmax_t)ctl_arena(MERGED, "pactive"));
	active = ctl_arena(MERGED, "pactive");
	mapped = ctl_arena(MERGED, "mapped");
	huge = opaque(malloc(3 * chunk));
	ctl_settle();
	MUST(ctl_arena(MERGED, "mapped") == mapped &&
	    ctl_arena(MERGED, "pactive") == active, "huge: %ju, then %ju",
	    (uintmax_t)mapped, (uintmax_t)ctl_arena(MERGED, "mapped"));
	free(huge);
}

/* M185: live, at least what is active, never far from it. */
static void
ceiling(void *arg)
{
	size_t chunk = ctl_size("arenas.chunksize"), *now, before, i;
	void *p[40], *huge;

	(void)arg;
	ctl_get("stats.cactive", &now, sizeof(now));
	before = *now;
	MUST(before % chunk == 0 && before >= ctl_size("stats.active"), "%zu",
	    before);
	huge = opaque(malloc(3 * chunk));
	MUST(*now == before + 3 * chunk, "%zu", *now);
	huge = opaque(realloc(huge, 5 * chunk));
	MUST(*now == before + 5 * chunk, "%zu", *now);
	huge = opaque(realloc(huge, 2 * chunk));
	MUST(*now == before + 2 * chunk, "%zu", *now);
	free(huge);
	MUST(*now == before, "%zu", *now);
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(chunk / 4));
		ctl_refresh();
		MUST(*now % chunk == 0 && *now >= ctl_size("stats.active"),
		    "%zu", *now);
		MUST(*now - ctl_size("stats.active") < chunk, "%zu", *now);
	}
	MUST(*now >= before + 10 * chunk - chunk, "%zu", *now);
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	MUST(*now == before, "%zu, %zu", *now, before);
}

CASE(purging, purge, "stats")
CASE(active_pages_are_exact, pages, "stats")
CASE(active_ceiling, ceiling, "stats")

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, purging);
	ATF_TP_ADD_TC(tp, active_pages_are_exact);
	ATF_TP_ADD_TC(tp, active_ceiling);
	return atf_no_error();
}
