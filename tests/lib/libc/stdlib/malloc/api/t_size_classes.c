/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Table 1 of the manual, row by row, through malloc_usable_size(3). */
#include "malloc_atf.h"

static size_t
usable_of(size_t n)
{
	size_t usable;
	void *p;

	p = opaque(malloc(n));
	REQUIRE(p != NULL, "malloc(%zu)", n);
	usable = malloc_usable_size(p);
	free(p);
	return usable;
}

/* All requests of (last, first + k * step .. max] have the class above them. */
static void
check_row(size_t last, size_t max, size_t step, size_t stride)
{
	size_t n, usable, want;

	for (n = last + 1; n <= max; n += stride) {
		want = round_up(n, step);
		usable = usable_of(n);
		REQUIRE(usable == want, "malloc(%zu) has %zu bytes, not %zu",
		    n, usable, want);
	}
}

/* The three requests around each class, for rows of many classes. */
static void
check_edges(size_t first, size_t max, size_t step)
{
	size_t n;

	for (n = first; n <= max; n += step) {
		check_row(n - 2, n, step, 1);
		check_row(n - step, n - step + 1, step, 1);
	}
}

static void
skip_unless_default(void)
{
	struct geometry g = geometry();

	if (g.qspace_max != 128 || g.cspace_max != 512 || g.chunk != 4 * MIB)
		atf_tc_skip("MALLOC_CONF changes the size classes");
}

ATF_TC_WITHOUT_HEAD(tiny_is_8_bytes);
ATF_TC_BODY(tiny_is_8_bytes, tc)
{
	size_t n;

	for (n = 0; n <= 8; n++)
		REQUIRE(usable_of(n) == SMALLEST, "malloc(%zu) has %zu", n,
		    usable_of(n));
}

ATF_TC_WITHOUT_HEAD(quantum_spaced_16_to_128_by_16);
ATF_TC_BODY(quantum_spaced_16_to_128_by_16, tc)
{
	skip_unless_default();
	check_row(8, 128, 16, 1);
}

ATF_TC_WITHOUT_HEAD(cacheline_spaced_192_to_512_by_64);
ATF_TC_BODY(cacheline_spaced_192_to_512_by_64, tc)
{
	skip_unless_default();
	check_row(128, 512, 64, 1);
}

ATF_TC_WITHOUT_HEAD(subpage_spaced_768_to_3840_by_256);
ATF_TC_BODY(subpage_spaced_768_to_3840_by_256, tc)
{
	skip_unless_default();
	check_row(512, 3840, 256, 1);
}

ATF_TC_WITHOUT_HEAD(large_4_kib_to_4072_kib_by_4_kib);
ATF_TC_BODY(large_4_kib_to_4072_kib_by_4_kib, tc)
{
	skip_unless_default();
	check_row(3840, 5 * PAGE, PAGE, 1);
	check_edges(2 * PAGE, 4072 * KIB, PAGE);
}

ATF_TC_WITHOUT_HEAD(huge_is_a_multiple_of_4_mib);
ATF_TC_BODY(huge_is_a_multiple_of_4_mib, tc)
{
	skip_unless_default();
	check_row(4072 * KIB, 4072 * KIB + 1, 4 * MIB, 1);
	check_row(4072 * KIB, 4 * MIB, 4 * MIB, 1023);
	check_edges(8 * MIB, 64 * MIB, 4 * MIB);
	check_row(256 * MIB, 256 * MIB + 1, 4 * MIB, 1);
	check_row(512 * MIB - 1, 512 * MIB, 4 * MIB, 1);
}

/* The same under any geometry, as far as the manual says what it does. */
ATF_TC_WITHOUT_HEAD(classes_follow_the_options);
ATF_TC_BODY(classes_follow_the_options, tc)
{
	struct geometry g = geometry();
	size_t n, want;

	for (n = 0; n <= g.chunk * 4; n += n < 5 * PAGE ? 1 : n / 33) {
		want = class_of(n);
		if (want != 0)
			REQUIRE(usable_of(n) == want,
			    "malloc(%zu) has %zu bytes, not %zu", n,
			    usable_of(n), want);
	}
}

/* One function rounds for all of them. */
ATF_TC_WITHOUT_HEAD(calloc_and_realloc_have_the_same_classes);
ATF_TC_BODY(calloc_and_realloc_have_the_same_classes, tc)
{
	size_t n, want;
	void *p, *q;

	for (n = 1; n <= 16 * MIB; n += n / 17 + 1) {
		want = usable_of(n);
		p = opaque(calloc(n, 1));
		REQUIRE(p != NULL, "calloc(%zu, 1)", n);
		REQUIRE(malloc_usable_size(p) == want,
		    "calloc(%zu, 1) has %zu bytes, malloc %zu", n,
		    malloc_usable_size(p), want);
		q = opaque(realloc(NULL, n));
		REQUIRE(q != NULL, "realloc(NULL, %zu)", n);
		REQUIRE(malloc_usable_size(q) == want,
		    "realloc(NULL, %zu) has %zu bytes, malloc %zu", n,
		    malloc_usable_size(q), want);
		free(p);
		free(q);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, tiny_is_8_bytes);
	ATF_TP_ADD_TC(tp, quantum_spaced_16_to_128_by_16);
	ATF_TP_ADD_TC(tp, cacheline_spaced_192_to_512_by_64);
	ATF_TP_ADD_TC(tp, subpage_spaced_768_to_3840_by_256);
	ATF_TP_ADD_TC(tp, large_4_kib_to_4072_kib_by_4_kib);
	ATF_TP_ADD_TC(tp, huge_is_a_multiple_of_4_mib);
	ATF_TP_ADD_TC(tp, classes_follow_the_options);
	ATF_TP_ADD_TC(tp, calloc_and_realloc_have_the_same_classes);
	return atf_no_error();
}
