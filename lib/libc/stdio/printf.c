/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The functions of printf(3) with arguments instead of a va_list. */
#include <stdarg.h>
#include <stdio.h>

int
printf(const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vfprintf(stdout, fmt, ap);
	va_end(ap);
	return (r);
}

int
vprintf(const char *__restrict fmt, va_list ap)
{

	return (vfprintf(stdout, fmt, ap));
}

int
fprintf(FILE *__restrict f, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vfprintf(f, fmt, ap);
	va_end(ap);
	return (r);
}
