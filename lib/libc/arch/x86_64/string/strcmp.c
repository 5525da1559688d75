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

/* 0xff in every byte where the strings differ or a ends. */
static inline vec
stops(const unsigned char *a, const unsigned char *b)
{
	const vec zero = { 0 };
	vec x = vec_load(a);

	return (~vec_eq(x, vec_load(b)) | vec_eq(x, zero));
}

static inline unsigned int
stop_mask(const unsigned char *a, const unsigned char *b)
{

	return (vec_mask(stops(a, b)));
}

/* Can the next 64 bytes be loaded, and do the strings go on beyond them? */
static inline int
goes_on64(const unsigned char *a, const unsigned char *b)
{

	return (!vec_crosses(a, 64) && !vec_crosses(b, 64) &&
	    vec_mask(stops(a, b) | stops(a + 16, b + 16) |
	    stops(a + 32, b + 32) | stops(a + 48, b + 48)) == 0);
}

int
strcmp(const char *s, const char *t)
{
	const unsigned char *a = (const unsigned char *)s;
	const unsigned char *b = (const unsigned char *)t;
	unsigned int i, m;

	for (;; a += VEC_SIZE, b += VEC_SIZE) {
		for (; goes_on64(a, b); a += 64)
			b += 64;
		if (vec_crosses(a, VEC_SIZE) || vec_crosses(b, VEC_SIZE)) {
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
		for (; n > 64 && goes_on64(a, b); n -= 64) {
			a += 64;
			b += 64;
		}
		if (vec_crosses(a, VEC_SIZE) || vec_crosses(b, VEC_SIZE)) {
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
