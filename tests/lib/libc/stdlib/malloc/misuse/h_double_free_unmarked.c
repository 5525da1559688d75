/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Frees an object twice, but has written over it in between, so that only
 * the flush of the thread's cache can tell.  Argument: size.
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
	memset(opaque(p), 0, size);
	free(opaque(p));
	flush();
	free(neighbour);
	return 0;
}
