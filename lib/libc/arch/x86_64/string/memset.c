/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* memset(3).  Overlapping stores cover lengths that are no multiple of 16. */
#include <string.h>

#include "vec.h"

/* From here on `rep stosb` beats the vector loop (bytes). */
#define	REP_MIN		1024

static inline void
set_small(unsigned char *d, int c, size_t n)
{
	uint64_t w = (unsigned char)c * 0x0101010101010101ULL;

	if (n >= 8) {
		*(word64 *)d = w;
		*(word64 *)(d + n - 8) = w;
	} else if (n >= 4) {
		*(word32 *)d = (uint32_t)w;
		*(word32 *)(d + n - 4) = (uint32_t)w;
	} else if (n >= 2) {
		*(word16 *)d = (uint16_t)w;
		*(word16 *)(d + n - 2) = (uint16_t)w;
	} else if (n == 1)
		*d = (unsigned char)c;
}

void *
memset(void *dst, int c, size_t n)
{
	unsigned char *d = dst, *de = d + n;
	vec v;

	if (n < 16) {
		set_small(d, c, n);
		return (dst);
	}
	if (n >= REP_MIN) {
		__asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(c)
		    : "memory");
		return (dst);
	}
	v = vec_fill(c);
	vec_store(d, v);
	vec_store(de - 16, v);
	if (n <= 32)
		return (dst);
	vec_store(d + 16, v);
	vec_store(de - 32, v);
	if (n <= 64)
		return (dst);
	/* The first 16 bytes are set: go on from an aligned address. */
	for (d += 16 - ((uintptr_t)d & 15); (size_t)(de - d) > 64; d += 64) {
		vec_store_aligned(d, v);
		vec_store_aligned(d + 16, v);
		vec_store_aligned(d + 32, v);
		vec_store_aligned(d + 48, v);
	}
	vec_store(de - 64, v);
	vec_store(de - 48, v);
	return (dst);
}
