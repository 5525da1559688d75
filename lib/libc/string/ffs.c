/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* ffs(3), ffsl and ffsll: the number, from 1, of the lowest bit set. */
#include <strings.h>

#include "libc_private.h"

__weak int
ffs(int x)
{

	return (x == 0 ? 0 : __builtin_ctz((unsigned int)x) + 1);
}

__weak int
ffsl(long x)
{

	return (x == 0 ? 0 : __builtin_ctzl((unsigned long)x) + 1);
}

__weak int
ffsll(long long x)
{

	return (x == 0 ? 0 : __builtin_ctzll((unsigned long long)x) + 1);
}
