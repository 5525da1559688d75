/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Shared by the programs here: numbers that are the same in every run, a
 * checksum, and memory or the end.
 */

#ifndef INTREE_H
#define	INTREE_H

#include <err.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct numbers {
	uint64_t	x;
};

static inline struct numbers
numbers_from(uint64_t seed)
{
	struct numbers n = { seed * 0x9e3779b97f4a7c15 + 1 };

	return (n);
}

/* From 0 to limit - 1. */
static inline unsigned
number(struct numbers *n, unsigned limit)
{

	n->x ^= n->x << 13;
	n->x ^= n->x >> 7;
	n->x ^= n->x << 17;
	return ((unsigned)(n->x >> 33) % limit);
}

static inline uint64_t
hash_bytes(const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	uint64_t h = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < length; i++)
		h = (h ^ p[i]) * 0x100000001b3;
	return (h);
}

static inline void *
need(void *p)
{

	if (p == NULL)
		err(1, "no memory");
	return (p);
}

#endif /* !INTREE_H */
