/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives an address of the program's own part of the break.  Argument:
 * function.
 */
#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	char *p;

	object(64);
	p = sbrk(64 * (intptr_t)PAGE);
	MUST(p != (void *)-1, "errno %d", errno);
	p = (char *)round_up((uintptr_t)p, PAGE) + 16 * PAGE;
	object(MIB);
	expect_foreign(function, p);
	call(function, p);
	return 0;
}
