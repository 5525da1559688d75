/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The size classes and the layout of a chunk, for every geometry that the
 * options allow.  A child makes the tables anew; it must not allocate.
 */
#include "unit.h"

#define LG_SMALL_MIN	4
#define LG_SMALL_MAX	11
#define RUN_PAGES_MAX	16

#define sc	(&size_classes)
#define l	(&chunk_layout)

struct setting {
	size_t lg_qspace_max, lg_cspace_max, lg_chunk, lg_tcache_max;
	unsigned lg_page;
};

static struct setting now;		/* for the words of a failure */

#define CHECK(e, ...)							\
	do {								\
		if (!(e))						\
			fail_at(__LINE__, #e, __VA_ARGS__);		\
	} while (0)

static _Noreturn void fail_at(int, const char *, const char *, ...)
    __attribute__((format(printf, 3, 4)));

static _Noreturn void
fail_at(int line, const char *expr, const char *fmt, ...)
{
	char buf[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	test_die(__FILE__, line, expr, "qspace %zu cspace %zu chunk %zu "
	    "tcache %zu page %u: %s", now.lg_qspace_max, now.lg_cspace_max,
	    now.lg_chunk, now.lg_tcache_max, now.lg_page, buf);
}

static void
tables(const struct setting *o)
{
	now = *o;
	memset(&size_classes, 0, sizeof(size_classes));
	memset(&chunk_layout, 0, sizeof(chunk_layout));
	conf.lg_qspace_max = o->lg_qspace_max;
	conf.lg_cspace_max = o->lg_cspace_max;
	conf.lg_chunk = o->lg_chunk;
	conf.lg_tcache_max = o->lg_tcache_max;
	conf_lg_page = o->lg_page;
	size_class_boot(sizeof(struct chunk), sizeof(struct run *));
}

static void
unfreeze_tables(void)
{
	unfreeze(&conf, sizeof(conf));
	unfreeze(&size_classes, sizeof(size_classes));
	unfreeze(&chunk_layout, sizeof(chunk_layout));
	unfreeze(&conf_lg_page, sizeof(conf_lg_page));
}

/* The sizes of table 1 under these options, in order; how many. */
static size_t
model_sizes(const struct setting *o, size_t sizes[256])
{
	size_t n = 0, s, q, c, page = (size_t)1 << o->lg_page, step;

	q = (size_t)1 << o->lg_qspace_max;
	c = (size_t)1 << o->lg_cspace_max;
	step = page / 64 > 256 ? page / 64 : 256;
	if (config_tiny)
		sizes[n++] = 8;
	for (s = 16; s <= q; s += 16)
		sizes[n++] = s;
	for (s = q / 64 * 64 + 64; s <= c; s += 64)
		sizes[n++] = s;
	for (s = c / step * step + step; s < page; s += step)
		sizes[n++] = s;
	return n;
}

static void
check_sizes(const struct setting *o)
{
	size_t i, n, size, sizes[256];
	unsigned class;

	n = model_sizes(o, sizes);
	CHECK(sc->nbins == n, "%u bins, not %zu", sc->nbins, n);
	CHECK(sc->nbins < CLASS_LARGE && sc->nlarge <= TCACHE_LARGE_MAX,
	    "%u + %u classes", sc->nbins, sc->nlarge);
	CHECK(sc->ntbins + sc->nqbins + sc->ncbins + sc->nsbins == n,
	    "%u + %u + %u + %u", sc->ntbins, sc->nqbins, sc->ncbins,
	    sc->nsbins);
	for (i = 0; i < n; i++)
		CHECK(sc->bins[i].reg_size == sizes[i],
		    "bin %zu is of %u bytes, not %zu", i,
		    sc->bins[i].reg_size, sizes[i]);
	CHECK(sc->small_max == sizes[n - 1], "small_max %zu", sc->small_max);
	for (size = 1, i = 0; size <= sc->small_max; size++) {
		while (sizes[i] < size)
			i++;
		class = size_class(size);
		CHECK(class == i + 1, "%zu bytes are of class %u, not %zu",
		    size, class, i + 1);
		CHECK(class_is_small(class), "class %u", class);
	}
	CHECK(size_class(0) == 1, "0 bytes are of class %u", size_class(0));
	for (; size <= sc->cached_max; size += size < 65536 ? 1 : 511) {
		class = size_class(size);
		CHECK(class == sc->nbins + ((size - 1) >> o->lg_page) + 1,
		    "%zu bytes are of class %u", size, class);
		CHECK(!class_is_small(class), "class %u", class);
	}
}

static void
check_large(const struct setting *o)
{
	size_t page = (size_t)1 << o->lg_page, want;

	CHECK(sc->large_max == chunk_layout.ndata * page, "large_max %zu",
	    sc->large_max);
	CHECK(sc->cached_max >= sc->small_max, "cached_max %zu",
	    sc->cached_max);
	CHECK(sc->cached_max <= sc->large_max ||
	    sc->cached_max == sc->small_max, "cached_max %zu above %zu",
	    sc->cached_max, sc->large_max);
	want = o->lg_tcache_max >= 40 ? SIZE_MAX :
	    (size_t)1 << o->lg_tcache_max;
	if (want > sc->large_max)
		want = sc->large_max;
	if (want / page > TCACHE_LARGE_MAX)
		want = TCACHE_LARGE_MAX * page;
	want = want < page ? sc->small_max : want / page * page;
	CHECK(sc->cached_max == want, "cached_max %zu, not %zu",
	    sc->cached_max, want);
	CHECK(sc->nlarge == (want > sc->small_max ? want / page : 0),
	    "nlarge %u", sc->nlarge);
}

static void
check_layout(const struct setting *o)
{
	size_t page = (size_t)1 << o->lg_page, header;

	header = sizeof(struct chunk) + l->npages * sizeof(struct run *);
	CHECK(l->npages == (size_t)1 << (o->lg_chunk - o->lg_page),
	    "%zu pages", l->npages);
	CHECK(l->ndata != 0, "no data");
	CHECK(l->first + l->ndata <= l->npages, "first %zu ndata %zu",
	    l->first, l->ndata);
	CHECK(l->header + (header + page - 1) / page <= l->first,
	    "header at %zu, data at %zu", l->header, l->first);
	/* Guards cost three pages: not where pages are few. */
	if (l->npages >= 64)
		CHECK(l->header == 1 && l->first == 2 + (header + page - 1) /
		    page && l->first + l->ndata == l->npages - 1,
		    "header %zu first %zu ndata %zu", l->header, l->first,
		    l->ndata);
	else
		CHECK(l->first + l->ndata == l->npages, "first %zu ndata %zu",
		    l->first, l->ndata);
}

/*
 * A run of so many pages can stand somewhere in a chunk, and 32 bits suffice
 * to check any offset in it.
 */
static bool
has_place(const struct setting *o, size_t pages, size_t size)
{
	size_t start;

	if ((pages << o->lg_page) > (UINT64_C(1) << 32) >>
	    (64 - __builtin_clzl(size - 1)))
		return false;
	start = (chunk_layout.first + pages - 1) / pages * pages;
	return start + pages <= chunk_layout.first + chunk_layout.ndata;
}

/* At most a fortieth is lost, or as little as any run would. */
static void
check_run(const struct setting *o, unsigned bin)
{
	const struct bin_info *b = &size_classes.bins[bin];
	size_t p, size, waste, other;

	CHECK(b->run_pages != 0 && (b->run_pages & (b->run_pages - 1)) == 0 &&
	    b->run_pages <= RUN_PAGES_MAX, "bin %u: %u pages", bin,
	    b->run_pages);
	CHECK(has_place(o, b->run_pages, b->reg_size), "bin %u: no place for %u pages", bin,
	    b->run_pages);
	size = (size_t)b->run_pages << o->lg_page;
	CHECK(b->nregs == size / b->reg_size && b->nregs != 0,
	    "bin %u: %u regions", bin, b->nregs);
	CHECK(b->nwords == (b->nregs + 63) / 64, "bin %u: %u words", bin,
	    b->nwords);
	CHECK(b->nwords * sizeof(uint64_t) <= BASE_SIZE_MAX,
	    "bin %u: %u words", bin, b->nwords);
	CHECK(b->nregs <= UINT16_MAX, "bin %u: %u regions", bin, b->nregs);
	waste = size % b->reg_size;
	for (p = 1; p <= RUN_PAGES_MAX && waste * 40 > size; p *= 2) {
		other = (p << o->lg_page) % b->reg_size;
		CHECK(!has_place(o, p, b->reg_size) || other * b->run_pages >= waste * p ||
		    p << o->lg_page < b->reg_size, "bin %u of %u "
		    "bytes: %zu of %u pages wasted, %zu of %zu would be", bin,
		    b->reg_size, waste, b->run_pages, other, p);
	}
}

/* Start of an object, and index of a region, for each offset in a run. */
static void
check_inverse(const struct setting *o, unsigned bin)
{
	static struct { uint32_t size, pages; } seen[1024];
	static size_t nseen;
	const struct bin_info *b = &size_classes.bins[bin];
	const struct class_check *c = &size_classes.checks[bin + 1];
	uint32_t off, size, run;
	size_t i;

	run = b->run_pages << o->lg_page;
	CHECK(size_classes.masks[bin + 1] == run - 1 &&
	    c->inverse == b->inverse, "bin %u: mask 0x%x", bin,
	    size_classes.masks[bin + 1]);
	for (i = 0; i < nseen; i++) {
		if (seen[i].size == b->reg_size && seen[i].pages == run)
			return;
	}
	CHECK(nseen < NELEM(seen), "too many kinds of runs");
	seen[nseen].size = b->reg_size;
	seen[nseen++].pages = run;
	size = b->reg_size;
	for (off = 0; off < run; off++) {
		CHECK((off * c->inverse < c->inverse) == (off % size == 0),
		    "size %u, offset %u of %u", size, off, run);
		CHECK(((uint64_t)off * b->inverse) >> 32 == off / size,
		    "size %u, region of offset %u", size, off);
	}
}

static void
check_large_check(const struct setting *o)
{
	const struct class_check *c;
	uint32_t off, page = (uint32_t)1 << o->lg_page;
	unsigned i;

	for (i = 1; i <= size_classes.nlarge; i++) {
		if (size_classes.nbins + i >= CLASS_LARGE) {
			CHECK(size_class_large(i) == CLASS_LARGE,
			    "%u pages: class %u", i, size_class_large(i));
			continue;
		}
		CHECK(size_class_large(i) == size_classes.nbins + i,
		    "%u pages: class %u", i, size_class_large(i));
		c = &size_classes.checks[size_classes.nbins + i];
		CHECK(size_classes.masks[size_classes.nbins + i] == page - 1,
		    "class %u", i);
		for (off = 0; off < page; off += off < 64 ? 1 : 31)
			CHECK((off * c->inverse < c->inverse) == (off == 0),
			    "large class %u, offset %u", i, off);
	}
	/* What is no class of ours lets nothing pass. */
	CHECK(size_class_large(size_classes.nlarge + 1) == CLASS_LARGE,
	    "%u pages", size_classes.nlarge + 1);
	c = &size_classes.checks[CLASS_NONE];
	CHECK(c->inverse == 0, "class 0");
	for (i = size_classes.nbins + size_classes.nlarge + 1; i < NCLASSES;
	    i++)
		CHECK(size_classes.checks[i].inverse == 0, "class %u", i);
}

static void
check_all(const struct setting *o)
{
	unsigned i;

	tables(o);
	check_layout(o);
	check_sizes(o);
	check_large(o);
	for (i = 0; i < size_classes.nbins; i++) {
		check_run(o, i);
		check_inverse(o, i);
	}
	check_large_check(o);
}

/* All pairs of limits for one size of chunk. */
static void
all_spacings(struct setting o)
{
	size_t q, c;

	for (q = LG_SMALL_MIN; q <= LG_SMALL_MAX; q++) {
		for (c = q + 2; c <= LG_SMALL_MAX; c++) {
			o.lg_qspace_max = q;
			o.lg_cspace_max = c;
			check_all(&o);
		}
	}
}

static void
all_chunks(void *arg)
{
	struct setting o = { .lg_tcache_max = 15, .lg_page = 12 };

	(void)arg;
	unfreeze_tables();
	for (o.lg_chunk = 13; o.lg_chunk <= 26; o.lg_chunk++)
		all_spacings(o);
}

ATF_TC_WITHOUT_HEAD(all_spacings_and_chunks);
ATF_TC_BODY(all_spacings_and_chunks, tc)
{
	run_child(all_chunks, NULL, 100);
}

static void
all_tcache_max(void *arg)
{
	struct setting o = { 7, 9, 22, 0, 12 };

	(void)arg;
	unfreeze_tables();
	for (o.lg_tcache_max = 0; o.lg_tcache_max < 64; o.lg_tcache_max++) {
		for (o.lg_chunk = 13; o.lg_chunk <= 22; o.lg_chunk += 3)
			check_all(&o);
		o.lg_chunk = 22;
		o.lg_qspace_max = 9;
		o.lg_cspace_max = 11;
		check_all(&o);
		o.lg_qspace_max = 7;
		o.lg_cspace_max = 9;
	}
}

ATF_TC_WITHOUT_HEAD(all_limits_of_thread_caches);
ATF_TC_BODY(all_limits_of_thread_caches, tc)
{
	run_child(all_tcache_max, NULL, 100);
}

static void
all_pages(void *arg)
{
	struct setting o = { 7, 9, 22, 15, 12 };

	(void)arg;
	unfreeze_tables();
	for (o.lg_page = 12; o.lg_page <= 16; o.lg_page++) {
		for (o.lg_chunk = o.lg_page + 1; o.lg_chunk <= 26;
		    o.lg_chunk++)
			check_all(&o);
	}
}

ATF_TC_WITHOUT_HEAD(all_page_sizes);
ATF_TC_BODY(all_page_sizes, tc)
{
	if (!config_dynamic_page_shift)
		atf_tc_skip("the page size is built in");
	run_child(all_pages, NULL, 100);
}

static void
default_layout(void *arg)
{
	const struct setting o = { 7, 9, 22, 15, 12 };

	(void)arg;
	unfreeze_tables();
	tables(&o);
	CHECK(chunk_layout.npages == 1024, "%zu pages", chunk_layout.npages);
	CHECK(chunk_layout.ndata == 1018, "%zu data", chunk_layout.ndata);
	CHECK(chunk_layout.first == 5, "first %zu", chunk_layout.first);
	CHECK(size_classes.large_max == 4072 * KIB, "large_max %zu",
	    size_classes.large_max);
	CHECK(size_classes.small_max == 3840, "small_max %zu",
	    size_classes.small_max);
	CHECK(size_classes.cached_max == 32 * KIB, "cached_max %zu",
	    size_classes.cached_max);
	CHECK(size_classes.nqbins == 8 && size_classes.ncbins == 6 &&
	    size_classes.nsbins == 13 && size_classes.ntbins == config_tiny,
	    "%u %u %u %u", size_classes.ntbins, size_classes.nqbins,
	    size_classes.ncbins, size_classes.nsbins);
}

ATF_TC_WITHOUT_HEAD(table_1_at_default_options);
ATF_TC_BODY(table_1_at_default_options, tc)
{
	run_child(default_layout, NULL, 10);
}

/* A pointer passes if a region begins there, and nowhere else in the run. */
static void
starts(void *arg)
{
	const struct bin_info *b;
	uint32_t off, run;
	unsigned i;

	(void)arg;
	for (i = 0; i < sc->nbins; i++) {
		b = &sc->bins[i];
		run = b->run_pages << lg_page();
		for (off = 0; off < run; off++)
			CHECK(check_passes(i + 1, off) ==
			    (off % b->reg_size == 0 &&
			    off / b->reg_size < b->nregs),
			    "%u bytes, offset %u", b->reg_size, off);
	}
}

ATF_TC_WITHOUT_HEAD(starts_of_regions);
ATF_TC_BODY(starts_of_regions, tc)
{
	run_child(starts, NULL, 20);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, all_spacings_and_chunks);
	ATF_TP_ADD_TC(tp, all_limits_of_thread_caches);
	ATF_TP_ADD_TC(tp, all_page_sizes);
	ATF_TP_ADD_TC(tp, table_1_at_default_options);
	ATF_TP_ADD_TC(tp, starts_of_regions);
	return atf_no_error();
}
