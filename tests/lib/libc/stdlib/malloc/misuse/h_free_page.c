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
	char *p;

	object(512 * KIB);
	p = object(512 * KIB);
	object(512 * KIB);
	free(p);
	p += offset;
	expect(function, "invalid pointer %p: free page of " ANY_ARENA, p);
	call(function, p);
	return 0;
}
