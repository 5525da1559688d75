/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Exits with 0 if config.NAME is true, with 1 if it is false. */
#include "malloc_doors.h"

int
main(int argc, char *argv[])
{
	if (argc != 2)
		return 2;
	return built_with(argv[1]) ? 0 : 1;
}
