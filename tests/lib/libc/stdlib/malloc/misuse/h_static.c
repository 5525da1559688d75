/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the address of a static object.  Argument: function.
 */
#include "misuse.h"

static _Alignas(4096) char variable[8192];

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);

	object(sizeof(variable));
	expect_foreign(function, variable);
	call(function, variable);
	return 0;
}
