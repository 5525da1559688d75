/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives an address within pages that an arena has got back.  Arguments:
 * function, offset.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t offset = size_argument(argc, argv, 2);
	char *whole, *p;

	object(512 * KIB);
	whole = object(512 * KIB);
	object(512 * KIB);
	free(whole);
	p = whole + offset;
	expect(function, "invalid pointer %p: free page of " ANY_ARENA, p);
	/* In small chunks the object had some of its own. */
	if (is_huge(512 * KIB))
		expect_foreign(function, p);
	/* A cache that takes it keeps it an object. */
	if (geometry_option("lg_tcache_max", 0) >= 19)
		expect_interior(function, p, whole, 512 * KIB);
	call(function, p);
	return 0;
}
