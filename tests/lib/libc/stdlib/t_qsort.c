/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * qsort and bsearch: order on inputs of many shapes and element sizes, and no
 * more than a small multiple of n log n comparisons on all of them, also
 * against an adversary that answers so as to make any quicksort quadratic
 * (McIlroy, "A Killer Adversary for Quicksort", 1999).
 */
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

#define	MAX	20000

static unsigned long comparisons;

static unsigned long
limit(size_t n)
{
	unsigned long lg = 1;

	while (n >> lg != 0)
		lg++;
	return (5 * n * lg + 50);
}

static int
compare_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	comparisons++;
	return (x < y ? -1 : x > y);
}

static int
shape(int kind, size_t i, size_t n)
{

	switch (kind) {
	case 0:
		return ((int)(test_random() >> 2));
	case 1:
		return ((int)i);
	case 2:
		return ((int)(n - i));
	case 3:
		return (7);
	case 4:
		return ((int)(test_random() % 3));
	case 5:
		return ((int)(i < n / 2 ? i : n - i));
	case 6:
		return ((int)(i % 64));
	default:
		return (i + 1 == n ? -1 : (int)i);
	}
}

static void
test_shapes(void)
{
	static int a[MAX + 2];
	static const size_t sizes[] = { 0, 1, 2, 3, 5, 11, 12, 13, 63, 64, 65,
	    100, 1000, MAX };
	size_t i, k, n;
	unsigned long sum, sum2;
	int kind;

	for (kind = 0; kind < 8; kind++)
		for (k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
			n = sizes[k];
			for (sum = 0, i = 0; i < n; i++) {
				a[i + 1] = shape(kind, i, n);
				sum += (unsigned long)a[i + 1] * 2654435761UL;
			}
			a[0] = a[n + 1] = 0x5a5a;
			comparisons = 0;
			qsort(a + 1, n, sizeof(int), compare_int);
			CHECK_AT(comparisons <= limit(n), kind, n);
			CHECK_AT(a[0] == 0x5a5a && a[n + 1] == 0x5a5a, kind,
			    n);
			for (sum2 = 0, i = 0; i < n; i++) {
				sum2 += (unsigned long)a[i + 1] * 2654435761UL;
				CHECK_AT(i == 0 || a[i] <= a[i + 1], kind, n);
			}
			CHECK_AT(sum == sum2, kind, n);
		}
}

/* The adversary: values are settled only when they must be. */
static int	value[MAX], solid, gas, candidate;

static int
compare_killer(const void *pa, const void *pb)
{
	int a = *(const int *)pa, b = *(const int *)pb;

	comparisons++;
	if (value[a] == gas && value[b] == gas) {
		if (a == candidate)
			value[a] = solid++;
		else
			value[b] = solid++;
	}
	if (value[a] == gas)
		candidate = a;
	else if (value[b] == gas)
		candidate = b;
	return (value[a] < value[b] ? -1 : value[a] > value[b]);
}

static void
test_killer(void)
{
	static int a[MAX];
	int i;

	gas = MAX + 1;
	for (i = 0; i < MAX; i++) {
		a[i] = i;
		value[i] = gas;
	}
	comparisons = 0;
	qsort(a, MAX, sizeof(int), compare_killer);
	CHECK_AT(comparisons <= limit(MAX), comparisons, limit(MAX));
	for (i = 1; i < MAX; i++)
		CHECK_AT(value[a[i - 1]] <= value[a[i]], i, 0);
}

static int
compare_size(const void *a, const void *b, void *arg)
{

	return (memcmp(a, b, *(size_t *)arg));
}

static void
test_element_sizes(void)
{
	unsigned char *end = test_guarded_pages(8) + 8 * PAGE, *p;
	size_t i, n, size;

	for (size = 1; size < 150; size++) {
		n = 8 * PAGE / size;
		if (n > 200)
			n = 200;
		p = end - n * size;
		for (i = 0; i < n * size; i++)
			p[i] = (unsigned char)test_random();
		qsort_r(p, n, size, compare_size, &size);
		for (i = 1; i < n; i++)
			CHECK_AT(memcmp(p + (i - 1) * size, p + i * size,
			    size) <= 0, size, i);
	}
}

/* Answers without sense must not lead outside the array. */
static int
compare_nonsense(const void *a, const void *b)
{

	(void)a;
	(void)b;
	return ((int)test_random() % 3 - 1);
}

static void
test_nonsense(void)
{
	int *end = (int *)(void *)(test_guarded_pages(1) + PAGE);
	size_t n;

	for (n = 0; n <= PAGE / sizeof(int); n += 13) {
		qsort(end - n, n, sizeof(int), compare_nonsense);
		qsort(end - PAGE / sizeof(int), n, sizeof(int),
		    compare_nonsense);
	}
}

static void
test_bsearch(void)
{
	int a[100], i, key, *p;
	size_t n;

	for (i = 0; i < 100; i++)
		a[i] = 2 * i;
	for (n = 0; n <= 100; n++)
		for (key = -1; key <= 200; key++) {
			p = bsearch(&key, a, n, sizeof(int), compare_int);
			if (key >= 0 && key % 2 == 0 && key < 2 * (int)n)
				CHECK_AT(p == a + key / 2, n, key);
			else
				CHECK_AT(p == NULL, n, key);
		}
}

int
main(void)
{

	test_shapes();
	test_killer();
	test_element_sizes();
	test_nonsense();
	test_bsearch();
	return (test_failures != 0);
}
