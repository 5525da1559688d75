/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * crt1.o: start of a static program at a fixed address.
 */

#include "start.h"

ENTRY(__start_c);

void
__start_c(uintptr_t *stack)
{
	__libc_start(stack, main);
}
