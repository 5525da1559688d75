/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* memccpy(3): copy up to and including the first c. */
#include <string.h>

#include "string_private.h"

void *
memccpy(void *__restrict dst, const void *__restrict src, int c, size_t n)
{
	const char *end = memchr(src, c, n);

	if (end == NULL) {
		memcpy(dst, src, n);
		return (NULL);
	}
	return (__mempcpy(dst, src, (size_t)(end - (const char *)src) + 1));
}
