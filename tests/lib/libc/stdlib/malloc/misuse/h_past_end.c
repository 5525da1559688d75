/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the address right behind a large or huge object.  Arguments:
 * function, size.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t size = size_argument(argc, argv, 2);
	char *p = object(size);

	p += malloc_usable_size(p);
	expect(function, "invalid pointer %p: free page of " ANY_ARENA, p);
	expect(function, "invalid pointer %p: not memory of this allocator",
	    p);
	call(function, p);
	return 0;
}
