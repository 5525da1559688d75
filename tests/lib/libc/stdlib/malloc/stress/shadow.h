/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A model of what the allocator was asked for, to compare with what it did.
 * An object slot is empty or holds an object and the pattern that its owner
 * last wrote in all of its usable size; each step does one random operation on
 * a slot and verifies everything the operation promises.
 */
#ifndef SHADOW_H
#define SHADOW_H

#include "malloc_doors.h"

/* Greater objects get their pattern in each page and at the end only. */
#define SHADOW_DENSE	(64 * KIB)

struct object {
	unsigned char *p;	/* NULL: empty slot */
	size_t size;		/* bytes asked for */
	size_t usable;		/* bytes, as malloc_usable_size said */
	size_t alignment;
	uint64_t tag;		/* chooses the pattern */
};

struct shadow {
	uint64_t seed;
	size_t lg_max;		/* sizes stay below this power of two */
	bool may_fail;		/* memory may end: NULL and ENOMEM are fine */
	size_t failures;
	size_t steps;
};

/* Where the pattern of a great object is: page starts and the last word. */
static inline size_t
shadow_next(const struct object *o, size_t i)
{
	size_t last = o->usable / 8 * 8 - 8;

	if (i == last)
		return o->usable;
	return i + PAGE < last ? i + PAGE : last;
}

static inline void
shadow_fill(struct object *o)
{
	uint64_t w;
	size_t i;

	if (o->usable <= SHADOW_DENSE) {
		pattern_fill(o->p, 0, o->usable, o->tag);
		return;
	}
	for (i = 0; i < o->usable; i = shadow_next(o, i)) {
		w = pattern_word(o->tag, i / 8);
		memcpy(o->p + i, &w, 8);
	}
}

/* Whether the first n bytes at p hold what was written in the object. */
static inline bool
shadow_holds(const struct object *o, const unsigned char *p, size_t n)
{
	uint64_t w;
	size_t i;

	if (o->usable <= SHADOW_DENSE)
		return pattern_check(p, n, o->tag) == n;
	for (i = 0; i + 8 <= n; i = shadow_next(o, i)) {
		memcpy(&w, p + i, 8);
		if (w != pattern_word(o->tag, i / 8))
			return false;
	}
	return true;
}

static inline void
shadow_check(const struct object *o)
{
	if (o->p == NULL)
		return;
	MUST(shadow_holds(o, o->p, o->usable),
	    "the object of %zu bytes at %p lost its contents", o->size,
	    (void *)o->p);
	MUST(malloc_usable_size(o->p) == o->usable,
	    "the object of %zu bytes at %p has %zu usable, had %zu", o->size,
	    (void *)o->p, malloc_usable_size(o->p), o->usable);
}

/* Small sizes are the most frequent, as in life; every size can come. */
static inline size_t
shadow_size(struct shadow *s)
{
	size_t lg, n;

	n = rng_below(&s->seed, 100);
	if (n < 60)
		lg = 1 + rng_below(&s->seed, 10);
	else if (n < 90)
		lg = 8 + rng_below(&s->seed, 8);
	else if (n < 98)
		lg = 14 + rng_below(&s->seed, 7);
	else
		lg = 20 + rng_below(&s->seed, 4);
	if (lg > s->lg_max)
		lg = s->lg_max;
	return rng_below(&s->seed, (size_t)1 << lg);
}

static inline void
shadow_new(struct shadow *s, struct object *o, void *p, size_t size,
    size_t alignment)
{
	o->p = p;
	o->size = size;
	o->alignment = alignment;
	o->tag = rng_next(&s->seed);
	o->usable = malloc_usable_size(p);
	MUST(is_aligned(p, alignment), "%zu bytes at %p, alignment %zu", size,
	    p, alignment);
	MUST(o->usable >= size, "%zu bytes at %p have %zu usable", size, p,
	    o->usable);
	shadow_fill(o);
}

/*
 * Whether a NULL is what opt.sysv has to say to size 0.  Without memory there
 * may be nobody to ask about the option.
 */
static inline bool
shadow_nothing(const void *p, size_t size, int error)
{
	bool sysv = false;

	if (p != NULL || size != 0 || error != 1789)
		return false;
	return ctl_read("opt.sysv", &sysv, sizeof(sysv)) == EAGAIN || sysv;
}

/* A NULL has to be allowed and explained. */
static inline void
shadow_failed(struct shadow *s, const char *what, size_t size, int error)
{
	MUST(s->may_fail, "%s of %zu bytes failed, error %d, step %zu", what,
	    size, error, s->steps);
	MUST(error == ENOMEM, "%s of %zu bytes: error %d", what, size, error);
	s->failures++;
}

static inline void
shadow_alloc(struct shadow *s, struct object *o)
{
	size_t alignment, bad, size = shadow_size(s);
	int error = -1;
	void *p = NULL;

	alignment = alignment_of(size);
	errno = 1789;
	switch (rng_below(&s->seed, 10)) {
	case 0:
	case 1:
		p = opaque(calloc(1, size));
		if (p != NULL) {
			bad = zero_check(p, size);
			MUST(bad == size, "calloc(1, %zu): byte %zu", size,
			    bad);
		}
		break;
	case 2:
		p = opaque(realloc(NULL, size));
		break;
	case 3:
		alignment = (size_t)8 << rng_below(&s->seed, 14);
		error = posix_memalign(&p, alignment, size);
		MUST(errno == 1789, "posix_memalign set errno to %d", errno);
		break;
	case 4:
		alignment = (size_t)1 << rng_below(&s->seed, 14);
		p = opaque(aligned_alloc(opaque_size(alignment),
		    opaque_size(size)));
		break;
	default:
		p = opaque(malloc(size));
		break;
	}
	if (shadow_nothing(p, size, errno))
		return;
	if (error == -1)
		error = p == NULL ? errno : 0;
	if (error != 0) {
		shadow_failed(s, "an allocation", size, error);
		return;
	}
	MUST(errno == 1789, "%zu bytes: errno %d", size, errno);
	shadow_new(s, o, p, size, alignment);
}

static inline void
shadow_realloc(struct shadow *s, struct object *o)
{
	size_t keep, size = shadow_size(s);
	void *p;

	if (rng_below(&s->seed, 4) == 0)
		size = o->size + rng_below(&s->seed, o->size / 4 + 64);
	shadow_check(o);
	errno = 1789;
	p = opaque(realloc(o->p, size));
	if (shadow_nothing(p, size, errno)) {
		o->p = NULL;
		return;
	}
	if (p == NULL) {
		shadow_failed(s, "realloc", size, errno);
		shadow_check(o);
		return;
	}
	MUST(errno == 1789, "realloc(%zu -> %zu): errno %d", o->size, size,
	    errno);
	keep = o->size < size ? o->size : size;
	MUST(shadow_holds(o, p, keep), "realloc(%zu -> %zu) lost contents",
	    o->size, size);
	shadow_new(s, o, p, size, alignment_of(size));
}

static inline void
shadow_free(struct object *o)
{
	shadow_check(o);
	errno = 1789;
	free(o->p);
	MUST(errno == 1789, "free of %zu bytes: errno %d", o->size, errno);
	o->p = NULL;
}

static inline void
shadow_step(struct shadow *s, struct object *o)
{
	s->steps++;
	if (o->p == NULL)
		shadow_alloc(s, o);
	else if (rng_below(&s->seed, 4) == 0)
		shadow_realloc(s, o);
	else
		shadow_free(o);
}

static inline void
shadow_free_all(struct object *o, size_t n)
{
	while (n-- > 0)
		shadow_free(&o[n]);
}

#endif
