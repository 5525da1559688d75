/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* bcmp(3), bcopy(3) and bzero(3), as programs of 4.2BSD call them. */
#include <string.h>
#include <strings.h>

#include "libc_private.h"

__weak int
bcmp(const void *a, const void *b, size_t n)
{

	return (memcmp(a, b, n));
}

__weak void
bcopy(const void *src, void *dst, size_t n)
{

	memmove(dst, src, n);
}

__weak void
bzero(void *p, size_t n)
{

	memset(p, 0, n);
}
