/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Makes the size-class tables and the layout of a chunk from the options.
 * Called once by boot.
 */

#include "malloc_print.h"
#include "size_class.h"

/* Bits of 2^32 / size must suffice for any offset in a run. */
#define	LG_CHECK	32

/* Chunks below this many pages have no room for guard pages. */
#define	GUARDED_MIN	64

/* Runs of regions up to 128 bytes are one page, others four or more. */
#define	SMALL_RUN_REGION	128
#define	RUN_BYTES		((size_t)16384)
#define	RUN_PAGES_MAX		16
#define	LG_RUN_MAX		16	/* log2 bytes: masks have 16 bits */
#define	RUN_WASTE		40	/* at most 1/40 of a run is lost */

_Static_assert(sizeof(image.frozen.f) <= FROZEN_SIZE, "frozen state");

_Alignas(4096) struct image image;

/*
 * A page before the header, one after it and one at the end carry no data,
 * so that a linear overflow meets a page of nobody first.
 */
static void
layout_boot(size_t header_size, size_t entry_size)
{
	struct chunk_geometry *l = &chunk_layout;
	size_t guard, header_pages;

	l->npages = chunk_size() >> lg_page();
	header_pages = (header_size + l->npages * entry_size +
	    page_size() - 1) >> lg_page();
	guard = l->npages >= GUARDED_MIN ? 1 : 0;
	l->header = guard;
	l->first = guard + header_pages + guard;
	l->ndata = l->npages - l->first - guard;
}

static bool
run_fits(size_t pages, size_t reg_size)
{
	size_t start;
	unsigned lg_run, lg_reg;

	start = ALIGN_UP(chunk_layout.first, pages);
	lg_run = lg_page() + (unsigned)__builtin_ctzl(pages);
	lg_reg = 64 - (unsigned)__builtin_clzl(reg_size - 1);
	return (start + pages <= chunk_layout.first + chunk_layout.ndata &&
	    lg_run <= LG_RUN_MAX && lg_run + lg_reg <= LG_CHECK);
}

/* Least pages that waste little; else those that waste least. */
static size_t
run_pages(size_t reg_size)
{
	size_t best, best_waste, p, size, waste;

	p = reg_size <= SMALL_RUN_REGION || RUN_BYTES < page_size() ? 1 :
	    RUN_BYTES >> lg_page();
	while (p > 1 && !run_fits(p, reg_size))
		p /= 2;
	best = p;
	best_waste = SIZE_MAX;
	for (; p <= RUN_PAGES_MAX && (p == 1 || run_fits(p, reg_size));
	    p *= 2) {
		size = p << lg_page();
		waste = (size % reg_size) * RUN_PAGES_MAX / p;
		if (waste < best_waste) {
			best = p;
			best_waste = waste;
		}
		if ((size % reg_size) * RUN_WASTE <= size)
			break;
	}
	return (best);
}

static void
bin_add(size_t reg_size)
{
	struct class_table *sc = &size_classes;
	struct bin_info *b;
	struct class_check *check;
	size_t run_size;

	b = &sc->bins[sc->nbins++];
	b->reg_size = (uint32_t)reg_size;
	b->run_pages = (uint32_t)run_pages(reg_size);
	run_size = (size_t)b->run_pages << lg_page();
	b->nregs = (uint32_t)(run_size / reg_size);
	b->nwords = (b->nregs + 63) / 64;
	b->inverse = (uint32_t)(((UINT64_C(1) << LG_CHECK) + reg_size - 1) /
	    reg_size);
	check = &sc->checks[sc->nbins];
	sc->masks[sc->nbins] = (uint32_t)run_size - 1;
	check->inverse = b->inverse;
	check->limit = b->nregs * ((uint32_t)reg_size * b->inverse);
	if (check->limit == 0)
		check->limit = 1;
}

static size_t
spaced(size_t from, size_t to, size_t step, unsigned *count)
{
	size_t size;

	for (size = ALIGN_UP(from + 1, step); size <= to; size += step) {
		bin_add(size);
		(*count)++;
		from = size;
	}
	return (from);
}

/* Too fine a spacing for the bytes of the page map: coarser steps. */
static size_t
subpage_spacing(void)
{

	return (page_size() / 64 > SUBPAGE_MIN ? page_size() / 64 :
	    SUBPAGE_MIN);
}

static unsigned
nbins_wanted(void)
{
	size_t q, c;

	q = (size_t)1 << conf.lg_qspace_max;
	c = (size_t)1 << conf.lg_cspace_max;
	return ((unsigned)(1 + q / QUANTUM + (c - q) / CACHELINE +
	    (page_size() - c) / size_classes.subpage));
}

static void
bins_boot(void)
{
	struct class_table *sc = &size_classes;
	size_t last = 0;

	sc->subpage = subpage_spacing();
	if (nbins_wanted() >= CLASS_LARGE) {
		print_message("Too many small size classes (%u > max %u)",
		    nbins_wanted(), (unsigned)CLASS_LARGE - 1);
		conf.lg_qspace_max = 7;
		conf.lg_cspace_max = 9;
	}
	if (config_tiny) {
		bin_add(TINY_MIN);
		sc->ntbins = 1;
		last = TINY_MIN;
	}
	last = spaced(last, (size_t)1 << conf.lg_qspace_max, QUANTUM,
	    &sc->nqbins);
	last = spaced(last, (size_t)1 << conf.lg_cspace_max, CACHELINE,
	    &sc->ncbins);
	last = spaced(last, page_size() - sc->subpage, sc->subpage,
	    &sc->nsbins);
	sc->small_max = last;
}

static void
large_boot(void)
{
	struct class_table *sc = &size_classes;
	size_t i, max;

	sc->large_max = chunk_layout.ndata << lg_page();
	max = sc->small_max;
	if (conf.lg_tcache_max < 63 && (size_t)1 << conf.lg_tcache_max > max)
		max = (size_t)1 << conf.lg_tcache_max;
	if (conf.lg_tcache_max >= 63 || max > sc->large_max)
		max = sc->large_max;
	sc->nlarge = TCACHE_LARGE_MAX;
	if (sc->nlarge > max >> lg_page())
		sc->nlarge = (unsigned)(max >> lg_page());
	sc->cached_max = sc->nlarge == 0 ? sc->small_max :
	    (size_t)sc->nlarge << lg_page();
	sc->again_min = (config_fill && (conf.junk || conf.zero)) ||
	    sc->nbins + sc->nlarge >= CLASS_LARGE ? SIZE_MAX : sc->cached_max;
	for (i = 1; size_class_large(i) != CLASS_LARGE; i++) {
		sc->masks[sc->nbins + i] = (uint32_t)page_size() - 1;
		sc->checks[sc->nbins + i].inverse = 1;
		sc->checks[sc->nbins + i].limit = 1;
	}
}

static size_t
class_size_max(unsigned class)
{
	const struct class_table *sc = &size_classes;

	return (class <= sc->nbins ? sc->bins[class - 1].reg_size :
	    (size_t)(class - sc->nbins) << lg_page());
}

/* With sysv:true, size 0 has no class: the slow path knows what to do. */
static void
lookup_boot(void)
{
	struct class_table *sc = &size_classes;
	size_t first, end;
	unsigned class;

	first = config_sysv && conf.sysv ? 1 : 0;
	for (class = 1; class <= sc->nbins + sc->nlarge &&
	    class < CLASS_LARGE; class++) {
		end = class_size_max(class) >> LG_LOOKUP;
		if (end >= nitems(sc->lookup))
			end = nitems(sc->lookup) - 1;
		for (; first <= end; first++)
			sc->lookup[first] = (uint8_t)class;
	}
}

void
size_class_boot(size_t chunk_header_size, size_t page_entry_size)
{

	layout_boot(chunk_header_size, page_entry_size);
	bins_boot();
	large_boot();
	lookup_boot();
}
