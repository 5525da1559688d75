/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Memory for records: apart, aligned, zeroed, reused, and exhausted. */
#include "unit.h"

#define RECORDS	512

static uintptr_t
alignment(size_t size)
{
	size_t align = 16;

	/* The largest power of two that divides the size; 16 at least. */
	while (align < 4096 && size % (align * 2) == 0)
		align *= 2;
	return align;
}

struct record {
	unsigned char *p;
	size_t size;
};

static void
take(struct record *r, size_t size, bool fresh)
{
	r->size = size;
	r->p = base_alloc(size);
	MUST(r->p != NULL, "no record of %zu bytes", size);
	MUST((uintptr_t)r->p % alignment((size + 15) & ~(size_t)15) == 0,
	    "%zu bytes at %p", size, (void *)r->p);
	if (fresh)
		MUST(zero_check(r->p, size) == size, "byte %zu of %zu is not "
		    "zero", zero_check(r->p, size), size);
}

static void
random_records(void *arg)
{
	static struct record records[RECORDS];
	uint64_t rng = *(uint64_t *)arg;
	struct record *r;
	size_t i, tag;

	for (i = 0; i < 30000; i++) {
		tag = rng_below(&rng, RECORDS);
		r = &records[tag];
		if (r->p == NULL) {
			take(r, rng_below(&rng, i % 8 == 0 ? BASE_SIZE_MAX :
			    256) + 1, false);
			pattern_fill(r->p, 0, r->size, tag << 32);
		} else {
			MUST(pattern_check(r->p, r->size, tag << 32) ==
			    r->size, "record %zu of %zu bytes", tag, r->size);
			base_dalloc(r->p, r->size);
			r->p = NULL;
		}
	}
}

ATF_TC_WITHOUT_HEAD(records_do_not_overlap);
ATF_TC_BODY(records_do_not_overlap, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_records, &seed, 60);
}

/* Freed records of one size come back before memory is taken anew. */
static void
reuse(void *arg)
{
	static struct record records[RECORDS];
	size_t i, j, k, before, size;

	(void)arg;
	for (k = 0; k < 3; k++) {
		size = (const size_t[]){ 16, 200, 4096 }[k];
		for (i = 0; i < RECORDS; i++)
			take(&records[i], size, true);
		before = base_mapped();
		for (i = 0; i < RECORDS; i++)
			base_dalloc(records[i].p, size);
		for (i = 0; i < RECORDS; i++) {
			void *p = base_alloc(size);

			for (j = 0; j < RECORDS && records[j].p != p; j++)
				continue;
			MUST(j < RECORDS, "%p of %zu bytes was never freed",
			    p, size);
			records[j].p = NULL;
		}
		MUST(base_mapped() == before, "%zu bytes, %zu before",
		    base_mapped(), before);
	}
}

ATF_TC_WITHOUT_HEAD(freed_records_are_reused);
ATF_TC_BODY(freed_records_are_reused, tc)
{
	run_child(reuse, NULL, 10);
}

/* Sizes share a record only if they round up to the same one. */
static void
sizes_apart(void *arg)
{
	void *p, *q;
	size_t size;

	(void)arg;
	for (size = 16; size < BASE_SIZE_MAX; size += 16) {
		p = base_alloc(size);
		base_dalloc(p, size);
		q = base_alloc(size + 16);
		MUST(p != q, "%zu bytes in a record of %zu", size + 16, size);
		MUST(base_alloc(size - 15) == p, "%zu bytes not where %zu "
		    "were", size - 15, size);
	}
}

ATF_TC_WITHOUT_HEAD(sizes_are_kept_apart);
ATF_TC_BODY(sizes_are_kept_apart, tc)
{
	run_child(sizes_apart, NULL, 10);
}

static void
every_size_is_zeroed(void *arg)
{
	struct record r;
	size_t size;

	(void)arg;
	/* Large ones first: no small record was ever freed in this process. */
	for (size = BASE_SIZE_MAX; size > 4096; size -= 61)
		take(&r, size, true);
}

ATF_TC_WITHOUT_HEAD(fresh_records_are_zero);
ATF_TC_BODY(fresh_records_are_zero, tc)
{
	run_child(every_size_is_zeroed, NULL, 10);
}

/* NULL when there is no memory, and as before when there is again. */
static void
exhaust(void *arg)
{
	static struct record first[64];
	size_t i, n, before;
	void *p;

	(void)arg;
	for (i = 0; i < NELEM(first); i++) {
		take(&first[i], 64, false);
		pattern_fill(first[i].p, 0, 64, i);
	}
	errno = 4242;
	MUST(limit_address_space(2 * MIB) == 0, "errno %d", errno);
	before = base_mapped();
	for (n = 0; (p = base_alloc(BASE_SIZE_MAX)) != NULL; n++) {
		MUST(n < 1024, "no end of memory");
		memset(p, 0xee, BASE_SIZE_MAX);
	}
	MUST(n != 0, "nothing at all");
	MUST(base_alloc(BASE_SIZE_MAX) == NULL, "again");
	MUST(base_mapped() - before <= 2 * MIB, "%zu bytes mapped",
	    base_mapped() - before);
	MUST(errno == 4242, "errno %d", errno);
	/* What is left of the last block still serves small ones. */
	base_dalloc(first[0].p, 64);
	MUST(base_alloc(64) == first[0].p, "a freed record is lost");
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	take(&first[0], BASE_SIZE_MAX, false);
	for (i = 1; i < NELEM(first); i++)
		MUST(pattern_check(first[i].p, 64, i) == 64, "record %zu", i);
}

ATF_TC_WITHOUT_HEAD(exhausted_and_recovered);
ATF_TC_BODY(exhausted_and_recovered, tc)
{
	run_child(exhaust, NULL, 10);
}

/* Records are nowhere near what programs get. */
static void
apart(void *arg)
{
	void *p;
	size_t i;

	(void)arg;
	for (i = 0; i < 2000; i++) {
		p = base_alloc(i % 500 + 1);
		MUST(p != NULL, "no memory");
		MUST(pagemap_class(p) == CLASS_NONE, "%p is of class %u", p,
		    pagemap_class(p));
	}
}

ATF_TC_WITHOUT_HEAD(records_are_not_in_the_page_map);
ATF_TC_BODY(records_are_not_in_the_page_map, tc)
{
	run_child(apart, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, records_do_not_overlap);
	ATF_TP_ADD_TC(tp, freed_records_are_reused);
	ATF_TP_ADD_TC(tp, sizes_are_kept_apart);
	ATF_TP_ADD_TC(tp, fresh_records_are_zero);
	ATF_TP_ADD_TC(tp, exhausted_and_recovered);
	ATF_TP_ADD_TC(tp, records_are_not_in_the_page_map);
	return atf_no_error();
}
