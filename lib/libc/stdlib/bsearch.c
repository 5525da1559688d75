/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* bsearch(3) */
#include <stdlib.h>

#include "string_private.h"

void *
bsearch(const void *key, const void *base, size_t n, size_t size,
    int (*compare)(const void *, const void *))
{
	const char *low = base, *mid;
	int r;

	while (n != 0) {
		mid = low + n / 2 * size;
		r = compare(key, mid);
		if (r == 0)
			return (__DECONST(void *, mid));
		if (r < 0)
			n /= 2;
		else {
			low = mid + size;
			n -= n / 2 + 1;
		}
	}
	return (NULL);
}
