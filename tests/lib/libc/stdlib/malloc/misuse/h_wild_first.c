/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives a bad address before the allocator has been called at all.
 * Arguments: function, address.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	void *p = (void *)size_argument(argc, argv, 2);

	expect_foreign(function, p);
	call(function, p);
	return 0;
}
