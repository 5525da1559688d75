/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * syscall: any system call, by its number.
 */

#include <stdarg.h>
#include <unistd.h>

#include "libc_private.h"

__weak long
syscall(long number, ...)
{
	long arg[6];
	va_list ap;
	int i;

	va_start(ap, number);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	return (__syscall_ret(__syscall6(number, arg[0], arg[1], arg[2],
	    arg[3], arg[4], arg[5])));
}
