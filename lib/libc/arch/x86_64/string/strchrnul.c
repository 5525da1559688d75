/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strchrnul: the first c in a string, or its terminator. */
#include <string.h>

#include "string_private.h"
#include "vec.h"

/* Is one of the 64 bytes at p, aligned to 64, that of v or 0? */
static inline int
within64(const unsigned char *p, vec v)
{
	const vec zero = { 0 };
	vec a = vec_load_aligned(p), b = vec_load_aligned(p + 16);
	vec c = vec_load_aligned(p + 32), d = vec_load_aligned(p + 48);

	return (vec_mask(vec_eq(a, v) | vec_eq(b, v) | vec_eq(c, v) |
	    vec_eq(d, v) | vec_eq(a, zero) | vec_eq(b, zero) |
	    vec_eq(c, zero) | vec_eq(d, zero)) != 0);
}

char *
__strchrnul(const char *s, int c)
{
	const vec zero = { 0 };
	vec v = vec_fill(c), x;
	const unsigned char *p, *found;
	unsigned int m, off;

	p = vec_block(s, &off);
	x = vec_load_aligned(p);
	m = vec_mask(vec_eq(x, v) | vec_eq(x, zero)) >> off << off;
	while (m == 0) {
		p += VEC_SIZE;
		if (((uintptr_t)p & 63) == 0)
			while (!within64(p, v))
				p += 64;
		x = vec_load_aligned(p);
		m = vec_mask(vec_eq(x, v) | vec_eq(x, zero));
	}
	found = p + __builtin_ctz(m);
	return (__DECONST(char *, found));
}

__weak_reference(__strchrnul, strchrnul);
