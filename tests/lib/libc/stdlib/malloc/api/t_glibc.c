/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the overlay answers in the place of glibc: mallinfo and its relatives,
 * against mallctl.  Figures are taken in children, where nobody else
 * allocates.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "malloc_dies.h"
#include "malloc_doors.h"

/* glibc advises against it: it cannot count above 2 GiB. */
static struct mallinfo
narrow_info(void)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	return mallinfo();
#pragma GCC diagnostic pop
}

static void
need_stats(void)
{
	if (!built_with("stats"))
		atf_tc_skip("built without statistics");
}

/* Dirty pages of all arenas, in bytes, in the present epoch. */
static size_t
dirty(void)
{
	unsigned narenas;
	char name[64];

	MUST(ctl_read("arenas.narenas", &narenas, sizeof(narenas)) == 0,
	    "no arenas.narenas");
	snprintf(name, sizeof(name), "stats.arenas.%u.pdirty", narenas);
	return ctl_size(name) * PAGE;
}

static void
must_fit(const struct mallinfo2 *m)
{
	MUST(m->arena % geometry().chunk == 0 &&
	    m->arena + m->hblkhd == ctl_size("stats.mapped"), "%zu, %zu",
	    m->arena, m->hblkhd);
	MUST(m->uordblks + m->hblkhd == ctl_size("stats.allocated"),
	    "%zu, %zu", m->uordblks, m->hblkhd);
	MUST(m->fordblks == m->arena - m->uordblks, "%zu of %zu, %zu",
	    m->fordblks, m->arena, m->uordblks);
	MUST(m->keepcost == dirty(), "%zu, %zu", m->keepcost, dirty());
	MUST(m->ordblks == 0 && m->smblks == 0 && m->usmblks == 0 &&
	    m->fsmblks == 0, "what is not known here");
}

static void
figures(void *arg)
{
	struct mallinfo2 before, now;
	size_t chunk = geometry().chunk;
	void *p[10], *huge[3];
	size_t i, bytes = 0;

	(void)arg;
	refresh();
	before = mallinfo2();
	must_fit(&before);
	/* Small ones and large ones, past the cache. */
	for (i = 0; i < NELEM(p); i++) {
		p[i] = mallocx(i % 2 == 0 ? 2000 : PAGE, MALLOCX_TCACHE_NONE);
		bytes += malloc_usable_size(p[i]);
	}
	errno = 1789;
	now = mallinfo2();
	MUST(errno == 1789, "errno %d", errno);
	must_fit(&now);
	MUST(now.uordblks == before.uordblks + bytes, "%zu, then %zu",
	    before.uordblks, now.uordblks);
	MUST(now.hblks == before.hblks && now.hblkhd == before.hblkhd,
	    "%zu huge objects", now.hblks);
	for (i = 0; i < NELEM(huge); i++)
		huge[i] = opaque(malloc(chunk + 1));
	now = mallinfo2();
	must_fit(&now);
	MUST(now.hblks == before.hblks + 3 &&
	    now.hblkhd == before.hblkhd + 6 * chunk, "%zu objects, %zu bytes",
	    now.hblks, now.hblkhd);
	MUST(now.uordblks == before.uordblks + bytes, "%zu, then %zu",
	    before.uordblks, now.uordblks);
	for (i = 0; i < NELEM(huge); i++)
		free(huge[i]);
	for (i = 0; i < NELEM(p); i++)
		dallocx(p[i], MALLOCX_TCACHE_NONE);
	/* What a cache holds counts. */
	refresh();
	now = mallinfo2();
	must_fit(&now);
	MUST(now.hblks == before.hblks && now.hblkhd == before.hblkhd &&
	    now.uordblks == before.uordblks, "%zu, %zu, %zu", now.hblks,
	    now.hblkhd, now.uordblks);
}

ATF_TC_WITHOUT_HEAD(mallinfo2_has_the_figures_of_mallctl);
ATF_TC_BODY(mallinfo2_has_the_figures_of_mallctl, tc)
{
	need_stats();
	run_child(figures, NULL, 60);
}

static void
two_arenas(void *arg)
{
	struct mallinfo2 before, now;
	unsigned narenas;
	void *p;

	(void)arg;
	MUST(ctl_read("arenas.narenas", &narenas, sizeof(narenas)) == 0,
	    "no arenas.narenas");
	if (narenas < 2)
		child_skip("one arena only");
	before = mallinfo2();
	p = mallocx(PAGE, MALLOCX_ARENA(1));
	MUST(p != NULL, "arena 1");
	memset(p, 1, PAGE);
	now = mallinfo2();
	must_fit(&now);
	MUST(now.uordblks == before.uordblks + malloc_usable_size(p) &&
	    (now.arena > before.arena || !built_with("tls")), "%zu of %zu",
	    now.uordblks, now.arena);
	dallocx(p, MALLOCX_TCACHE_NONE);
	now = mallinfo2();
	must_fit(&now);
	MUST(now.uordblks == before.uordblks, "%zu", now.uordblks);
}

ATF_TC_WITHOUT_HEAD(mallinfo2_of_several_arenas);
ATF_TC_BODY(mallinfo2_of_several_arenas, tc)
{
	need_stats();
	run_child(two_arenas, NULL, 60);
}

static void
narrow(void *arg)
{
	struct mallinfo2 wide;
	struct mallinfo m;
	void *p;

	(void)arg;
	wide = mallinfo2();
	m = narrow_info();
	MUST((size_t)m.arena == wide.arena &&
	    (size_t)m.uordblks == wide.uordblks &&
	    (size_t)m.fordblks == wide.fordblks &&
	    (size_t)m.hblkhd == wide.hblkhd &&
	    (size_t)m.hblks == wide.hblks &&
	    (size_t)m.keepcost == wide.keepcost, "%d of %d, %d", m.uordblks,
	    m.arena, m.hblkhd);
	MUST(m.ordblks == 0 && m.smblks == 0 && m.usmblks == 0 &&
	    m.fsmblks == 0, "what is not known here");
	/* Not filled: nobody has so much memory. */
	if (option_on("junk") || option_on("zero"))
		return;
	p = opaque(malloc(opaque_size((size_t)3 << 30)));
	if (p == NULL)
		child_skip("no address space");
	m = narrow_info();
	MUST(m.hblkhd == INT_MAX, "%d", m.hblkhd);
	MUST((size_t)m.uordblks == wide.uordblks && m.hblks ==
	    (int)wide.hblks + 1, "%d bytes, %d huge", m.uordblks, m.hblks);
	free(p);
}

ATF_TC_WITHOUT_HEAD(mallinfo_stops_at_the_largest_int);
ATF_TC_BODY(mallinfo_stops_at_the_largest_int, tc)
{
	need_stats();
	run_child(narrow, NULL, 60);
}

static atomic_bool done;

/* Comes and goes: a figure of before less one of after would be below 0. */
static void *
huge_blocks(void *arg)
{
	while (!done)
		free(opaque(malloc(64 * MIB)));
	return arg;
}

static void
with_threads(void *arg)
{
	struct timespec start, now;
	struct mallinfo2 m;
	pthread_t t;
	unsigned i;

	(void)arg;
	m = mallinfo2();
	MUST(m.hblks == 0, "%zu huge objects at first", m.hblks);
	MUST(pthread_create(&t, NULL, huge_blocks, NULL) == 0, "thread");
	clock_gettime(CLOCK_MONOTONIC, &start);
	now = start;
	/* For a second: on a busy machine the two seldom run at once. */
	for (i = 0; now.tv_sec * 1000 + now.tv_nsec / 1000000 <
	    start.tv_sec * 1000 + start.tv_nsec / 1000000 + 1000; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		m = mallinfo2();
		MUST(m.arena < 256 * MIB && m.uordblks <= m.arena &&
		    m.fordblks == m.arena - m.uordblks,
		    "round %u: %zu and %zu of %zu", i, m.uordblks,
		    m.fordblks, m.arena);
		MUST(m.hblks <= 1 && m.hblkhd == m.hblks * 64 * MIB,
		    "round %u: %zu huge, %zu bytes", i, m.hblks, m.hblkhd);
	}
	done = true;
	pthread_join(t, NULL);
}

ATF_TC_WITHOUT_HEAD(mallinfo2_while_a_thread_allocates);
ATF_TC_BODY(mallinfo2_while_a_thread_allocates, tc)
{
	need_stats();
	if (option_on("junk") || option_on("zero"))
		atf_tc_skip("64 MiB would be filled each time");
	run_child(with_threads, NULL, 60);
}

static void
trims(void *arg)
{
	size_t pad = *(size_t *)arg, resident;
	struct mallinfo2 before, after;
	bool usual = getenv("MALLOC_CONF") == NULL;
	void *p, *small[100];
	size_t i;

	(void)malloc_trim(0);
	p = opaque(malloc(3 * MIB));
	memset(p, 1, 3 * MIB);
	for (i = 0; i < NELEM(small); i++)
		small[i] = opaque(malloc(100));
	free(p);
	before = mallinfo2();
	MUST(before.keepcost >= 3 * MIB || !usual, "%zu", before.keepcost);
	for (i = 0; i < NELEM(small); i++)
		free(small[i]);
	resident = memory_now(1);
	errno = 1789;
	MUST(malloc_trim(pad) == 1 || !usual, "nothing was given back");
	MUST(errno == 1789, "errno %d", errno);
	after = mallinfo2();
	MUST(after.keepcost == 0, "%zu is dirty", after.keepcost);
	MUST(memory_now(1) + 2 * MIB < resident || !usual, "%zu then %zu",
	    resident, memory_now(1));
	/* What the cache had has gone to the arena. */
	MUST(after.uordblks + 100 * 100 <= before.uordblks ||
	    !built_with("stats"), "%zu, then %zu", before.uordblks,
	    after.uordblks);
	MUST(malloc_trim(pad) == 0, "there was more");
}

ATF_TC_WITHOUT_HEAD(malloc_trim_gives_back_and_says_so);
ATF_TC_BODY(malloc_trim_gives_back_and_says_so, tc)
{
	size_t pads[] = { 0, SIZE_MAX };

	run_child(trims, &pads[0], 60);
	run_child(trims, &pads[1], 60);
}

static void
document(void *arg)
{
	char got[2048], want[2048];
	struct mallinfo2 m;
	void *huge;
	FILE *fp;

	(void)arg;
	huge = opaque(malloc(9 * MIB));
	fp = fmemopen(got, sizeof(got), "w");
	MUST(fp != NULL, "errno %d", errno);
	m = mallinfo2();
	m = mallinfo2();
	snprintf(want, sizeof(want), "<malloc version=\"1\">\n"
	    "<system type=\"current\" size=\"%zu\"/>\n"
	    "<total type=\"mmap\" count=\"%zu\" size=\"%zu\"/>\n"
	    "<total type=\"used\" size=\"%zu\"/>\n"
	    "<total type=\"rest\" size=\"%zu\"/>\n</malloc>\n",
	    m.arena + m.hblkhd, m.hblks, m.hblkhd, m.uordblks, m.fordblks);
	MUST(malloc_info(0, fp) == 0, "errno %d", errno);
	MUST(fclose(fp) == 0, "errno %d", errno);
	MUST(strcmp(got, want) == 0, "%s", got);
	free(huge);
}

ATF_TC_WITHOUT_HEAD(malloc_info_writes_the_same_figures);
ATF_TC_BODY(malloc_info_writes_the_same_figures, tc)
{
	run_child(document, NULL, 60);
}

ATF_TC_WITHOUT_HEAD(malloc_info_fails_and_says_why);
ATF_TC_BODY(malloc_info_fails_and_says_why, tc)
{
	static const int bad[] = { 1, -1, INT_MAX };
	char got[64] = "untouched";
	size_t i;
	FILE *fp;

	fp = fopen("got", "w+");
	REQUIRE(fp != NULL, "errno %d", errno);
	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		REQUIRE(malloc_info(bad[i], fp) == -1 && errno == EINVAL,
		    "%d: errno %d", bad[i], errno);
	}
	REQUIRE(fflush(fp) == 0 && ftell(fp) == 0, "%ld bytes", ftell(fp));
	fclose(fp);
	/* Where nothing can be written. */
	fp = fopen("got", "r");
	REQUIRE(fp != NULL, "errno %d", errno);
	errno = 0;
	REQUIRE(malloc_info(0, fp) == -1 && errno == EBADF, "errno %d",
	    errno);
	REQUIRE(fgets(got, sizeof(got), fp) == NULL &&
	    strcmp(got, "untouched") == 0, "%s", got);
	fclose(fp);
}

ATF_TC_WITHOUT_HEAD(mallopt_changes_nothing_and_says_so);
ATF_TC_BODY(mallopt_changes_nothing_and_says_so, tc)
{
	int parameter, value;
	void *p;

	for (parameter = -20; parameter <= 20; parameter++)
		for (value = -1; value <= 1; value++) {
			errno = 1789;
			REQUIRE(mallopt(parameter, value) == 0 &&
			    errno == 1789, "%d, %d", parameter, value);
		}
	p = opaque(malloc(100));
	REQUIRE(malloc_usable_size(p) == class_of(100), "%zu",
	    malloc_usable_size(p));
	free(p);
}

static void
write_report(void *arg)
{
	(void)arg;
	malloc_stats();
}

ATF_TC_WITHOUT_HEAD(malloc_stats_writes_the_whole_report);
ATF_TC_BODY(malloc_stats_writes_the_whole_report, tc)
{
	static const char *const parts[] = {
		"___ Begin jemalloc statistics ___\n", "Version: ",
		"\nRun-time option settings:\n", "\nAllocated: ",
		"\narenas[0]:\n", "\nbins: "
	};
	char err[ERR_SIZE];
	const char *s = err;
	size_t i;

	REQUIRE(run_captured(write_report, NULL, err) == 0, "%s", err);
	for (i = 0; i < (built_with("stats") ? NELEM(parts) : 3); i++) {
		s = strstr(s, parts[i]);
		REQUIRE(s != NULL && (i != 0 || s == err), "no %s in %s",
		    parts[i], err);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mallinfo2_has_the_figures_of_mallctl);
	ATF_TP_ADD_TC(tp, mallinfo2_of_several_arenas);
	ATF_TP_ADD_TC(tp, mallinfo_stops_at_the_largest_int);
	ATF_TP_ADD_TC(tp, mallinfo2_while_a_thread_allocates);
	ATF_TP_ADD_TC(tp, malloc_trim_gives_back_and_says_so);
	ATF_TP_ADD_TC(tp, malloc_info_writes_the_same_figures);
	ATF_TP_ADD_TC(tp, malloc_info_fails_and_says_why);
	ATF_TP_ADD_TC(tp, mallopt_changes_nothing_and_says_so);
	ATF_TP_ADD_TC(tp, malloc_stats_writes_the_whole_report);
	return atf_no_error();
}
