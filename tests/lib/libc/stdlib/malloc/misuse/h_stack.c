/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the address of a variable on the stack.  Argument: function.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	_Alignas(16) char variable[64];

	object(sizeof(variable));
	memset(variable, 0, sizeof(variable));
	expect_foreign(function, variable);
	call(function, variable);
	return 0;
}
