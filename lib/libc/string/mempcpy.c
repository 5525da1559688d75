/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* mempcpy: memcpy that returns the byte after the copy. */
#include <string.h>

#include "string_private.h"

void *
__mempcpy(void *__restrict dst, const void *__restrict src, size_t n)
{

	return ((char *)memcpy(dst, src, n) + n);
}

__weak_reference(__mempcpy, mempcpy);
