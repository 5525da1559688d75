/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * qsort(3) and qsort_r: quicksort that turns into heapsort where it would go
 * quadratic, and insertion sort for what is short.  Invariants: no memory
 * beyond O(log n) stack; at most O(n log n) comparisons; whatever the
 * comparison answers, no address outside the array is touched.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stdlib_private.h"
#include "string_private.h"

/* Arrays of so many elements and fewer are sorted by insertion. */
#define	SHORT	12

struct sort {
	int	(*compare)(const void *, const void *, void *);
	void	*arg;
	size_t	size;			/* of an element, bytes */
	int	words;			/* elements are aligned 8-byte words */
};

typedef uint64_t word __attribute__((__may_alias__));

static inline int
compare(const struct sort *s, const char *a, const char *b)
{

	return (s->compare(a, b, s->arg));
}

static inline void
swap(const struct sort *s, char *a, char *b)
{
	size_t i, n = s->size;
	char tmp[64];

	if (s->words) {
		for (i = 0; i < n; i += sizeof(word)) {
			word w = *(word *)(void *)(a + i);

			*(word *)(void *)(a + i) = *(word *)(void *)(b + i);
			*(word *)(void *)(b + i) = w;
		}
		return;
	}
	for (; n != 0; n -= i, a += i, b += i) {
		i = n < sizeof(tmp) ? n : sizeof(tmp);
		memcpy(tmp, a, i);
		memcpy(a, b, i);
		memcpy(b, tmp, i);
	}
}

static void
insertion_sort(const struct sort *s, char *base, size_t n)
{
	char *end = base + n * s->size, *p, *q;

	for (p = base + s->size; p < end; p += s->size)
		for (q = p; q > base && compare(s, q - s->size, q) > 0;
		    q -= s->size)
			swap(s, q - s->size, q);
}

/* Moves element i down until no child of it is greater. */
static void
sift(const struct sort *s, char *base, size_t i, size_t n)
{
	size_t child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && compare(s, base + child * s->size,
		    base + (child + 1) * s->size) < 0)
			child++;
		if (compare(s, base + i * s->size,
		    base + child * s->size) >= 0)
			return;
		swap(s, base + i * s->size, base + child * s->size);
		i = child;
	}
}

static void
heap_sort(const struct sort *s, char *base, size_t n)
{
	size_t i;

	for (i = n / 2; i-- != 0;)
		sift(s, base, i, n);
	for (i = n; i-- > 1;) {
		swap(s, base, base + i * s->size);
		sift(s, base, 0, i);
	}
}

static char *
median(const struct sort *s, char *a, char *b, char *c)
{

	if (compare(s, a, b) < 0) {
		if (compare(s, b, c) < 0)
			return (b);
		return (compare(s, a, c) < 0 ? c : a);
	}
	if (compare(s, b, c) > 0)
		return (b);
	return (compare(s, a, c) < 0 ? a : c);
}

static char *
choose_pivot(const struct sort *s, char *base, size_t n)
{
	char *mid = base + n / 2 * s->size, *last = base + (n - 1) * s->size;
	size_t step;

	if (n < 64)
		return (median(s, base, mid, last));
	step = n / 8 * s->size;
	return (median(s, median(s, base, base + step, base + 2 * step),
	    median(s, mid - step, mid, mid + step),
	    median(s, last - 2 * step, last - step, last)));
}

/*
 * Splits n > 2 elements into those below, equal and above a pivot:
 * [base, *less), [*less, *greater), [*greater, end).  The middle part has at
 * least one element, so that both others are shorter than the whole.
 *
 * Meanwhile: base..lt below, lt..p equal, p..gt unknown, gt..end above.
 */
static void
partition(const struct sort *s, char *base, size_t n, char **less,
    char **greater)
{
	char *lt = base, *p = base + s->size, *gt = base + n * s->size;
	int r;

	swap(s, base, choose_pivot(s, base, n));
	while (p < gt) {
		r = compare(s, p, lt);
		if (r < 0) {
			swap(s, p, lt);
			lt += s->size;
			p += s->size;
		} else if (r == 0)
			p += s->size;
		else {
			/* Leave alone what is already on its side. */
			do {
				gt -= s->size;
			} while (gt > p && compare(s, gt, lt) > 0);
			if (gt != p)
				swap(s, p, gt);
		}
	}
	*less = lt;
	*greater = gt;
}

/* `depth' splits are left before the heap takes over. */
static void
sort(const struct sort *s, char *base, size_t n, unsigned int depth)
{
	char *less, *greater, *end;
	size_t low, high;

	while (n > SHORT) {
		if (depth-- == 0) {
			heap_sort(s, base, n);
			return;
		}
		end = base + n * s->size;
		partition(s, base, n, &less, &greater);
		low = (size_t)(less - base) / s->size;
		high = (size_t)(end - greater) / s->size;
		/* Recursion on the shorter part bounds the stack. */
		if (low < high) {
			sort(s, base, low, depth);
			base = greater;
			n = high;
		} else {
			sort(s, greater, high, depth);
			n = low;
		}
	}
	insertion_sort(s, base, n);
}

/* Are the elements in order already?  n > 1. */
static int
is_sorted(const struct sort *s, char *base, size_t n)
{
	char *p = base, *last = base + (n - 1) * s->size;

	for (; p < last; p += s->size)
		if (compare(s, p, p + s->size) > 0)
			return (0);
	return (1);
}

void
__qsort_r(void *base, size_t n, size_t size,
    int (*cmp)(const void *, const void *, void *), void *arg)
{
	struct sort s = { cmp, arg, size, 0 };
	unsigned int depth;

	if (n < 2 || size == 0)
		return;
	s.words = (size | (uintptr_t)base) % sizeof(word) == 0;
	if (is_sorted(&s, base, n))
		return;
	depth = 2 * (8 * sizeof(n) - (unsigned int)__builtin_clzl(n));
	sort(&s, base, n, depth);
}

/* The comparison without an argument travels as the argument. */
struct plain {
	int	(*compare)(const void *, const void *);
};

static int
compare_plain(const void *a, const void *b, void *arg)
{

	return (((struct plain *)arg)->compare(a, b));
}

void
qsort(void *base, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	struct plain plain = { cmp };

	__qsort_r(base, n, size, compare_plain, &plain);
}

__weak_reference(__qsort_r, qsort_r);
