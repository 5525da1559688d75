/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Under junk:true or zero:true: what stands in new memory, in what a resize
 * adds or leaves alone, and in what was freed.  The argument is the part of
 * the work to do.
 */
#include "malloc_doors.h"

#define NEW	(option_on("junk") ? 0xa5 : 0)

static const size_t sizes[] = {
	1, 7, 8, 9, 16, 20, 42, 100, 128, 129, 500, 513, 1000, 3840, 3841,
	4096, 5000, 20000, 32768, 40000, 100000, 300000, 1000000, 3 * MIB,
	4 * MIB - 10, 4 * MIB, 5 * MIB
};

/* All of it, to the last usable byte. */
static void
is_filled(void *p, int byte, const char *what, size_t n)
{
	size_t usable;

	MUST(p != NULL, "%s(%zu)", what, n);
	usable = malloc_usable_size(p);
	MUST(byte_check(p, byte, usable) == usable,
	    "%s(%zu): byte %zu of %zu is %#x", what, n,
	    byte_check(p, byte, usable), usable,
	    ((const unsigned char *)p)[byte_check(p, byte, usable)]);
}

static void
is_new(void *p, const char *what, size_t n)
{
	is_filled(p, NEW, what, n);
	memset(p, 0xd7, malloc_usable_size(p));
	free(p);
}

/* calloc owes the bytes that were asked for, the others the usable ones. */
static void
is_zero(void *p, const char *what, size_t n)
{
	if (strstr(what, "calloc") != NULL)
		MUST(p != NULL && zero_check(p, n) == n, "%s(%zu)", what, n);
	else
		is_filled(p, 0, what, n);
	memset(p, 0xd7, malloc_usable_size(p));
	free(p);
}

static void
new_objects(void)
{
	size_t align, i, n, round;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (round = 0; round < 3; round++) {
			n = sizes[i];
			is_new(opaque(malloc(n)), "malloc", n);
			is_new(realloc(NULL, n), "realloc", n);
			is_new(reallocarray(NULL, n, 1), "reallocarray", n);
			is_new(reallocf(NULL, n), "reallocf", n);
			is_new(opaque(valloc(n)), "valloc", n);
			is_new(opaque(pvalloc(n)), "pvalloc", n);
			is_new(mallocx(n, 0), "mallocx", n);
			is_new(mallocx(n, MALLOCX_TCACHE_NONE), "uncached", n);
			is_new(mallocx(n, MALLOCX_ARENA(0)), "arena 0", n);
			for (align = 8; align <= 8 * MIB; align *= 4) {
				p = NULL;
				MUST(posix_memalign(&p, align, n) == 0,
				    "%zu, %zu", align, n);
				is_new(p, "posix_memalign", n);
				is_new(opaque(aligned_alloc(align, n)),
				    "aligned_alloc", n);
				if (n > 100000)
					break;
			}
			is_new(opaque(memalign(64, n)), "memalign", n);
			MUST(allocm(&p, NULL, n, 0) == 0, "%zu", n);
			is_new(p, "allocm", n);
			MUST(allocm(&p, NULL, n, ALLOCM_LG_ALIGN(13)) == 0,
			    "%zu", n);
			is_new(p, "aligned allocm", n);
			p = NULL;
			MUST(reallocarr(&p, n, 1) == 0, "%zu", n);
			is_new(p, "reallocarr", n);
		}
	is_new(opaque(malloc(0)), "malloc", 0);
}

static void
zeroed_objects(void)
{
	size_t i, n, round;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (round = 0; round < 3; round++) {
			n = sizes[i];
			is_zero(opaque(calloc(n, 1)), "calloc", n);
			is_zero(mallocx(n, MALLOCX_ZERO), "mallocx", n);
			is_zero(mallocx(n, MALLOCX_ZERO |
			    MALLOCX_TCACHE_NONE), "mallocx", n);
			is_zero(recallocarray(NULL, 0, n, 1), "recallocarray",
			    n);
			MUST(allocm(&p, NULL, n, ALLOCM_ZERO) == 0, "%zu", n);
			is_zero(p, "allocm", n);
			MUST(allocm(&p, NULL, n, ALLOCM_ZERO |
			    ALLOCM_LG_ALIGN(13)) == 0, "%zu", n);
			is_zero(p, "allocm", n);
		}
}

/* Kept below, filled above, whether it moved or not. */
static void
grown(void *p, size_t old, size_t kept, const char *what)
{
	size_t now;
	char *b = p;

	MUST(p != NULL, "%s from %zu", what, old);
	now = malloc_usable_size(p);
	MUST(pattern_check(p, kept, 3) == kept, "%s from %zu: byte %zu", what,
	    old, pattern_check(p, kept, 3));
	if (now > old)
		MUST(byte_check(b + old, NEW, now - old) == now - old,
		    "%s from %zu to %zu: byte %zu is %#x", what, old, now,
		    old + byte_check(b + old, NEW, now - old),
		    (unsigned char)b[old + byte_check(b + old, NEW,
		    now - old)]);
	memset(p, 0xd7, now);
	free(p);
}

static void *
patterned(size_t n, size_t *usable)
{
	void *p;

	p = opaque(malloc(n));
	MUST(p != NULL, "%zu", n);
	*usable = malloc_usable_size(p);
	pattern_fill(p, 0, *usable, 3);
	return p;
}

static void
resized_objects(void)
{
	size_t i, j, old, rsize;
	void *p;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = i; j < NELEM(sizes); j++) {
			p = patterned(sizes[i], &old);
			grown(realloc(p, sizes[j]), old, old, "realloc");
			p = patterned(sizes[i], &old);
			grown(rallocx(p, sizes[j], 0), old, old, "rallocx");
			p = patterned(sizes[i], &old);
			MUST(rallocm(&p, &rsize, sizes[j], 0, 0) == 0, "%zu",
			    sizes[j]);
			grown(p, old, old, "rallocm");
			p = patterned(sizes[i], &old);
			(void)xallocx(p, sizes[j], 0, 0);
			grown(p, old, old, "xallocx");
		}
	/* In place: the pages that follow are free. */
	for (i = 2; i < 30; i++) {
		p = patterned(MIB, &old);
		MUST(xallocx(p, i * PAGE, 0, 0) == i * PAGE, "%zu", i);
		MUST(xallocx(p, 2 * i * PAGE, 0, 0) == 2 * i * PAGE, "%zu",
		    i);
		grown(p, i * PAGE, i * PAGE, "in place");
	}
}

/* What is resized within its class is left alone, up and down. */
static void
same_class(void)
{
	size_t i, usable;
	void *p, *q;

	for (i = 0; i < NELEM(sizes); i++) {
		p = patterned(sizes[i], &usable);
		q = realloc(p, usable);
		MUST(q == p && pattern_check(q, usable, 3) == usable,
		    "%zu to %zu", sizes[i], usable);
		q = realloc(q, sizes[i]);
		MUST(q == p && pattern_check(q, usable, 3) == usable,
		    "%zu to %zu", usable, sizes[i]);
		free(q);
	}
	p = patterned(100, &usable);
	q = realloc(p, 97);
	MUST(q == p && pattern_check(q, usable, 3) == usable, "100 to 97");
	free(q);
}

/*
 * A freed object is as it was, behind the word that marks it, but for pages
 * that were given back.
 */
static void
left_alone(const char *p, size_t usable)
{
	uint64_t v;
	size_t i;

	for (i = 1; i < usable / 8; i++) {
		memcpy(&v, p + i * 8, 8);
		MUST(v == pattern_word(3, i) || v == 0,
		    "word %zu of %zu bytes: %#jx", i, usable, (uintmax_t)v);
	}
}

/* The part that a huge object loses, where it is not unmapped at once. */
static void
cut_huge(void)
{
	size_t chunk = geometry().chunk, usable;
	char *p;

	p = patterned(2 * chunk, &usable);
	MUST(xallocx(p, chunk, 0, 0) == chunk, "%zu", sallocx(p, 0));
	MUST(pattern_check(p, chunk, 3) == chunk, "contents");
	MUST(byte_check(p + chunk, 0x5a, chunk) == chunk,
	    "byte %zu behind a chunk", byte_check(p + chunk, 0x5a, chunk));
	free(p);
}

/* Pages that are not in use may have been purged by now. */
static bool
may_purge(void)
{
	ssize_t lg;

	MUST(ctl_read("opt.lg_dirty_mult", &lg, sizeof(lg)) == 0, "no option");
	return lg >= 0;
}

/* Freed memory that is still mapped; zero:true leaves it alone. */
static void
freed_objects(void)
{
	size_t from, i, usable;
	char *p, *q;

	for (i = 0; i < NELEM(sizes); i++) {
		p = patterned(sizes[i], &usable);
		/* Neighbours keep its pages where they are. */
		q = opaque(malloc(sizes[i]));
		free(p);
		if (option_on("junk")) {
			p = opaque(p);
			MUST(byte_check(p, 0x5a, usable) == usable,
			    "%zu: byte %zu of %zu is %#x", sizes[i],
			    byte_check(p, 0x5a, usable), usable,
			    (unsigned char)p[byte_check(p, 0x5a, usable)]);
		} else
			left_alone(opaque(p), usable);
		free(q);
		if (!option_on("junk"))
			continue;
		p = patterned(sizes[i], &usable);
		q = realloc(p, usable + 1);
		MUST(q != NULL, "%zu", usable);
		p = opaque(p);
		/* A block of pages that moved without a copy is elsewhere. */
		if (q != p && usable < PAGE)
			MUST(byte_check(p, 0x5a, usable) == usable,
			    "moved from %zu: byte %zu of %zu", sizes[i],
			    byte_check(p, 0x5a, usable), usable);
		free(q);
	}
	if (!option_on("junk"))
		return;
	/* The pages that a shrinking object loses. */
	p = patterned(MIB, &usable);
	from = 10 * PAGE;
	MUST(xallocx(p, from, 0, 0) == from, "%zu", sallocx(p, 0));
	MUST(pattern_check(p, from, 3) == from, "contents");
	for (i = from; i < MIB; i += PAGE)
		MUST(byte_check(p + i, 0x5a, PAGE) == PAGE || (may_purge() &&
		    zero_check(p + i, PAGE) == PAGE),
		    "byte %zu behind 10 pages", i - from + byte_check(p + i,
		    0x5a, PAGE));
	free(p);
	cut_huge();
}

int
main(int argc, char *argv[])
{
	const char *part = argc > 1 ? argv[1] : "";

	dirty_heap();
	if (strcmp(part, "new") == 0)
		new_objects();
	else if (strcmp(part, "zeroed") == 0)
		zeroed_objects();
	else if (strcmp(part, "resized") == 0)
		resized_objects();
	else if (strcmp(part, "same") == 0)
		same_class();
	else if (strcmp(part, "freed") == 0)
		freed_objects();
	else
		MUST(false, "no part %s", part);
	return 0;
}
