/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * memmove(3) and memcpy(3), one function: the tests that overlap needs cost
 * one comparison, and only beyond 128 bytes.
 *
 * Up to 128 bytes everything is loaded before anything is stored.  Above
 * that, blocks of 64 bytes run in the direction that never overwrites bytes
 * still to be read; far-apart regions go to the CPU's own block copy.
 */
#include <string.h>

#include "vec.h"

/* From here on `rep movsb` beats the vector loop (bytes). */
#define	REP_MIN		2048

/* Up to 16 bytes. */
static inline void
copy_small(unsigned char *d, const unsigned char *s, size_t n)
{

	if (n >= 8) {
		uint64_t a = *(const word64 *)s;
		uint64_t b = *(const word64 *)(s + n - 8);

		*(word64 *)d = a;
		*(word64 *)(d + n - 8) = b;
	} else if (n >= 4) {
		uint32_t a = *(const word32 *)s;
		uint32_t b = *(const word32 *)(s + n - 4);

		*(word32 *)d = a;
		*(word32 *)(d + n - 4) = b;
	} else if (n >= 2) {
		uint16_t a = *(const word16 *)s;
		uint16_t b = *(const word16 *)(s + n - 2);

		*(word16 *)d = a;
		*(word16 *)(d + n - 2) = b;
	} else if (n == 1)
		*d = *s;
}

/* 17 to 128 bytes. */
static inline void
copy_medium(unsigned char *d, const unsigned char *s, size_t n)
{
	unsigned char *de = d + n;
	const unsigned char *se = s + n;
	vec a0, a1, a2, a3, b0, b1, b2, b3;

	a0 = vec_load(s);
	b0 = vec_load(se - 16);
	if (n > 32) {
		a1 = vec_load(s + 16);
		b1 = vec_load(se - 32);
		if (n > 64) {
			a2 = vec_load(s + 32);
			a3 = vec_load(s + 48);
			b2 = vec_load(se - 48);
			b3 = vec_load(se - 64);
			vec_store(d + 32, a2);
			vec_store(d + 48, a3);
			vec_store(de - 48, b2);
			vec_store(de - 64, b3);
		}
		vec_store(d + 16, a1);
		vec_store(de - 32, b1);
	}
	vec_store(d, a0);
	vec_store(de - 16, b0);
}

/* More than 128 bytes, d below s or apart from it. */
static void
copy_up(unsigned char *d, const unsigned char *s, size_t n)
{
	vec head = vec_load(s);
	vec t0 = vec_load(s + n - 64), t1 = vec_load(s + n - 48);
	vec t2 = vec_load(s + n - 32), t3 = vec_load(s + n - 16);
	unsigned char *de = d + n, *start = d;
	size_t skip = 16 - ((uintptr_t)d & 15);

	d += skip;
	s += skip;
	while ((size_t)(de - d) > 64) {
		vec v0 = vec_load(s), v1 = vec_load(s + 16);
		vec v2 = vec_load(s + 32), v3 = vec_load(s + 48);

		vec_store_aligned(d, v0);
		vec_store_aligned(d + 16, v1);
		vec_store_aligned(d + 32, v2);
		vec_store_aligned(d + 48, v3);
		d += 64;
		s += 64;
	}
	vec_store(de - 64, t0);
	vec_store(de - 48, t1);
	vec_store(de - 32, t2);
	vec_store(de - 16, t3);
	/* Last, because it may reach bytes that are a source further up. */
	vec_store(start, head);
}

/* More than 128 bytes, d inside [s, s + n). */
static void
copy_down(unsigned char *d, const unsigned char *s, size_t n)
{
	vec tail = vec_load(s + n - 16);
	vec h0 = vec_load(s), h1 = vec_load(s + 16);
	vec h2 = vec_load(s + 32), h3 = vec_load(s + 48);
	unsigned char *de = d + n, *last = de - 16;
	const unsigned char *se = s + n;
	size_t skip = (uintptr_t)de & 15;

	de -= skip;
	se -= skip;
	while ((size_t)(de - d) > 64) {
		vec v0 = vec_load(se - 16), v1 = vec_load(se - 32);
		vec v2 = vec_load(se - 48), v3 = vec_load(se - 64);

		vec_store_aligned(de - 16, v0);
		vec_store_aligned(de - 32, v1);
		vec_store_aligned(de - 48, v2);
		vec_store_aligned(de - 64, v3);
		de -= 64;
		se -= 64;
	}
	vec_store(d, h0);
	vec_store(d + 16, h1);
	vec_store(d + 32, h2);
	vec_store(d + 48, h3);
	vec_store(last, tail);
}

void *
memmove(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t ahead = (size_t)((uintptr_t)d - (uintptr_t)s);

	if (n <= 16)
		copy_small(d, s, n);
	else if (n <= 128)
		copy_medium(d, s, n);
	else if (ahead < n)
		copy_down(d, s, n);
	else if (n >= REP_MIN && 0 - ahead >= n) {
		void *to = d;

		__asm__ volatile("rep movsb" : "+D"(to), "+S"(s), "+c"(n)
		    : : "memory");
	} else
		copy_up(d, s, n);
	return (dst);
}

void *memcpy(void *__restrict, const void *__restrict, size_t)
    __attribute__((__alias__("memmove")));
