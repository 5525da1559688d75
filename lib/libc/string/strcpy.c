/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strcpy(3) and stpcpy(3) */
#include <string.h>

#include "string_private.h"

char *
__stpcpy(char *__restrict dst, const char *__restrict src)
{
	size_t n = strlen(src);

	memcpy(dst, src, n + 1);
	return (dst + n);
}

char *
strcpy(char *__restrict dst, const char *__restrict src)
{

	return (memcpy(dst, src, strlen(src) + 1));
}

__weak_reference(__stpcpy, stpcpy);
