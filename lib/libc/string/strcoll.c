/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * strcoll(3) and strxfrm(3).  The only locale is "C", whose collating order is
 * that of the bytes.
 */
#include <string.h>

#include "string_private.h"

int
strcoll(const char *s, const char *t)
{

	return (strcmp(s, t));
}

size_t
strxfrm(char *__restrict dst, const char *__restrict src, size_t n)
{
	size_t len = strlen(src);

	/* Too short a buffer has no defined contents: leave it alone. */
	if (len < n)
		memcpy(dst, src, len + 1);
	return (len);
}
