/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives an address out of thin air.  Arguments: function, address.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	void *p = (void *)size_argument(argc, argv, 2);

	object(64);
	expect_foreign(function, p);
	call(function, p);
	return 0;
}
