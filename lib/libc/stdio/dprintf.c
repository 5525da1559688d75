/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* dprintf(3) and asprintf */
#include <stdarg.h>
#include <stdio.h>

#include "libc_private.h"

__weak int
dprintf(int fd, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vdprintf(fd, fmt, ap);
	va_end(ap);
	return (r);
}

__weak int
asprintf(char **__restrict dst, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vasprintf(dst, fmt, ap);
	va_end(ap);
	return (r);
}
