/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* snprintf(3) and sprintf(3) */
#include <stdarg.h>
#include <stdio.h>

int
snprintf(char *__restrict dst, size_t size, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vsnprintf(dst, size, fmt, ap);
	va_end(ap);
	return (r);
}

int
sprintf(char *__restrict dst, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vsprintf(dst, fmt, ap);
	va_end(ap);
	return (r);
}
