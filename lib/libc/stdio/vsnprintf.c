/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* vsnprintf(3), vsprintf(3) and vasprintf */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "printf_private.h"

/* Prints into room bytes, the last of them for the terminating null. */
static int
print_string(char *dst, size_t room, const char *fmt, va_list ap)
{
	struct print_out out = { .p = dst, .room = room == 0 ? 0 : room - 1 };
	int r;

	r = __print(&out, fmt, ap);
	if (room != 0)
		*out.p = '\0';
	return (r);
}

int
vsnprintf(char *__restrict dst, size_t size, const char *__restrict fmt,
    va_list ap)
{

	return (print_string(dst, size, fmt, ap));
}

int
vsprintf(char *__restrict dst, const char *__restrict fmt, va_list ap)
{

	return (print_string(dst, (size_t)INT_MAX + 1, fmt, ap));
}

__weak int
vasprintf(char **__restrict dst, const char *__restrict fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	*dst = NULL;
	va_copy(again, ap);
	n = print_string(NULL, 0, fmt, again);
	va_end(again);
	if (n == -1)
		return (-1);
	s = malloc((size_t)n + 1);
	if (s == NULL)
		return (-1);
	if (print_string(s, (size_t)n + 1, fmt, ap) != n) {
		/* A string changed meanwhile: what was cut is not the text. */
		free(s);
		errno = EINVAL;
		return (-1);
	}
	*dst = s;
	return (n);
}
