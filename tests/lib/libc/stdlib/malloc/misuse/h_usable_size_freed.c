/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Asks for the size of a freed object.  Argument: size.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *neighbour = object(size), *p = object(size);

	expect_double_free("malloc_usable_size", p, size);
	free(p);
	opaque_size(malloc_usable_size(opaque(p)));
	free(neighbour);
	return 0;
}
