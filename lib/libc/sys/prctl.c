/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * prctl: Linux.
 */

#include <stdarg.h>
#include <sys/prctl.h>

#include "libc_private.h"

__weak int
prctl(int option, ...)
{
	long arg[4];
	va_list ap;
	int i;

	va_start(ap, option);
	for (i = 0; i < 4; i++)
		arg[i] = va_arg(ap, long);
	va_end(ap);
	return ((int)__syscall_ret(__syscall5(__NR_prctl, option, arg[0],
	    arg[1], arg[2], arg[3])));
}
