/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives an address whose mapping is gone.  Argument: function.
 */
#include <sys/mman.h>

#include "misuse.h"

int
main(int argc, char *argv[])
{
	const char *function = function_argument(argc, argv);
	char *p;

	object(64);
	p = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(p != MAP_FAILED, "errno %d", errno);
	MUST(munmap(p, 16 * PAGE) == 0, "errno %d", errno);
	expect_foreign(function, p + PAGE);
	call(function, p + PAGE);
	return 0;
}
