/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * operator new without memory in a program without a C++ library: nobody can
 * be asked for memory, and nothing can be thrown.  With an argument, the one
 * that does not throw.
 */
#include "malloc_test.h"

void *new_throwing(size_t) __asm__("_Znwm");
void *new_nothrow(size_t, const void *) __asm__("_ZnwmRKSt9nothrow_t");

int
main(int argc, char *argv[])
{
	const struct rlimit nocore = { 0, 0 };
	size_t n = opaque_size(TOO_LARGE);

	setrlimit(RLIMIT_CORE, &nocore);
	return opaque(argc > 1 ? new_nothrow(n, argv) : new_throwing(n)) !=
	    NULL;
}
