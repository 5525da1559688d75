/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strcat(3) and strncat(3) */
#include <string.h>

#include "string_private.h"

char *
strcat(char *__restrict dst, const char *__restrict src)
{

	memcpy(dst + strlen(dst), src, strlen(src) + 1);
	return (dst);
}

char *
strncat(char *__restrict dst, const char *__restrict src, size_t n)
{
	char *end = dst + strlen(dst);
	size_t len = __strnlen(src, n);

	memcpy(end, src, len);
	end[len] = '\0';
	return (dst);
}
