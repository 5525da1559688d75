/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Makes a freed object greater.  Argument: size.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *neighbour = object(size), *p = object(size);

	expect_double_free("realloc", p, size);
	free(p);
	opaque(realloc(opaque(p), size * 4));
	free(neighbour);
	return 0;
}
