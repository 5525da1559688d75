/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strchrnul: the first c in a string, or its terminator. */
#include <string.h>

#include "string_private.h"
#include "vec.h"

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
		x = vec_load_aligned(p);
		m = vec_mask(vec_eq(x, v) | vec_eq(x, zero));
	}
	found = p + __builtin_ctz(m);
	return (__DECONST(char *, found));
}

__weak_reference(__strchrnul, strchrnul);
