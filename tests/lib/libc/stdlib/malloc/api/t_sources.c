/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Where chunks come from: M229, M230. */
#include "malloc_atf.h"
#include "malloc_doors.h"

ATF_TC_WITHOUT_HEAD(chunks_come_from_the_break_or_not);
ATF_TC_BODY(chunks_come_from_the_break_or_not, tc)
{
	/* Large: huge objects are mapped. */
	size_t chunk = geometry().chunk;
	size_t size = chunk < 4 * MIB ? chunk / 8 : MIB / 2;
	char *after, *before, *p[200];
	size_t below = 0, i;

	before = sbrk(0);
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(malloc(size));
		REQUIRE(p[i] != NULL, "%zu", i);
		memset(p[i], 1, size);
	}
	after = sbrk(0);
	for (i = 0; i < NELEM(p); i++)
		below += p[i] < after;
	if (built_with("dss"))
		REQUIRE(after >= before + 128 * size && below >= 128,
		    "break %p, then %p, %zu below", (void *)before,
		    (void *)after, below);
	else
		REQUIRE(after == before, "break %p, then %p", (void *)before,
		    (void *)after);
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, chunks_come_from_the_break_or_not);
	return atf_no_error();
}
