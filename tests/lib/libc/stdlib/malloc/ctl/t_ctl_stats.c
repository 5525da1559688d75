/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The figures under stats.*, against a program that counts its own calls.
 * Every case runs in a child, so nobody else allocates.
 */
#include <stdatomic.h>

#include "ctl.h"

static bool
tcache_on(void)
{
	bool yes;

	if (!ctl_has("tcache"))
		return false;
	ctl_get("opt.tcache", &yes, sizeof(yes));
	return yes;
}

/* Arenas that are open in this epoch. */
static unsigned
nopen(void)
{
	unsigned i, n = MERGED;
	char name[64];

	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "stats.arenas.%u.nthreads", i);
		if (mallctl(name, NULL, NULL, NULL, 0) != 0)
			break;
	}
	return i;
}

struct sums {
	uint64_t	allocated, nmalloc, ndalloc, nrequests;
};

static struct sums
read_sums(unsigned i, const char *kind)
{
	struct sums s;
	char name[64];

	snprintf(name, sizeof(name), "%s.allocated", kind);
	s.allocated = ctl_arena(i, name);
	snprintf(name, sizeof(name), "%s.nmalloc", kind);
	s.nmalloc = ctl_arena(i, name);
	snprintf(name, sizeof(name), "%s.ndalloc", kind);
	s.ndalloc = ctl_arena(i, name);
	snprintf(name, sizeof(name), "%s.nrequests", kind);
	s.nrequests = ctl_arena(i, name);
	return s;
}

static void
must_equal(const struct sums *a, const struct sums *b, const char *what)
{
	MUST(a->allocated == b->allocated, "%s: allocated %ju, %ju", what,
	    (uintmax_t)a->allocated, (uintmax_t)b->allocated);
	MUST(a->nmalloc == b->nmalloc, "%s: nmalloc %ju, %ju", what,
	    (uintmax_t)a->nmalloc, (uintmax_t)b->nmalloc);
	MUST(a->ndalloc == b->ndalloc, "%s: ndalloc %ju, %ju", what,
	    (uintmax_t)a->ndalloc, (uintmax_t)b->ndalloc);
	MUST(a->nrequests == b->nrequests, "%s: nrequests %ju, %ju", what,
	    (uintmax_t)a->nrequests, (uintmax_t)b->nrequests);
}

/* What must hold in any one epoch, whatever threads do. */
static void
check_arena(unsigned i, struct sums total[2])
{
	struct sums small = { 0, 0, 0, 0 }, large = { 0, 0, 0, 0 }, s;
	uint64_t a, d, m, page = ctl_size("arenas.pagesize");
	unsigned nbins = ctl_unsigned("arenas.nbins");
	size_t nlruns = ctl_size("arenas.nlruns"), j;
	char name[64];

	for (j = 0; j < nbins; j++) {
		snprintf(name, sizeof(name), "arenas.bin.%zu.size", j);
		a = ctl_class(i, "bins", j, "allocated");	/* M210 */
		m = ctl_class(i, "bins", j, "nmalloc");		/* M211 */
		d = ctl_class(i, "bins", j, "ndalloc");		/* M212 */
		MUST(m >= d && a == (m - d) * ctl_size(name),
		    "arena %u bin %zu: %ju of %ju - %ju", i, j, (uintmax_t)a,
		    (uintmax_t)m, (uintmax_t)d);
		small.allocated += a;
		small.nmalloc += m;
		small.ndalloc += d;
		small.nrequests += ctl_class(i, "bins", j, "nrequests");
		a = ctl_class(i, "bins", j, "curruns");		/* M219 */
		MUST(a <= ctl_class(i, "bins", j, "highruns") &&
		    a <= ctl_class(i, "bins", j, "nruns"),	/* M216 M218 */
		    "arena %u bin %zu: %ju runs", i, j, (uintmax_t)a);
		MUST(m == d || a != 0, "arena %u bin %zu: no run", i, j);
	}
	for (j = 0; j < nlruns; j++) {
		m = ctl_class(i, "lruns", j, "nmalloc");
		large.nrequests += ctl_class(i, "lruns", j, "nrequests");
		if (m == 0)
			continue;
		d = ctl_class(i, "lruns", j, "ndalloc");
		a = ctl_class(i, "lruns", j, "curruns");	/* M224 */
		MUST(a == m - d, "arena %u lrun %zu: %ju", i, j,
		    (uintmax_t)a);
		MUST(a <= ctl_class(i, "lruns", j, "highruns"),	/* M223 */
		    "arena %u lrun %zu: %ju", i, j, (uintmax_t)a);
		large.allocated += a * (j + 1) * page;
		large.nmalloc += m;
		large.ndalloc += d;
	}
	s = read_sums(i, "small");		/* M202 M203 M204 M205 */
	must_equal(&s, &small, "small");
	s = read_sums(i, "large");		/* M206 M207 M208 M209 */
	must_equal(&s, &large, "large");
	a = ctl_arena(i, "pactive") * page;			/* M196 */
	MUST(a >= small.allocated + large.allocated, "arena %u: active %ju",
	    i, (uintmax_t)a);
	m = ctl_arena(i, "mapped");				/* M198 */
	MUST(m >= a && m % ctl_size("arenas.chunksize") == 0,
	    "arena %u: mapped %ju", i, (uintmax_t)m);
	total[0].allocated += small.allocated;
	total[0].nmalloc += small.nmalloc;
	total[0].ndalloc += small.ndalloc;
	total[0].nrequests += small.nrequests;
	total[1].allocated += large.allocated;
	total[1].nmalloc += large.nmalloc;
	total[1].ndalloc += large.ndalloc;
	total[1].nrequests += large.nrequests;
}

static void
check_all(void)
{
	struct sums total[2], dummy[2], s;
	uint64_t active, mapped, n;
	unsigned i;

	memset(total, 0, sizeof(total));
	memset(dummy, 0, sizeof(dummy));
	n = nopen();
	MUST(n >= 1, "no arena");
	for (i = 0; i < n; i++)
		check_arena(i, total);
	check_arena(MERGED, dummy);
	ctl_check_sums();
	s = read_sums(MERGED, "small");
	must_equal(&s, &total[0], "small of all");
	s = read_sums(MERGED, "large");
	must_equal(&s, &total[1], "large of all");
	active = ctl_u64("stats.active");			/* M187 */
	mapped = ctl_u64("stats.mapped");			/* M188 */
	MUST(active % PAGE == 0 && active >= ctl_u64("stats.allocated"),
	    "active %ju", (uintmax_t)active);
	MUST(active >= ctl_arena(MERGED, "pactive") * PAGE, "active %ju",
	    (uintmax_t)active);
	MUST(mapped >= active, "mapped %ju, active %ju", (uintmax_t)mapped,
	    (uintmax_t)active);
	n = ctl_u64("stats.chunks.current");			/* M189 */
	MUST(mapped == n * ctl_size("arenas.chunksize"), "%ju chunks",
	    (uintmax_t)n);
	MUST(ctl_u64("stats.chunks.high") >= n, "M191");
	MUST(ctl_u64("stats.chunks.total") >= n, "M190");
}

/* Objects of one bin: k live ones count as k. */
static void
bin_oracle(size_t j, size_t size)
{
	uint64_t m, d, r, m1, d1, r1;
	void *p[300];
	size_t i;

	ctl_settle();
	m = ctl_class(MERGED, "bins", j, "nmalloc");
	d = ctl_class(MERGED, "bins", j, "ndalloc");
	r = ctl_class(MERGED, "bins", j, "nrequests");
	for (i = 0; i < NELEM(p); i++)
		MUST((p[i] = opaque(malloc(size))) != NULL, "%zu", size);
	ctl_refresh();
	/* Requests that the cache served and has not told count as well. */
	r1 = ctl_class(MERGED, "bins", j, "nrequests");		/* M213 */
	MUST(r1 - r == NELEM(p), "bin %zu: %ju requests", j,
	    (uintmax_t)(r1 - r));
	ctl_settle();
	m1 = ctl_class(MERGED, "bins", j, "nmalloc");
	d1 = ctl_class(MERGED, "bins", j, "ndalloc");
	MUST(m1 - d1 - (m - d) == NELEM(p), "bin %zu: %ju live", j,
	    (uintmax_t)(m1 - d1 - (m - d)));
	r1 = ctl_class(MERGED, "bins", j, "nrequests");
	MUST(r1 - r == NELEM(p), "bin %zu: %ju requests told", j,
	    (uintmax_t)(r1 - r));
	check_all();
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	ctl_settle();
	m = ctl_class(MERGED, "bins", j, "nmalloc");
	d = ctl_class(MERGED, "bins", j, "ndalloc");
	MUST(m == m1 && d - d1 == NELEM(p), "bin %zu: %ju freed", j,
	    (uintmax_t)(d - d1));
}

static void
small_oracle(void *arg)
{
	unsigned j, nbins = ctl_unsigned("arenas.nbins");
	char name[64];

	(void)arg;
	for (j = 0; j < nbins; j++) {
		snprintf(name, sizeof(name), "arenas.bin.%u.size", j);
		bin_oracle(j, ctl_size(name));
	}
	check_all();
}

/* Runs of a bin: made, used again, at most so many. */
static void
bin_runs(void *arg)
{
	uint64_t nruns, nreruns, high, cur;
	size_t j, i, n = 20000, size = 0;
	char name[64];
	void **p;

	(void)arg;
	for (j = 0; size != 64; j++) {
		snprintf(name, sizeof(name), "arenas.bin.%zu.size", j);
		size = ctl_size(name);
	}
	j--;
	p = malloc(n * sizeof(*p));
	ctl_settle();
	nruns = ctl_class(MERGED, "bins", j, "nruns");
	for (i = 0; i < n; i++)
		p[i] = opaque(malloc(64));
	ctl_settle();
	snprintf(name, sizeof(name), "arenas.bin.%zu.run_size", j);
	cur = ctl_class(MERGED, "bins", j, "curruns");
	MUST(cur >= n * 64 / ctl_size(name), "%ju runs", (uintmax_t)cur);
	MUST(ctl_class(MERGED, "bins", j, "nruns") - nruns + 1 >= cur,
	    "%ju runs", (uintmax_t)cur);
	high = ctl_class(MERGED, "bins", j, "highruns");
	/* Some more, when the cache had been filled for more than it got. */
	MUST(high >= cur && high <= cur + 16, "%ju, %ju runs",
	    (uintmax_t)high, (uintmax_t)cur);
	/* Holes everywhere, to be filled from runs that were full. */
	nreruns = ctl_class(MERGED, "bins", j, "nreruns");	/* M217 */
	for (i = 0; i < n; i += 2)
		free(p[i]);
	ctl_flush();
	for (i = 0; i < n; i += 2)
		p[i] = opaque(malloc(64));
	ctl_settle();
	MUST(ctl_class(MERGED, "bins", j, "nreruns") >= nreruns + cur / 2,
	    "%ju", (uintmax_t)nreruns);
	for (i = 0; i < n; i++)
		free(p[i]);
	ctl_settle();
	MUST(ctl_class(MERGED, "bins", j, "curruns") <= 2, "%ju runs left",
	    (uintmax_t)ctl_class(MERGED, "bins", j, "curruns"));
	MUST(ctl_class(MERGED, "bins", j, "highruns") >= high, "M218");
	free(p);
}

static void
fills_and_flushes(void *arg)
{
	uint64_t fills, flushes;
	void *p[200];
	size_t i, j, size = 0;
	char name[64];

	(void)arg;
	for (j = 0; size != 128; j++) {
		snprintf(name, sizeof(name), "arenas.bin.%zu.size", j);
		size = ctl_size(name);
	}
	j--;
	ctl_settle();
	fills = ctl_class(MERGED, "bins", j, "nfills");		/* M214 */
	for (i = 0; i < NELEM(p); i++)
		p[i] = opaque(malloc(128));
	ctl_refresh();
	MUST(ctl_class(MERGED, "bins", j, "nfills") > fills, "no fill");
	if (tcache_on())
		MUST(ctl_class(MERGED, "bins", j, "nfills") - fills <
		    NELEM(p) / 2, "one by one");
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	ctl_refresh();
	flushes = ctl_class(MERGED, "bins", j, "nflushes");	/* M215 */
	ctl_settle();
	if (tcache_on())
		MUST(ctl_class(MERGED, "bins", j, "nflushes") == flushes + 1,
		    "not one flush");
}

/* Large objects by size, those that caches take and those they do not. */
static void
large_oracle(void *arg)
{
	static const size_t pages[] = { 1, 2, 5, 8, 9, 40, 300, 1000 };
	struct sums before, now;
	uint64_t m, d, r, m1, d1;
	size_t i, k, j;
	void *p[7];

	(void)arg;
	for (i = 0; i < NELEM(pages); i++) {
		if (pages[i] > ctl_size("arenas.nlruns"))
			break;
		j = pages[i] - 1;
		ctl_settle();
		before = read_sums(MERGED, "large");
		m = ctl_class(MERGED, "lruns", j, "nmalloc");	/* M220 */
		d = ctl_class(MERGED, "lruns", j, "ndalloc");	/* M221 */
		r = ctl_class(MERGED, "lruns", j, "nrequests");	/* M222 */
		for (k = 0; k < NELEM(p); k++)
			p[k] = opaque(malloc(pages[i] * PAGE));
		ctl_refresh();
		MUST(ctl_class(MERGED, "lruns", j, "nrequests") - r ==
		    NELEM(p), "%zu pages: requests", pages[i]);
		ctl_settle();
		m1 = ctl_class(MERGED, "lruns", j, "nmalloc");
		d1 = ctl_class(MERGED, "lruns", j, "ndalloc");
		MUST(m1 - d1 - (m - d) == NELEM(p), "%zu pages", pages[i]);
		now = read_sums(MERGED, "large");
		MUST(now.allocated - before.allocated ==
		    NELEM(p) * pages[i] * PAGE, "%zu pages: allocated",
		    pages[i]);
		MUST(now.nrequests - before.nrequests == NELEM(p),
		    "%zu pages: requests", pages[i]);
		MUST(ctl_class(MERGED, "lruns", j, "highruns") >= NELEM(p),
		    "%zu pages: high", pages[i]);
		check_all();
		for (k = 0; k < NELEM(p); k++)
			free(p[k]);
		ctl_settle();
		MUST(ctl_class(MERGED, "lruns", j, "ndalloc") - d1 ==
		    NELEM(p), "%zu pages: freed", pages[i]);
		MUST(ctl_class(MERGED, "lruns", j, "highruns") >= NELEM(p),
		    "%zu pages: the high is forgotten", pages[i]);
		check_all();
	}
}

/* A large object that changes its size where it stands. */
static void
large_resized(void *arg)
{
	uint64_t live;
	void *p;

	(void)arg;
	if (ctl_size("arenas.nlruns") < 200)
		child_skip("no such large objects");
	p = opaque(malloc(100 * PAGE));
	ctl_settle();
	live = ctl_class(MERGED, "lruns", 99, "curruns");
	p = opaque(realloc(p, 50 * PAGE));
	ctl_settle();
	MUST(ctl_class(MERGED, "lruns", 99, "curruns") == live - 1, "100");
	MUST(ctl_class(MERGED, "lruns", 49, "curruns") >= 1, "50");
	check_all();
	p = opaque(realloc(p, 150 * PAGE));
	ctl_settle();
	MUST(ctl_class(MERGED, "lruns", 149, "curruns") >= 1, "150");
	check_all();
	free(p);
}

/* M192 M193 M194, live; M186 M190 M191 with the epoch. */
static void
huge_oracle(void *arg)
{
	uint64_t m, d, a, total, allocated, mapped, high;
	size_t chunk = ctl_size("arenas.chunksize");
	void *p[3];
	size_t i;

	(void)arg;
	ctl_settle();
	allocated = ctl_u64("stats.allocated");
	mapped = ctl_u64("stats.mapped");
	total = ctl_u64("stats.chunks.total");
	m = ctl_u64("stats.huge.nmalloc");
	d = ctl_u64("stats.huge.ndalloc");
	a = ctl_u64("stats.huge.allocated");
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(chunk + 1));
		MUST(ctl_u64("stats.huge.nmalloc") == m + i + 1, "M193");
		MUST(ctl_u64("stats.huge.allocated") ==
		    a + (i + 1) * 2 * chunk, "M192");
	}
	MUST(ctl_u64("stats.allocated") == allocated, "not of the epoch");
	ctl_settle();
	MUST(ctl_u64("stats.allocated") == allocated + 6 * chunk, "M186");
	MUST(ctl_u64("stats.mapped") == mapped + 6 * chunk, "M188");
	MUST(ctl_u64("stats.chunks.total") == total + 6, "M190");
	high = ctl_u64("stats.chunks.high");
	check_all();
	/* Resized: as if freed, and asked for anew. */
	p[0] = opaque(realloc(p[0], 4 * chunk));
	MUST(ctl_u64("stats.huge.allocated") == a + 8 * chunk, "grown");
	p[0] = opaque(realloc(p[0], chunk));
	MUST(ctl_u64("stats.huge.allocated") == a + 5 * chunk, "cut");
	MUST(ctl_u64("stats.huge.nmalloc") == m + 5 &&
	    ctl_u64("stats.huge.ndalloc") == d + 2, "%ju, %ju",
	    (uintmax_t)(ctl_u64("stats.huge.nmalloc") - m),
	    (uintmax_t)(ctl_u64("stats.huge.ndalloc") - d));
	for (i = 0; i < NELEM(p); i++) {
		free(p[i]);
		MUST(ctl_u64("stats.huge.ndalloc") == d + 3 + i, "M194");
	}
	MUST(ctl_u64("stats.huge.allocated") == a, "M192");
	ctl_settle();
	MUST(ctl_u64("stats.allocated") == allocated, "M186");
	MUST(ctl_u64("stats.mapped") == mapped, "M188");
	MUST(ctl_u64("stats.chunks.high") >= high, "M191");
	check_all();
}

/* Threads. */

struct load {
	uint64_t	seed;
	size_t		rounds;
	uint64_t	nsmall;		/* requests made */
	size_t		small_max;
};

static void *
load_thread(void *arg)
{
	struct load *l = arg;
	void *p[64] = { NULL };
	size_t i, k, n;

	for (i = 0; i < l->rounds; i++) {
		k = rng_below(&l->seed, NELEM(p));
		free(p[k]);
		n = rng_below(&l->seed, 100);
		n = n < 80 ? rng_below(&l->seed, 2000) + 1 : n < 99 ?
		    rng_below(&l->seed, 100000) + 1 : 5 * MIB;
		p[k] = opaque(malloc(n));
		if (p[k] == NULL)
			abort();
		*(char *)p[k] = 1;
		l->nsmall += n <= l->small_max;
	}
	for (k = 0; k < NELEM(p); k++)
		free(p[k]);
	return NULL;
}

static void
run_load(struct load *l, pthread_t *t, size_t n, size_t rounds)
{
	size_t i;

	for (i = 0; i < n; i++) {
		l[i] = (struct load){ .seed = i * 77 + 5, .rounds = rounds,
		    .small_max = ctl_size("arenas.sspace_max") };
		MUST(pthread_create(&t[i], NULL, load_thread, &l[i]) == 0,
		    "thread %zu", i);
	}
}

/* Each epoch fits together while threads go on. */
static void
under_load(void *arg)
{
	uint64_t requests = 0, total = 0, high = 0, r, c, h;
	struct load l[3];
	pthread_t t[3];
	size_t i;

	(void)arg;
	run_load(l, t, NELEM(t), 40000);
	for (i = 0; i < 60; i++) {
		ctl_refresh();
		check_all();
		r = ctl_arena(MERGED, "small.nrequests");
		c = ctl_u64("stats.chunks.total");
		h = ctl_u64("stats.chunks.high");
		MUST(r >= requests && c >= total && h >= high,
		    "counters go back");
		requests = r;
		total = c;
		high = h;
	}
	for (i = 0; i < NELEM(t); i++)
		pthread_join(t[i], NULL);
	ctl_settle();
	check_all();
}

/* All requests of threads that are gone are known, and nothing is left. */
static void
after_threads(void *arg)
{
	struct sums s0, l0, s1, l1;
	uint64_t nsmall = 0;
	struct load l[4];
	pthread_t t[4];
	size_t i;

	(void)arg;
	/* What the host allocates for a thread, it keeps. */
	run_load(l, t, NELEM(t), 0);
	for (i = 0; i < NELEM(t); i++)
		pthread_join(t[i], NULL);
	ctl_settle();
	s0 = read_sums(MERGED, "small");
	l0 = read_sums(MERGED, "large");
	run_load(l, t, NELEM(t), 20000);
	for (i = 0; i < NELEM(t); i++) {
		pthread_join(t[i], NULL);
		nsmall += l[i].nsmall;
	}
	ctl_settle();
	s1 = read_sums(MERGED, "small");
	l1 = read_sums(MERGED, "large");
	/* A thread may cost the host a few small objects. */
	MUST(s1.nrequests - s0.nrequests >= nsmall &&
	    s1.nrequests - s0.nrequests <= nsmall + 16 * NELEM(t),
	    "%ju requests of %ju", (uintmax_t)(s1.nrequests - s0.nrequests),
	    (uintmax_t)nsmall);
	/* M232 */
	MUST(s1.nmalloc - s1.ndalloc == s0.nmalloc - s0.ndalloc,
	    "%ju small left", (uintmax_t)(s1.nmalloc - s1.ndalloc));
	MUST(l1.nmalloc - l1.ndalloc == l0.nmalloc - l0.ndalloc,
	    "%ju large left", (uintmax_t)(l1.nmalloc - l1.ndalloc));
	check_all();
}

static atomic_uint arrived;
static atomic_bool go;

static void *
waiter(void *arg)
{
	free(opaque(malloc(10)));
	atomic_fetch_add(&arrived, 1);
	while (!go)
		usleep(1000);
	return arg;
}

/* M195 */
static void
thread_counts(void *arg)
{
	pthread_t t[5];
	unsigned before, i, sum;

	(void)arg;
	free(opaque(malloc(10)));
	ctl_refresh();
	before = ctl_nthreads(MERGED);
	MUST(before >= 1, "no thread");
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_create(&t[i], NULL, waiter, NULL) == 0, "%u", i);
	while (arrived != NELEM(t))
		usleep(1000);
	MUST(ctl_nthreads(MERGED) == before, "not of the epoch");
	ctl_refresh();
	MUST(ctl_nthreads(MERGED) == before + NELEM(t), "%u threads",
	    ctl_nthreads(MERGED));
	for (i = sum = 0; i < nopen(); i++)
		sum += ctl_nthreads(i);
	MUST(sum == ctl_nthreads(MERGED), "%u threads", sum);
	go = true;
	for (i = 0; i < NELEM(t); i++)
		pthread_join(t[i], NULL);
	ctl_refresh();
	MUST(ctl_nthreads(MERGED) == before, "%u threads are left",
	    ctl_nthreads(MERGED));
}

/* A forked child reads and refreshes whatever other threads were doing. */
static void
forks(void *arg)
{
	struct load l[2];
	pthread_t t[2];
	int i, status;
	pid_t pid;

	(void)arg;
	run_load(l, t, NELEM(t), 30000);
	for (i = 0; i < 20; i++) {
		ctl_refresh();
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0) {
			alarm(30);
			ctl_refresh();
			check_all();
			_exit(0);
		}
		MUST(waitpid(pid, &status, 0) == pid && status == 0,
		    "child %d: %x", i, status);
	}
	for (i = 0; i < (int)NELEM(t); i++)
		pthread_join(t[i], NULL);
}

static void *
refresher(void *arg)
{
	int i;

	for (i = 0; i < 50; i++)
		ctl_refresh();
	return arg;
}

/* Known: half a million arenas, and a thread with little stack. */
static void
many_arenas(void *arg)
{
	pthread_attr_t attr;
	pthread_t t;

	(void)arg;
	MUST(ctl_unsigned("arenas.narenas") == 524288, "%u",
	    ctl_unsigned("arenas.narenas"));
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	MUST(pthread_create(&t, &attr, refresher, NULL) == 0, "thread");
	pthread_join(t, NULL);
	check_all();
	/* Nor is there a table of them. */
	MUST(memory_now(1) < 64 * MIB, "%zu bytes resident", memory_now(1));
}

static void __attribute__((constructor))
many_arenas_entry(void)
{
	if (getenv("T_CTL_MANY") == NULL)
		return;
	alarm(60);
	many_arenas(NULL);
	_exit(0);
}

static void
many_arenas_again(void *arg)
{
	char self[4096];
	ssize_t n;

	(void)arg;
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	MUST(n > 0, "errno %d", errno);
	self[n] = '\0';
	setenv("MALLOC_CONF", "narenas:524288", 1);
	setenv("T_CTL_MANY", "", 1);
	execl(self, self, (char *)NULL);
	MUST(false, "errno %d", errno);
}

/* A snapshot needs memory; without any the old one stays. */
static void
no_memory(void *arg)
{
	unsigned ind = 1, n = ctl_unsigned("arenas.narenas");
	uint64_t any = 0;
	int error;

	(void)arg;
	if (n < 2 || !ctl_has("tls"))
		child_skip("one arena only");
	ctl_refresh();
	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "thread.arena");
	MUST(limit_address_space(0) == 0, "errno %d", errno);
	error = mallctl("epoch", NULL, NULL, &any, sizeof(any));
	MUST(error == EAGAIN, "error %d", error);	/* M047 */
	MUST(ctl_u64("epoch") == 2, "%ju", (uintmax_t)ctl_u64("epoch"));
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	ctl_refresh();
	MUST(ctl_u64("epoch") == 3, "%ju", (uintmax_t)ctl_u64("epoch"));
	check_all();
}

/* M225 M226 M227 M228 */
static void
swap_names(void *arg)
{
	const size_t size = 4 * ctl_size("arenas.chunksize");
	int fds[2], read[2];
	bool yes = true;
	size_t len, avail;
	FILE *f[2];
	void *p;

	(void)arg;
	f[0] = tmpfile();
	f[1] = tmpfile();
	MUST(f[0] != NULL && f[1] != NULL, "errno %d", errno);
	fds[0] = fileno(f[0]);
	fds[1] = fileno(f[1]);
	MUST(ftruncate(fds[0], (off_t)size) == 0 &&
	    ftruncate(fds[1], (off_t)size + 100) == 0, "errno %d", errno);
	MUST(ctl_size("swap.nfds") == 0, "files before");
	MUST(mallctl("swap.prezeroed", NULL, NULL, &yes, 1) == 0, "M226");
	yes = false;
	ctl_get("swap.prezeroed", &yes, sizeof(yes));
	MUST(yes, "it was not set");
	MUST(mallctl("swap.fds", NULL, NULL, fds, 3) == EINVAL, "3 bytes");
	MUST(mallctl("swap.fds", NULL, NULL, fds, sizeof(fds)) == 0, "M228");
	MUST(ctl_size("swap.nfds") == 2, "M227");
	len = sizeof(read);
	MUST(mallctl("swap.fds", read, &len, NULL, 0) == 0 &&
	    read[0] == fds[0] && read[1] == fds[1], "%d %d", read[0],
	    read[1]);
	len = sizeof(read[0]);
	read[0] = read[1] = -5;
	MUST(mallctl("swap.fds", read, &len, NULL, 0) == EINVAL &&
	    read[0] == fds[0] && read[1] == -5, "%d %d", read[0], read[1]);
	MUST(mallctl("swap.fds", NULL, NULL, fds, sizeof(fds)) == EPERM,
	    "twice");
	MUST(mallctl("swap.prezeroed", NULL, NULL, &yes, 1) == EPERM,
	    "too late");
	if (!ctl_has("stats"))
		return;
	MUST(ctl_size("swap.avail") == 0, "not of the epoch");
	ctl_refresh();
	avail = ctl_size("swap.avail");
	MUST(avail == 2 * size, "%zu", avail);
	p = opaque(malloc(size / 2));
	ctl_refresh();
	MUST(ctl_size("swap.avail") == avail - size / 2, "%zu",
	    ctl_size("swap.avail"));
	free(p);
}

CASE(small_objects_by_bin, small_oracle, "stats")
CASE(runs_of_a_bin, bin_runs, "stats")
CASE2(fills_and_flushes_of_caches, fills_and_flushes, "stats", "tcache")
CASE(large_objects_by_size, large_oracle, "stats")
CASE(large_objects_resized, large_resized, "stats")
CASE(huge_objects, huge_oracle, "stats")
CASE(figures_fit_under_load, under_load, "stats")
CASE(nothing_is_lost_with_threads, after_threads, "stats")
CASE(threads_of_arenas, thread_counts, "tls")
CASE(forked_children_read, forks, "stats")
CASE(half_a_million_arenas, many_arenas_again, "stats")
CASE(no_memory_for_a_snapshot, no_memory, "stats")
CASE(swap_files, swap_names, "swap")

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, small_objects_by_bin);
	ATF_TP_ADD_TC(tp, runs_of_a_bin);
	ATF_TP_ADD_TC(tp, fills_and_flushes_of_caches);
	ATF_TP_ADD_TC(tp, large_objects_by_size);
	ATF_TP_ADD_TC(tp, large_objects_resized);
	ATF_TP_ADD_TC(tp, huge_objects);
	ATF_TP_ADD_TC(tp, figures_fit_under_load);
	ATF_TP_ADD_TC(tp, nothing_is_lost_with_threads);
	ATF_TP_ADD_TC(tp, threads_of_arenas);
	ATF_TP_ADD_TC(tp, forked_children_read);
	ATF_TP_ADD_TC(tp, half_a_million_arenas);
	ATF_TP_ADD_TC(tp, no_memory_for_a_snapshot);
	ATF_TP_ADD_TC(tp, swap_files);
	return atf_no_error();
}
