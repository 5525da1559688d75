/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives an address within a mapping of the program's own, aligned as a chunk
 * or in the middle.  Arguments: function, offset.
 */
#include <sys/mman.h>

#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	size_t offset = size_argument(argc, argv, 2);
	char *p;

	object(64);
	p = mmap(NULL, 16 * MIB, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(p != MAP_FAILED, "errno %d", errno);
	p = (char *)round_up((uintptr_t)p, 4 * MIB) + offset;
	memset(p, 0x41, PAGE);
	expect_foreign(function, p);
	call(function, p);
	return 0;
}
