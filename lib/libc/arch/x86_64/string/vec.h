/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Unaligned words and 16-byte vectors for the memory and string functions of
 * this CPU.  SSE2 is part of the base x86_64 instruction set, so nothing is
 * probed.  Only compiler vector types are used: no call can be produced, at
 * no optimisation level.
 */
#ifndef _VEC_H_
#define	_VEC_H_

#include <stddef.h>
#include <stdint.h>

#define	VEC_SIZE	16
/* No page is smaller; a load that stays within one cannot fault anew. */
#define	VEC_PAGE	4096

typedef uint16_t word16 __attribute__((__may_alias__, __aligned__(1)));
typedef uint32_t word32 __attribute__((__may_alias__, __aligned__(1)));
typedef uint64_t word64 __attribute__((__may_alias__, __aligned__(1)));

/* The compiler's pmovmskb and comparison operators work on char vectors. */
typedef char vec __attribute__((__vector_size__(16), __may_alias__));
typedef char vec_u __attribute__((__vector_size__(16), __may_alias__,
    __aligned__(1)));

static inline vec
vec_load(const void *p)
{

	return (*(const vec_u *)p);
}

static inline vec
vec_load_aligned(const void *p)
{

	return (*(const vec *)p);
}

static inline void
vec_store(void *p, vec v)
{

	*(vec_u *)p = v;
}

static inline void
vec_store_aligned(void *p, vec v)
{

	*(vec *)p = v;
}

static inline vec
vec_fill(int c)
{
	char b = (char)c;

	return ((vec){ b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b });
}

/* 0xff in every byte that is equal. */
static inline vec
vec_eq(vec a, vec b)
{

	return ((vec)(a == b));
}

/* Bit i is the top bit of byte i. */
static inline unsigned int
vec_mask(vec v)
{

	return ((unsigned int)__builtin_ia32_pmovmskb128(v));
}

/* Pointer to the 16-byte block that holds p, and p's offset in it. */
static inline const unsigned char *
vec_block(const void *p, unsigned int *off)
{

	*off = (unsigned int)((uintptr_t)p & (VEC_SIZE - 1));
	return ((const unsigned char *)p - *off);
}

/* True if n bytes at p may reach into the next page. */
static inline int
vec_crosses(const void *p, unsigned int n)
{

	return (((uintptr_t)p & (VEC_PAGE - 1)) > VEC_PAGE - n);
}

#endif /* !_VEC_H_ */
