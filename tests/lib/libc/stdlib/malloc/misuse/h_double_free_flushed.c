/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees an object twice; by the second time the thread's cache has given it
 * back.  Argument: size.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	size_t size = size_argument(argc, argv, 1);
	void *neighbour = object(size), *p = object(size);

	prepare_flush(size);
	expect_double_free("free", p, size);
	free(p);
	flush();
	free(opaque(p));
	/* Where freed memory is filled, no mark is left: the flush tells. */
	flush();
	free(neighbour);
	return 0;
}
