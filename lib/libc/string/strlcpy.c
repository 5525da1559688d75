/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strlcpy(3) and strlcat(3): both return the length they tried to make. */
#include <string.h>

#include "string_private.h"

__weak size_t
strlcpy(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t len = strlen(src), n;

	if (size != 0) {
		n = len < size ? len : size - 1;
		memcpy(dst, src, n);
		dst[n] = '\0';
	}
	return (len);
}

__weak size_t
strlcat(char *__restrict dst, const char *__restrict src, size_t size)
{
	size_t have = __strnlen(dst, size), len = strlen(src), n;

	if (have < size) {
		n = len < size - have ? len : size - have - 1;
		memcpy(dst + have, src, n);
		dst[have + n] = '\0';
	}
	return (have + len);
}
