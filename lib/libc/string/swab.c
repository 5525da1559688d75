/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* swab(3): exchange the two bytes of each pair; an odd last byte stays. */
#include <string.h>

void
swab(const void *__restrict src, void *__restrict dst, ssize_t n)
{
	const unsigned char *s = src;
	unsigned char *d = dst, c;

	for (; n > 1; n -= 2, s += 2, d += 2) {
		c = s[0];
		d[0] = s[1];
		d[1] = c;
	}
}
