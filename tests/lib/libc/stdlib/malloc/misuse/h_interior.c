/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives a pointer into the middle of an object.  Arguments: function, size,
 * offset.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t size = size_argument(argc, argv, 2);
	size_t offset = size_argument(argc, argv, 3);
	char *p;

	object(size);
	p = object(size);
	object(size);
	expect_interior(function, p + offset, p, size);
	call(function, p + offset);
	return 0;
}
