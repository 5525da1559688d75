/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * rand(3), random(3) and rand_r(3): a counter that goes in steps of an odd
 * constant, its bits mixed.  One atomic addition makes each call safe in
 * threads.  Of 64 bits the upper 31 are the result.
 */
#include <stdint.h>
#include <stdlib.h>

#include "libc_private.h"

/* 2^64 divided by the golden ratio: successive values spread evenly. */
#define	STEP	0x9e3779b97f4a7c15ULL

/* As if srand(1) and srandom(1) had been called. */
static uint64_t rand_state = 1, random_state = 1;

/* A bijection in which each bit of x changes about half of the result's. */
static uint64_t
mix(uint64_t x)
{

	x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93ULL;
	x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93ULL;
	return (x ^ (x >> 32));
}

static int
next(uint64_t *state)
{

	return ((int)(mix(__atomic_add_fetch(state, STEP,
	    __ATOMIC_RELAXED)) >> 33));
}

int
rand(void)
{

	return (next(&rand_state));
}

/* Seeds that follow each other begin far apart: mixed, not taken as such. */
void
srand(unsigned int seed)
{

	__atomic_store_n(&rand_state, seed == 1 ? 1 : mix(seed),
	    __ATOMIC_RELAXED);
}

__weak long
random(void)
{

	return (next(&random_state));
}

__weak void
srandom(unsigned int seed)
{

	__atomic_store_n(&random_state, seed == 1 ? 1 : mix(seed),
	    __ATOMIC_RELAXED);
}

__weak int
rand_r(unsigned int *seed)
{

	*seed += (unsigned int)(STEP >> 32);
	return ((int)(mix(*seed) >> 33));
}
