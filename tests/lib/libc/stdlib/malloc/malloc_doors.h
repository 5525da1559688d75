/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The functions that the host's headers do not declare, as a program of the
 * host may declare them for itself, with the flags as bare numbers: they are
 * part of the binary interface.
 */
#ifndef MALLOC_DOORS_H
#define MALLOC_DOORS_H

#include "malloc_test.h"

/* jemalloc 2 */
enum { ALLOCM_SUCCESS, ALLOCM_ERR_OOM, ALLOCM_ERR_NOT_MOVED };
#define ALLOCM_LG_ALIGN(la)	(la)
#define ALLOCM_ZERO		0x40
#define ALLOCM_NO_MOVE		0x80

int allocm(void **, size_t *, size_t, int);
int rallocm(void **, size_t *, size_t, size_t, int);
int sallocm(const void *, size_t *, int);
int dallocm(void *, int);

/* jemalloc 3.5 and later */
#define MALLOCX_LG_ALIGN(la)	(la)
#define MALLOCX_ZERO		0x40
#define MALLOCX_TCACHE_NONE	0x100
#define MALLOCX_ARENA(a)	((int)(((unsigned)(a) + 1) << 20))

void *mallocx(size_t, int);
void *rallocx(void *, size_t, int);
size_t xallocx(void *, size_t, size_t, int);
size_t sallocx(const void *, int);
void dallocx(void *, int);
void sdallocx(void *, size_t, int);
size_t nallocx(size_t, int);

/* C23 */
void free_sized(void *, size_t);
void free_aligned_sized(void *, size_t, size_t);

/* BSD, macOS */
void *reallocf(void *, size_t);
void *recallocarray(void *, size_t, size_t, size_t);
void freezero(void *, size_t);
int reallocarr(void *, size_t, size_t);
size_t malloc_size(const void *);
size_t malloc_good_size(size_t);

int mallctl(const char *, void *, size_t *, void *, size_t);
extern const char *malloc_conf;
extern void (*malloc_message)(void *, const char *);

static inline int
ctl_read(const char *name, void *value, size_t size)
{
	return mallctl(name, value, &size, NULL, 0);
}

static inline size_t
ctl_size(const char *name)
{
	size_t value;

	MUST(ctl_read(name, &value, sizeof(value)) == 0, "no %s", name);
	return value;
}

/* Whether config.NAME is true. */
static inline bool
built_with(const char *name)
{
	char full[64];
	bool yes;

	snprintf(full, sizeof(full), "config.%s", name);
	MUST(ctl_read(full, &yes, sizeof(yes)) == 0, "no %s", full);
	return yes;
}

/* Whether a boolean option is built in and on. */
static inline bool
option_on(const char *name)
{
	char full[64];
	bool yes;

	snprintf(full, sizeof(full), "opt.%s", name);
	return ctl_read(full, &yes, sizeof(yes)) == 0 && yes;
}

/* Figures as of now, with nothing left in this thread's cache. */
static inline void
refresh(void)
{
	uint64_t epoch = 1;

	if (built_with("tcache"))
		MUST(mallctl("tcache.flush", NULL, NULL, NULL, 0) == 0,
		    "tcache.flush");
	MUST(mallctl("epoch", NULL, NULL, &epoch, sizeof(epoch)) == 0,
	    "epoch");
}

/* The offset of the first byte that is not byte, or size. */
static inline size_t
byte_check(const void *p, int byte, size_t size)
{
	const unsigned char *b = p;
	size_t i;

	if (size != 0 && b[0] == byte && memcmp(b, b + 1, size - 1) == 0)
		return size;
	for (i = 0; i < size && b[i] == byte; i++)
		continue;
	return i;
}

/* Makes what comes free later anything but zero. */
static inline void
dirty_heap(void)
{
	static const size_t sizes[] = {
		8, 16, 48, 128, 192, 512, 768, 2000, 3840, 4096, 8192, 20000,
		65536, 300000, 3000000, 4 * MIB
	};
	void *p[NELEM(sizes)][8];
	size_t i, j;

	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(p[0]) && sizes[i] * j < 8 * MIB; j++) {
			p[i][j] = opaque(malloc(sizes[i]));
			MUST(p[i][j] != NULL, "malloc(%zu)", sizes[i]);
			memset(p[i][j], 0xd7, malloc_usable_size(p[i][j]));
		}
	for (i = 0; i < NELEM(sizes); i++)
		for (j = 0; j < NELEM(p[0]) && sizes[i] * j < 8 * MIB; j++)
			free(p[i][j]);
}

#endif
