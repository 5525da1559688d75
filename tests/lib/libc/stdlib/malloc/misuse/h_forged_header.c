/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives a static object that an attacker has made look like a block of an
 * allocator with headers.  Argument: function.
 */
#include "misuse.h"

static _Alignas(16) size_t forged[64];

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t i;

	for (i = 1; i < NELEM(forged); i += 8)
		forged[i] = 0x41;
	object(0x30);
	expect_foreign(function, &forged[2]);
	call(function, &forged[2]);
	return 0;
}
