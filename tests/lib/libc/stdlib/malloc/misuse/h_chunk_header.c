/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the first bytes of the chunk in which an object lies.  Arguments:
 * function, offset.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t offset = size_argument(argc, argv, 2);
	char *p = object(64);

	p = (char *)((uintptr_t)p & ~(geometry().chunk - 1)) + offset;
	expect(function, "invalid pointer %p: free page of " ANY_ARENA, p);
	expect(function, "invalid pointer %p: not memory of this allocator",
	    p);
	call(function, p);
	return 0;
}
