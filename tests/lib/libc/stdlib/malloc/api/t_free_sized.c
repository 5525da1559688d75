/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* free_sized and free_aligned_sized of C23: sizes that are true or not. */
#include "malloc_dies.h"
#include "malloc_doors.h"

ATF_TC_WITHOUT_HEAD(null_is_nothing);
ATF_TC_BODY(null_is_nothing, tc)
{
	errno = 1789;
	free_sized(NULL, 0);
	free_sized(NULL, 100);
	free_aligned_sized(NULL, 64, 100);
	free_aligned_sized(NULL, 3, SIZE_MAX);
	REQUIRE(errno == 1789, "errno %d", errno);
}

ATF_TC_WITHOUT_HEAD(every_size_that_was_asked_for);
ATF_TC_BODY(every_size_that_was_asked_for, tc)
{
	size_t n;

	for (n = 0; n < 20000; n++)
		free_sized(opaque(malloc(n)), n);
	for (n = 20000; n < 10 * MIB; n += n / 50) {
		free_sized(opaque(malloc(n)), n);
		free_sized(opaque(calloc(1, n)), n);
	}
}

ATF_TC_WITHOUT_HEAD(size_after_realloc);
ATF_TC_BODY(size_after_realloc, tc)
{
	size_t from, to;
	void *p;

	for (from = 1; from < 10 * MIB; from = from * 3 + 5)
		for (to = 1; to < 10 * MIB; to = to * 3 + 1) {
			p = opaque(malloc(from));
			p = realloc(p, to);
			REQUIRE(p != NULL, "%zu to %zu", from, to);
			free_sized(p, to);
			p = reallocarray(NULL, to, 1);
			REQUIRE(p != NULL, "%zu", to);
			free_sized(p, to);
		}
}

ATF_TC_WITHOUT_HEAD(errno_stays);
ATF_TC_BODY(errno_stays, tc)
{
	size_t n;
	void *p;

	for (n = 1; n < 20 * MIB; n *= 3) {
		p = opaque(malloc(n));
		errno = 1789;
		free_sized(p, n);
		REQUIRE(errno == 1789, "%zu: errno %d", n, errno);
		p = opaque(aligned_alloc(64, n));
		errno = 1789;
		free_aligned_sized(p, 64, n);
		REQUIRE(errno == 1789, "%zu: errno %d", n, errno);
	}
}

ATF_TC_WITHOUT_HEAD(every_alignment_and_size);
ATF_TC_BODY(every_alignment_and_size, tc)
{
	size_t align, n;
	void *p;

	for (align = 1; align <= 16 * MIB; align *= 2)
		for (n = 0; n < 9 * MIB; n += n / 4 + 1) {
			p = opaque(aligned_alloc(align, n));
			REQUIRE(p != NULL, "%zu, %zu", align, n);
			free_aligned_sized(p, align, n);
		}
}

static const struct {
	size_t size, said;
} lies[] = {
	{ 100, 1 }, { 100, 96 }, { 100, 113 }, { 100, 0 }, { 1, 17 },
	{ 129, 128 }, { 3840, 3841 }, { 4096, 4097 }, { 4096, 3000 },
	{ 100000, 90000 }, { 100000, 5 * MIB }, { 9 * MIB, 3 * MIB },
	{ 9 * MIB, 13 * MIB }, { 100, SIZE_MAX }, { 9 * MIB, SIZE_MAX },
	{ 100, TOO_LARGE }
};

static void
lie(void *arg)
{
	size_t i = *(const size_t *)arg;

	free_sized(opaque(malloc(lies[i].size)), opaque_size(lies[i].said));
}

ATF_TC_WITHOUT_HEAD(lies_about_sizes_end_the_program);
ATF_TC_BODY(lies_about_sizes_end_the_program, tc)
{
	size_t i;

	for (i = 0; i < NELEM(lies); i++) {
		/* True enough where options made them one class. */
		if (malloc_good_size(lies[i].size) ==
		    malloc_good_size(lies[i].said))
			continue;
		require_abort(lie, &i,
		    "^<jemalloc>: Error in free_sized\\(\\): wrong size "
		    "[0-9]+ of 0x[0-9a-f]+: an object of [0-9]+ bytes\n$");
	}
}

static const struct {
	size_t align, size, said_align, said;
} aligned_lies[] = {
	{ 64, 100, 64, 129 }, { 64, 100, 64, 64 }, { 64, 100, 4096, 100 },
	{ 4096, 100, 64, 100 }, { 4096, 100, 4096, 4097 },
	{ 8 * MIB, 100, 16, 100 }, { 16, 100, 8 * MIB, 100 },
	{ 16, 100, 16, SIZE_MAX }, { 16, 100, (size_t)1 << 63, 100 },
	{ 4096, 100, 3, 100 }
};

static void
aligned_lie(void *arg)
{
	size_t i = *(const size_t *)arg;

	free_aligned_sized(opaque(aligned_alloc(aligned_lies[i].align,
	    aligned_lies[i].size)), aligned_lies[i].said_align,
	    aligned_lies[i].said);
}

ATF_TC_WITHOUT_HEAD(lies_about_alignments_end_the_program);
ATF_TC_BODY(lies_about_alignments_end_the_program, tc)
{
	size_t i;

	for (i = 0; i < NELEM(aligned_lies); i++)
		require_abort(aligned_lie, &i, "^<jemalloc>: Error in "
		    "free_aligned_sized\\(\\): wrong size [0-9]+ of "
		    "0x[0-9a-f]+: an object of [0-9]+ bytes\n$");
}

static void
free_twice(void *arg)
{
	void *p = opaque(malloc(100));

	(void)arg;
	free_sized(p, 100);
	free_sized(opaque(p), 100);
}

static void
free_inside(void *arg)
{
	char *p = opaque(malloc(100));

	(void)arg;
	free_aligned_sized(p + 16, 16, 100);
}

ATF_TC_WITHOUT_HEAD(wrong_pointers_end_the_program);
ATF_TC_BODY(wrong_pointers_end_the_program, tc)
{
	require_abort(free_twice, NULL,
	    "^<jemalloc>: Error in free[_a-z]*\\(\\): double free of 0x");
	require_abort(free_inside, NULL,
	    "^<jemalloc>: Error in free_aligned_sized\\(\\): invalid pointer");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, null_is_nothing);
	ATF_TP_ADD_TC(tp, every_size_that_was_asked_for);
	ATF_TP_ADD_TC(tp, size_after_realloc);
	ATF_TP_ADD_TC(tp, errno_stays);
	ATF_TP_ADD_TC(tp, every_alignment_and_size);
	ATF_TP_ADD_TC(tp, lies_about_sizes_end_the_program);
	ATF_TP_ADD_TC(tp, lies_about_alignments_end_the_program);
	ATF_TP_ADD_TC(tp, wrong_pointers_end_the_program);
	return atf_no_error();
}
