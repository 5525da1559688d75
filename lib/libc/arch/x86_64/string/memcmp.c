/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* memcmp(3): big-endian words compare as their bytes do. */
#include <string.h>

#include "vec.h"

static inline int
compare(uint64_t a, uint64_t b)
{

	return (a < b ? -1 : a > b);
}

static inline int
compare_small(const unsigned char *a, const unsigned char *b, size_t n)
{
	uint64_t x, y;

	if (n >= 8) {
		x = __builtin_bswap64(*(const word64 *)a);
		y = __builtin_bswap64(*(const word64 *)b);
		if (x != y)
			return (compare(x, y));
		x = __builtin_bswap64(*(const word64 *)(a + n - 8));
		y = __builtin_bswap64(*(const word64 *)(b + n - 8));
		return (compare(x, y));
	}
	if (n >= 4) {
		x = __builtin_bswap32(*(const word32 *)a);
		y = __builtin_bswap32(*(const word32 *)b);
		if (x != y)
			return (compare(x, y));
		x = __builtin_bswap32(*(const word32 *)(a + n - 4));
		y = __builtin_bswap32(*(const word32 *)(b + n - 4));
		return (compare(x, y));
	}
	for (; n != 0; n--, a++, b++)
		if (*a != *b)
			return (*a - *b);
	return (0);
}

/* Difference of the 16 bytes at a and b, 0 if none. */
static inline int
compare_vec(const unsigned char *a, const unsigned char *b)
{
	unsigned int m = vec_mask(vec_eq(vec_load(a), vec_load(b))) ^ 0xffff;
	int i;

	if (m == 0)
		return (0);
	i = __builtin_ctz(m);
	return (a[i] - b[i]);
}

/* Are the 64 bytes at a and b the same? */
static inline int
same64(const unsigned char *a, const unsigned char *b)
{

	return (vec_mask(vec_eq(vec_load(a), vec_load(b)) &
	    vec_eq(vec_load(a + 16), vec_load(b + 16)) &
	    vec_eq(vec_load(a + 32), vec_load(b + 32)) &
	    vec_eq(vec_load(a + 48), vec_load(b + 48))) == 0xffff);
}

int
memcmp(const void *p, const void *q, size_t n)
{
	const unsigned char *a = p, *b = q;
	size_t i = 0;
	int r;

	if (n < 16)
		return (compare_small(a, b, n));
	while (n - i >= 64 && same64(a + i, b + i))
		i += 64;
	for (; i + 16 <= n; i += 16)
		if ((r = compare_vec(a + i, b + i)) != 0)
			return (r);
	return (i == n ? 0 : compare_vec(a + n - 16, b + n - 16));
}
