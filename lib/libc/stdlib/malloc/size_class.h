/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 2, frozen: size classes.  Written once while booting, read-only then.
 *
 * A class is a small number that is at once the index of a thread's cache,
 * and the byte that the page map keeps for a page:
 *
 *	0			not a page of ours, or a free one
 *	1 .. nbins		small: bin class - 1
 *	nbins + 1 .. nbins + nlarge
 *				first page of a large run of class - nbins
 *				pages, cached by threads
 *	CLASS_LARGE		first page of any larger large run; caches
 *				number its sizes on, nbins + pages
 *	CLASS_HUGE		first page of a huge block
 *	CLASS_INSIDE		any other page of a large run
 *	CLASS_CHUNK		the header of a chunk
 *
 * Sizes in bytes, with 4 KiB pages: tiny 8; quantum-spaced 16, 32 ... 128;
 * cacheline-spaced 192 ... 512; subpage-spaced 768 ... 3840; large 4 KiB,
 * 8 KiB ... 4072 KiB; huge 4 MiB, 8 MiB ...
 */

#ifndef _SIZE_CLASS_H_
#define	_SIZE_CLASS_H_

#include "malloc_conf.h"

#define	QUANTUM			((size_t)1 << LG_QUANTUM)
#define	CACHELINE		((size_t)64)
#define	SUBPAGE_MIN		((size_t)256)
#define	TINY_MIN		((size_t)8)

#define	NCLASSES		90	/* class bytes, and stacks of a thread */
#define	CLASS_NONE		0
#define	CLASS_LARGE		(NCLASSES - 4)
#define	CLASS_HUGE		(NCLASSES - 3)
#define	CLASS_INSIDE		(NCLASSES - 2)
#define	CLASS_CHUNK		(NCLASSES - 1)

/* Large sizes, in pages, that caches have stacks for at the most. */
#define	TCACHE_LARGE_MAX	1024

/* Largest size that the table below answers for, and its step. */
#define	LOOKUP_MAX		((size_t)32768)
#define	LG_LOOKUP		3

/*
 * How a pointer of a class is checked: it is the start of an object if
 * (address & mask) * inverse, modulo 2^32, is less than limit.
 *
 * inverse is 2^32 / size rounded up, so size * inverse is 2^32 + e for some
 * e < size.  The offset k * size then gives k * e, any other one at least
 * inverse.  limit is the number of regions times e: behind the last region
 * nothing passes.  Where e is 0 size divides the run, and limit is 1.  All
 * zero lets nothing pass.
 */
struct class_check {
	uint32_t	inverse;
	uint32_t	limit;
};

struct bin_info {
	uint32_t	reg_size;	/* bytes of a region */
	uint32_t	nregs;		/* regions of a run */
	uint32_t	run_pages;	/* a power of two; runs are aligned so */
	uint32_t	nwords;		/* 64-bit words of the bitmap */
	uint32_t	inverse;
};

struct class_table {
	unsigned	ntbins, nqbins, ncbins, nsbins;
	unsigned	nbins;		/* sum of the four */
	unsigned	nlarge;		/* large sizes that threads cache */
	size_t		subpage;	/* step of the subpage-spaced classes */
	size_t		small_max;	/* largest small size */
	size_t		cached_max;	/* largest size with a cache */
	size_t		large_max;	/* largest large size */
	size_t		again_min;	/* above it alloc_again() may serve */
	struct bin_info	bins[NCLASSES];
	struct class_check checks[NCLASSES];
	uint32_t	masks[NCLASSES];
	uint8_t		lookup[(LOOKUP_MAX >> LG_LOOKUP) + 1];
};

/* Pages of a chunk: the data pages, and where they begin. */
struct chunk_geometry {
	size_t	npages;			/* all pages of a chunk */
	size_t	first;			/* first data page */
	size_t	ndata;			/* data pages */
	size_t	header;			/* page of the header */
};

/*
 * All frozen state, in pages of its own: written while booting and then made
 * read-only by the memory management of the CPU.
 *
 * It shares one object with the page map (pagemap.h), so that free() reaches
 * all it must read from one register.
 */
#define	FROZEN_SIZE	((size_t)8192)

union frozen {
	struct {
		struct options		conf;
		struct chunk_geometry	chunk_layout;
		struct class_table	size_classes;
		uintptr_t		freed_key;
	} f;
	char	pages[FROZEN_SIZE];
};

#define	LG_PAGEMAP_LEAF	32		/* address bits below one root entry */
#define	PAGEMAP_ROOT	((size_t)1 << (48 - LG_PAGEMAP_LEAF))
#define	PAGEMAP_LEAF	((size_t)1 << (LG_PAGEMAP_LEAF - LG_GRANULE))

struct image {
	uint8_t		none[PAGEMAP_LEAF];	/* leaf of no class at all */
	union frozen	frozen;
	intptr_t	root[PAGEMAP_ROOT];	/* of leaves, from none */
};

extern struct image image;

#define	conf		(image.frozen.f.conf)
#define	chunk_layout	(image.frozen.f.chunk_layout)
#define	size_classes	(image.frozen.f.size_classes)

/* Marks freed objects (tcache.h); its upper 16 bits are not all 0. */
#define	freed_key	(image.frozen.f.freed_key)

static inline unsigned
lg_page(void)
{

	return (config_dynamic_page_shift ? conf_lg_page : LG_PAGE_STATIC);
}

static inline size_t
page_size(void)
{

	return ((size_t)1 << lg_page());
}

static inline size_t
chunk_size(void)
{

	return ((size_t)1 << conf.lg_chunk);
}

/* Whether an address can be the start of an object of a class. */
static inline bool
check_passes(size_t class, uintptr_t addr)
{

	return (((uint32_t)addr & size_classes.masks[class]) *
	    size_classes.checks[class].inverse <
	    size_classes.checks[class].limit);
}

void	size_class_boot(size_t chunk_header_size, size_t page_entry_size);

static inline bool
class_is_small(unsigned class)
{

	return (class - 1 < size_classes.nbins);
}

/* Class of a size up to small_max that is beyond the lookup table. */
static inline unsigned
size_class_subpage(size_t size)
{

	return (size_classes.nbins -
	    (unsigned)((size_classes.small_max - size) / size_classes.subpage));
}

/* Class of a large run of so many pages in the page map. */
static inline unsigned
size_class_large(size_t npages)
{

	return (npages <= size_classes.nlarge &&
	    size_classes.nbins + npages < CLASS_LARGE ?
	    size_classes.nbins + (unsigned)npages : CLASS_LARGE);
}

/* Class, as caches number them, of a size up to cached_max. */
static inline unsigned
size_class(size_t size)
{
	unsigned class;

	if (likely(size <= LOOKUP_MAX)) {
		class = size_classes.lookup[(size + 7) >> LG_LOOKUP];
		if (likely(class != CLASS_NONE))
			return (class);
	}
	if (size <= size_classes.small_max)
		return (size_class_subpage(size));
	return (size_classes.nbins +
	    (unsigned)((size + page_size() - 1) >> lg_page()));
}

#endif /* !_SIZE_CLASS_H_ */
