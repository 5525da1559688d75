/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strnlen(3) */
#include <string.h>

#include "string_private.h"

size_t
__strnlen(const char *s, size_t n)
{
	const char *end = memchr(s, '\0', n);

	return (end == NULL ? n : (size_t)(end - s));
}

__weak_reference(__strnlen, strnlen);
