/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the workloads of h_bench share: parameters, clock, the line of
 * results, random numbers, sizes.  Memory of the harness itself comes from
 * mmap and is told apart, so that what is left is the allocator's.
 */

#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workload {
	const char *name;
	void (*run)(void);
};

/* One table in each b_*.c; the last row has no name. */
extern const struct workload bench_batch[], bench_frag[], bench_held[],
    bench_large[], bench_pairs[], bench_phases[], bench_prodcons[],
    bench_realloc[], bench_replace[], bench_server[], bench_share[],
    bench_start[], bench_threads[];

/*
 * Parameters, key=value on the command line.  Numbers may end with K, M or G,
 * powers of 1024.  A parameter that no call here asks for is an error.
 */
long param(const char *key, long missing);
const char *param_word(const char *key, const char *missing);

/* Between these two is what is measured; once in a run. */
void clock_start(void);
void clock_stop(uint64_t ops);

/* One more figure of the result line. */
void figure(const char *key, long value);
/* One more value of the series of the result line. */
void series(long value);
/* Mixed into the checksum: not to depend on addresses. */
void checksum(uint64_t value);

/* Memory of the harness, resident and zero; never given back. */
void *own_memory(size_t size);
/* Resident KiB without those of the harness: now, exactly; now; the most. */
long exact_kb(void);
long rss_kb(void);
long peak_kb(void);

/* Random numbers: xorshift, a state of one's own. */
static inline uint64_t
rng(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (*state = x);
}

/* From 0 to n - 1, by the high bits of a product; n < 2^32. */
static inline uint32_t
rng_below(uint64_t *state, uint32_t n)
{

	return ((uint32_t)((rng(state) >> 32) * n >> 32));
}

static inline uint64_t
rng_seed(uint64_t n)
{

	return ((n + 1) * 0x9e3779b97f4a7c15);
}

/*
 * Sizes of real programs are many small ones and few large: one of at least
 * s bytes is drawn with a probability that falls as s^-1.2, from 16 bytes to
 * max.  The mean is about 85 bytes where max is 32 KiB.
 */
#define NSIZES	4096
void power_sizes(uint32_t sizes[NSIZES], uint32_t max);

/* The compiler must believe that the object is used. */
static inline void
keep(const void *p)
{

	__asm__ volatile("" : : "r"(p) : "memory");
}

void *bench_malloc(size_t size);
_Noreturn void bench_null(size_t size);

/* An object's first and last byte are written, and looked at when freed. */
static inline void *
object_new(size_t size, uint8_t mark)
{
	uint8_t *p = bench_malloc(size);

	p[size - 1] = mark;
	p[0] = mark;
	return (p);
}

_Noreturn void bench_damaged(size_t size);
void object_free(void *p, size_t size, uint8_t mark);

/* One byte in each page of 4 KiB. */
void touch(void *p, size_t size);

/* Threads that must not fail. */
#include <pthread.h>
void thread_new(pthread_t *thread, void *(*start)(void *), void *arg);
void thread_join(pthread_t thread);

#endif /* !BENCH_H */
