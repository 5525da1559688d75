/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the address of a function.  Argument: function.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	void *p = (void *)(uintptr_t)main;

	object(64);
	expect_foreign(function, p);
	call(function, p);
	return 0;
}
