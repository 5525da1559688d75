/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* valloc(3) and pvalloc(3): whole pages. */
#include "malloc_atf.h"

ATF_TC_WITHOUT_HEAD(valloc_aligns_to_the_page);
ATF_TC_BODY(valloc_aligns_to_the_page, tc)
{
	size_t n;
	void *p;

	for (n = 0; n <= 20 * MIB; n += n / 4 + 1) {
		errno = 1789;
		p = opaque(valloc(n));
		REQUIRE(p != NULL, "valloc(%zu)", n);
		REQUIRE(errno == 1789, "valloc(%zu): errno %d", n, errno);
		REQUIRE(is_aligned(p, PAGE), "valloc(%zu) = %p", n, p);
		REQUIRE(malloc_usable_size(p) >= n, "valloc(%zu)", n);
		memset(p, 1, n);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(pvalloc_gives_whole_pages);
ATF_TC_BODY(pvalloc_gives_whole_pages, tc)
{
	size_t n, want;
	void *p;

	for (n = 0; n <= 20 * MIB; n += n / 4 + 1) {
		errno = 1789;
		p = opaque(pvalloc(n));
		REQUIRE(p != NULL, "pvalloc(%zu)", n);
		REQUIRE(errno == 1789, "pvalloc(%zu): errno %d", n, errno);
		REQUIRE(is_aligned(p, PAGE), "pvalloc(%zu) = %p", n, p);
		want = round_up(n != 0 ? n : 1, PAGE);
		REQUIRE(malloc_usable_size(p) >= want, "pvalloc(%zu) has %zu",
		    n, malloc_usable_size(p));
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(impossible_is_null_and_enomem_not_garbage);
ATF_TC_BODY(impossible_is_null_and_enomem_not_garbage, tc)
{
	static const size_t bad[] = {
		SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 4094, SIZE_MAX - 4095,
		SIZE_MAX - 4096, SIZE_MAX - 4 * MIB, TOO_LARGE, PTRDIFF_MAX,
		(size_t)PTRDIFF_MAX - 4095
	};
	size_t i;
	void *p;

	for (i = 0; i < NELEM(bad); i++) {
		errno = 0;
		p = opaque(valloc(opaque_size(bad[i])));
		REQUIRE(p == NULL && errno == ENOMEM,
		    "valloc(%#zx) = %p, errno %d", bad[i], p, errno);
		errno = 0;
		p = opaque(pvalloc(opaque_size(bad[i])));
		REQUIRE(p == NULL && errno == ENOMEM,
		    "pvalloc(%#zx) = %p, errno %d", bad[i], p, errno);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, valloc_aligns_to_the_page);
	ATF_TP_ADD_TC(tp, pvalloc_gives_whole_pages);
	ATF_TP_ADD_TC(tp, impossible_is_null_and_enomem_not_garbage);
	return atf_no_error();
}
