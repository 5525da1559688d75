/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* malloc(3): size, alignment, failure, errno. */
#include "malloc_atf.h"

/* Every byte that malloc_usable_size grants must be there and be aligned. */
static void
check_one(size_t n)
{
	size_t usable;
	void *p;

	p = opaque(malloc(n));
	REQUIRE(p != NULL, "malloc(%zu)", n);
	REQUIRE(is_aligned(p, alignment_of(n)), "malloc(%zu) = %p", n, p);
	usable = malloc_usable_size(p);
	REQUIRE(usable >= n, "malloc(%zu) has %zu bytes", n, usable);
	pattern_fill(p, 0, usable, n);
	REQUIRE(pattern_check(p, usable, n) == usable, "malloc(%zu)", n);
	free(p);
}

ATF_TC_WITHOUT_HEAD(all_bytes_writable_and_aligned_to_20000);
ATF_TC_BODY(all_bytes_writable_and_aligned_to_20000, tc)
{
	size_t n;

	for (n = 0; n <= 20000; n++)
		check_one(n);
}

ATF_TC_WITHOUT_HEAD(all_bytes_writable_around_powers_of_two);
ATF_TC_BODY(all_bytes_writable_around_powers_of_two, tc)
{
	size_t n;

	for (n = 1; n <= 64 * MIB; n *= 2) {
		check_one(n - 1);
		check_one(n);
		check_one(n + 1);
	}
}

ATF_TC_WITHOUT_HEAD(size_0_is_a_distinct_minimal_block);
ATF_TC_BODY(size_0_is_a_distinct_minimal_block, tc)
{
	void *p[64];
	size_t i, j;

	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(opaque_size(0)));
		REQUIRE(p[i] != NULL, "call %zu", i);
		REQUIRE(malloc_usable_size(p[i]) == SMALLEST, "%zu",
		    malloc_usable_size(p[i]));
		for (j = 0; j < i; j++)
			REQUIRE(p[i] != p[j], "%p given out twice", p[i]);
	}
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
}

ATF_TC_WITHOUT_HEAD(impossible_sizes_give_null_and_enomem);
ATF_TC_BODY(impossible_sizes_give_null_and_enomem, tc)
{
	static const size_t sizes[] = {
		SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 8, SIZE_MAX - 64,
		SIZE_MAX - 4095, SIZE_MAX - 4096, SIZE_MAX - 4 * MIB,
		SIZE_MAX - 4 * MIB + 1, SIZE_MAX / 2, SIZE_MAX / 2 + 1,
		PTRDIFF_MAX, (size_t)PTRDIFF_MAX - 4 * MIB, TOO_LARGE,
		TOO_LARGE + 4 * MIB, (size_t)1 << 62, (size_t)1 << 48
	};
	size_t i, n;
	void *p;

	for (i = 0; i < NELEM(sizes); i++) {
		errno = 0;
		p = opaque(malloc(opaque_size(sizes[i])));
		REQUIRE(p == NULL, "malloc(%#zx) = %p", sizes[i], p);
		REQUIRE(errno == ENOMEM, "malloc(%#zx): errno %d", sizes[i],
		    errno);
	}
	/* Each of the last sizes of the type, which rounding makes small. */
	for (n = SIZE_MAX; n > SIZE_MAX - 20000; n--) {
		errno = 0;
		p = opaque(malloc(opaque_size(n)));
		REQUIRE(p == NULL && errno == ENOMEM, "malloc(%#zx)", n);
	}
}

ATF_TC_WITHOUT_HEAD(allocator_works_after_failures);
ATF_TC_BODY(allocator_works_after_failures, tc)
{
	unsigned int i;
	void *p;

	for (i = 0; i < 100000; i++) {
		p = opaque(malloc(opaque_size(TOO_LARGE + i)));
		REQUIRE(p == NULL, "malloc(%#zx)", TOO_LARGE + i);
	}
	for (i = 1; i <= 8192; i *= 2)
		check_one(i * KIB);
}

ATF_TC_WITHOUT_HEAD(errno_is_kept_on_success);
ATF_TC_BODY(errno_is_kept_on_success, tc)
{
	size_t n;
	void *p;

	for (n = 1; n <= 64 * MIB; n += n / 2 + 1) {
		errno = 1789;
		p = opaque(malloc(n));
		REQUIRE(p != NULL, "malloc(%zu)", n);
		REQUIRE(errno == 1789, "malloc(%zu): errno %d", n, errno);
		free(p);
	}
}

/* Programs pad to 64 bytes to keep the lines of two threads apart. */
ATF_TC_WITHOUT_HEAD(objects_of_64_bytes_do_not_share_a_cacheline);
ATF_TC_BODY(objects_of_64_bytes_do_not_share_a_cacheline, tc)
{
	static const size_t sizes[] = { 64, 128, 192, 256, 320, 384, 448, 512 };
	void *p[300];
	size_t i, j;

	for (i = 0; i < NELEM(sizes); i++) {
		for (j = 0; j < NELEM(p); j++) {
			p[j] = opaque(malloc(sizes[i]));
			REQUIRE(p[j] != NULL, "malloc(%zu)", sizes[i]);
			REQUIRE(is_aligned(p[j], CACHELINE),
			    "malloc(%zu) = %p", sizes[i], p[j]);
		}
		for (j = 0; j < NELEM(p); j++)
			free(p[j]);
	}
}

/* Huge objects are whole chunks, and chunks are aligned to their size. */
ATF_TC_WITHOUT_HEAD(huge_objects_are_aligned_to_the_chunk);
ATF_TC_BODY(huge_objects_are_aligned_to_the_chunk, tc)
{
	size_t chunk = geometry().chunk, n;
	void *p[4], *q;

	for (n = 0; n < NELEM(p); n++) {
		p[n] = opaque(malloc((n + 1) * chunk - (n & 1)));
		REQUIRE(p[n] != NULL, "malloc of %zu chunks", n + 1);
		REQUIRE(is_aligned(p[n], chunk), "%p", p[n]);
		/* Shifts what the next mapping would be aligned to. */
		q = mmap(NULL, PAGE * (n + 1), PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		REQUIRE(q != MAP_FAILED, "errno %d", errno);
	}
	for (n = 0; n < NELEM(p); n++)
		free(p[n]);
}

/* A size of more than 32 bits, which no cast may cut. */
ATF_TC_WITHOUT_HEAD(sizes_above_4_gib_are_whole);
ATF_TC_BODY(sizes_above_4_gib_are_whole, tc)
{
	const size_t n = ((size_t)4 << 30) + 12345;
	size_t usable;
	char *p;

	p = opaque(malloc(n));
	if (p == NULL)
		atf_tc_skip("no address space for 4 GiB");
	usable = malloc_usable_size(p);
	REQUIRE(usable >= n, "%zu", usable);
	p[0] = 1;
	p[n / 2] = 2;
	p[n - 1] = 3;
	p[usable - 1] = 4;
	REQUIRE(p[0] == 1 && p[n / 2] == 2 && p[n - 1] == 3, "at %p",
	    (void *)p);
	free(p);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, all_bytes_writable_and_aligned_to_20000);
	ATF_TP_ADD_TC(tp, all_bytes_writable_around_powers_of_two);
	ATF_TP_ADD_TC(tp, size_0_is_a_distinct_minimal_block);
	ATF_TP_ADD_TC(tp, impossible_sizes_give_null_and_enomem);
	ATF_TP_ADD_TC(tp, allocator_works_after_failures);
	ATF_TP_ADD_TC(tp, errno_is_kept_on_success);
	ATF_TP_ADD_TC(tp, objects_of_64_bytes_do_not_share_a_cacheline);
	ATF_TP_ADD_TC(tp, huge_objects_are_aligned_to_the_chunk);
	ATF_TP_ADD_TC(tp, sizes_above_4_gib_are_whole);
	return atf_no_error();
}
