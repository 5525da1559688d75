/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * memchr(3) and memrchr.  Aligned blocks only, so that no load leaves the
 * pages of the object; bytes outside are masked away.
 */
#include <string.h>

#include "string_private.h"
#include "vec.h"

/* Is one of the 64 bytes at p, aligned to 16, that of v? */
static inline int
within64(const unsigned char *p, vec v)
{

	return (vec_mask(vec_eq(vec_load_aligned(p), v) |
	    vec_eq(vec_load_aligned(p + 16), v) |
	    vec_eq(vec_load_aligned(p + 32), v) |
	    vec_eq(vec_load_aligned(p + 48), v)) != 0);
}

void *
memchr(const void *s, int c, size_t n)
{
	vec v = vec_fill(c);
	const unsigned char *p, *found;
	unsigned int m, off;
	size_t left;

	if (n == 0)
		return (NULL);
	p = vec_block(s, &off);
	m = vec_mask(vec_eq(vec_load_aligned(p), v)) >> off << off;
	/* Bytes from p to the end; a length past the address space is none. */
	left = n > SIZE_MAX - off ? SIZE_MAX : n + off;
	for (;;) {
		if (m != 0) {
			size_t i = (size_t)__builtin_ctz(m);

			found = p + i;
			return (i < left ? __DECONST(void *, found) : NULL);
		}
		if (left <= VEC_SIZE)
			return (NULL);
		left -= VEC_SIZE;
		p += VEC_SIZE;
		/* Beyond a match there may be no memory: align the steps. */
		while (left >= 64 && ((uintptr_t)p & 63) == 0 &&
		    !within64(p, v)) {
			left -= 64;
			p += 64;
		}
		if (left == 0)
			return (NULL);
		m = vec_mask(vec_eq(vec_load_aligned(p), v));
	}
}

void *
__memrchr(const void *s, int c, size_t n)
{
	const unsigned char *start = s, *p, *found;
	vec v = vec_fill(c);
	unsigned int m, off;

	if (n == 0)
		return (NULL);
	p = vec_block(start + n - 1, &off);
	m = vec_mask(vec_eq(vec_load_aligned(p), v)) & (0xffffU >> (15 - off));
	for (;;) {
		if (m != 0) {
			found = p + (31 - __builtin_clz(m));
			return (found >= start ? __DECONST(void *, found) :
			    NULL);
		}
		if (p <= start)
			return (NULL);
		p -= VEC_SIZE;
		m = vec_mask(vec_eq(vec_load_aligned(p), v));
	}
}

__weak_reference(__memrchr, memrchr);
