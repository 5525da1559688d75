/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * strcmp(3) and strncmp(3).  The strings need not be aligned alike, so blocks
 * are loaded unaligned, but never across the end of a page that the strings
 * may not reach: there, single bytes are compared.
 */
#include <string.h>

#include "vec.h"

/* Bits of the bytes where the strings differ or a ends. */
static inline unsigned int
stop_mask(const unsigned char *a, const unsigned char *b)
{
	const vec zero = { 0 };
	vec x = vec_load(a);

	return (vec_mask(~vec_eq(x, vec_load(b)) | vec_eq(x, zero)));
}

int
strcmp(const char *s, const char *t)
{
	const unsigned char *a = (const unsigned char *)s;
	const unsigned char *b = (const unsigned char *)t;
	unsigned int i, m;

	for (;; a += VEC_SIZE, b += VEC_SIZE) {
		if (vec_crosses(a) || vec_crosses(b)) {
			for (i = 0; i < VEC_SIZE; i++)
				if (a[i] != b[i] || a[i] == '\0')
					return (a[i] - b[i]);
		} else if ((m = stop_mask(a, b)) != 0) {
			i = (unsigned int)__builtin_ctz(m);
			return (a[i] - b[i]);
		}
	}
}

int
strncmp(const char *s, const char *t, size_t n)
{
	const unsigned char *a = (const unsigned char *)s;
	const unsigned char *b = (const unsigned char *)t;
	unsigned int i, m;

	for (; n != 0; a += VEC_SIZE, b += VEC_SIZE, n -= VEC_SIZE) {
		if (vec_crosses(a) || vec_crosses(b)) {
			for (i = 0; i < VEC_SIZE && i < n; i++)
				if (a[i] != b[i] || a[i] == '\0')
					return (a[i] - b[i]);
		} else if ((m = stop_mask(a, b)) != 0) {
			i = (unsigned int)__builtin_ctz(m);
			return (i < n ? a[i] - b[i] : 0);
		}
		if (n <= VEC_SIZE)
			break;
	}
	return (0);
}
