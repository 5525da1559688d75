/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* err(3): messages of a program on standard error. */
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libc_private.h"
#include "stdio_private.h"

/* "name: text: error text"; no error text if it is NULL. */
static void
message(const char *error_text, const char *fmt, va_list ap)
{

	__flockfile(stderr);
	fprintf(stderr, "%s: ", __progname != NULL ? __progname : "");
	if (fmt != NULL)
		vfprintf(stderr, fmt, ap);
	if (error_text != NULL)
		fprintf(stderr, "%s%s", fmt != NULL ? ": " : "", error_text);
	fputc('\n', stderr);
	__funlockfile(stderr);
}

__weak void
vwarnc(int error, const char *fmt, va_list ap)
{

	message(strerror(error), fmt, ap);
}

__weak void
vwarn(const char *fmt, va_list ap)
{

	message(strerror(errno), fmt, ap);
}

__weak void
vwarnx(const char *fmt, va_list ap)
{

	message(NULL, fmt, ap);
}

__weak void
verrc(int status, int error, const char *fmt, va_list ap)
{

	message(strerror(error), fmt, ap);
	exit(status);
}

__weak void
verr(int status, const char *fmt, va_list ap)
{

	message(strerror(errno), fmt, ap);
	exit(status);
}

__weak void
verrx(int status, const char *fmt, va_list ap)
{

	message(NULL, fmt, ap);
	exit(status);
}

__weak void
warnc(int error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(strerror(error), fmt, ap);
	va_end(ap);
}

__weak void
warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(strerror(errno), fmt, ap);
	va_end(ap);
}

__weak void
warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(NULL, fmt, ap);
	va_end(ap);
}

__weak void
errc(int status, int error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(strerror(error), fmt, ap);
	va_end(ap);
	exit(status);
}

__weak void
err(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(strerror(errno), fmt, ap);
	va_end(ap);
	exit(status);
}

__weak void
errx(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(NULL, fmt, ap);
	va_end(ap);
	exit(status);
}
