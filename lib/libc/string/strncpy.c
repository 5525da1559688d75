/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strncpy(3) and stpncpy(3): n bytes are always written. */
#include <string.h>

#include "string_private.h"

char *
__stpncpy(char *__restrict dst, const char *__restrict src, size_t n)
{
	size_t len = __strnlen(src, n);

	memcpy(dst, src, len);
	memset(dst + len, 0, n - len);
	return (dst + len);
}

char *
strncpy(char *__restrict dst, const char *__restrict src, size_t n)
{

	__stpncpy(dst, src, n);
	return (dst);
}

__weak_reference(__stpncpy, stpncpy);
