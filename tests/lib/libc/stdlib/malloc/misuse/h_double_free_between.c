/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees an object twice, with another free in between.  Argument: size.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *other = object(size), *p = object(size);

	expect_double_free("free", p, size);
	free(p);
	free(other);
	free(opaque(p));
	return 0;
}
