/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* vfscanf(3) and vsscanf(3), and the shorter names of scanf(3) */
#include <stdarg.h>

#include "scanf_private.h"

int
vfscanf(FILE *__restrict f, const char *__restrict fmt, va_list ap)
{
	struct scan_in in = { .file = f };
	int r;

	__slock(f);
	r = __scan(&in, fmt, ap);
	__sunlock(f);
	return (r);
}

int
vscanf(const char *__restrict fmt, va_list ap)
{

	return (vfscanf(stdin, fmt, ap));
}

int
vsscanf(const char *__restrict s, const char *__restrict fmt, va_list ap)
{
	struct scan_in in = { .s = (const unsigned char *)s };

	return (__scan(&in, fmt, ap));
}

int
fscanf(FILE *__restrict f, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vfscanf(f, fmt, ap);
	va_end(ap);
	return (r);
}

int
scanf(const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vfscanf(stdin, fmt, ap);
	va_end(ap);
	return (r);
}

int
sscanf(const char *__restrict s, const char *__restrict fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vsscanf(s, fmt, ap);
	va_end(ap);
	return (r);
}
