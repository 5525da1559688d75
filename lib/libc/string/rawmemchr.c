/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* rawmemchr: memchr for a byte that is known to be there. */
#include <stdint.h>
#include <string.h>

#include "string_private.h"

void *
rawmemchr(const void *s, int c)
{

	return (memchr(s, c, SIZE_MAX));
}
