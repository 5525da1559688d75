/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strlen(3): 16 aligned bytes at a time, then 64. */
#include <string.h>

#include "vec.h"

/* Does any of the 64 bytes at p, aligned to 64, end a string? */
static inline int
ends_within(const unsigned char *p)
{
	const vec zero = { 0 };

	return (vec_mask(vec_eq(vec_load_aligned(p), zero) |
	    vec_eq(vec_load_aligned(p + 16), zero) |
	    vec_eq(vec_load_aligned(p + 32), zero) |
	    vec_eq(vec_load_aligned(p + 48), zero)) != 0);
}

size_t
strlen(const char *s)
{
	const vec zero = { 0 };
	const unsigned char *p;
	unsigned int m, off;

	p = vec_block(s, &off);
	m = vec_mask(vec_eq(vec_load_aligned(p), zero)) >> off << off;
	while (m == 0) {
		p += VEC_SIZE;
		if (((uintptr_t)p & 63) == 0)
			while (!ends_within(p))
				p += 64;
		m = vec_mask(vec_eq(vec_load_aligned(p), zero));
	}
	return ((size_t)(p + __builtin_ctz(m) - (const unsigned char *)s));
}
