/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives a pointer into the middle of a large object of 64 KiB alignment.
 * Argument: function.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	char *p;

	p = opaque(aligned_alloc(64 * KIB, 20 * KIB));
	MUST(p != NULL, "errno %d", errno);
	expect_interior(function, p + 2 * PAGE, p, malloc_usable_size(p));
	call(function, p + 2 * PAGE);
	return 0;
}
