/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The functions on memory, against simple ones, at every alignment and at
 * both ends of the mapped pages: a read or write outside is a fault.
 */
#include <string.h>
#include <strings.h>

#include "../libc_test.h"

#define	PAGES	4
#define	SIZE	(PAGES * PAGE)

static unsigned char *src, *dst, *ref;
static const size_t big[] = { 300, 511, 512, 1000, 1023, 1024, 1025, 2047,
    2048, 2049, 2063, 4096, 5000, 8192 };
#define	NBIG	(sizeof(big) / sizeof(big[0]))
#define	NLEN	(280 + NBIG)

/* Lengths 0 to 279, then those of the table. */
static size_t
length(size_t i)
{

	return (i < 280 ? i : big[i - 280]);
}

static void
fill(unsigned char *p, size_t n)
{

	while (n-- != 0)
		*p++ = (unsigned char)test_random();
}

static int
same(const unsigned char *a, const unsigned char *b, size_t n)
{

	while (n-- != 0)
		if (*a++ != *b++)
			return (0);
	return (1);
}

static void
simple_move(unsigned char *d, const unsigned char *s, size_t n)
{
	size_t i;

	if (d < s)
		for (i = 0; i < n; i++)
			d[i] = s[i];
	else
		while (n-- != 0)
			d[n] = s[n];
}

static void
check_copy(unsigned char *d, const unsigned char *s, size_t n)
{

	simple_move(ref, dst, SIZE);
	simple_move(ref + (d - dst), s, n);
	CHECK_AT(memcpy(d, s, n) == d, n, d - dst);
	CHECK_AT(same(ref, dst, SIZE), n, d - dst);
	simple_move(ref + (d - dst), s + 1, n / 2);
	CHECK_AT(mempcpy(d, s + 1, n / 2) == d + n / 2, n, d - dst);
	CHECK_AT(same(ref, dst, SIZE), n, d - dst);
}

static void
test_memcpy(void)
{
	size_t i, n, a;

	for (i = 0; i < NLEN; i++) {
		n = length(i);
		fill(dst, 2 * PAGE);
		for (a = 0; a < 17; a += 1 + n % 3) {
			check_copy(dst + a, src, n);
			check_copy(dst + SIZE - n - a, src + SIZE - n - 1, n);
			check_copy(dst + a, src + SIZE - n - 1, n);
		}
		check_copy(dst + SIZE - n, src + 3, n);
	}
}

static void
test_memmove(void)
{
	static const size_t shifts[] = { 0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 63,
	    64, 65, 127, 128, 200, 1000, 2047, 2048, 3000 };
	size_t i, j, n;

	for (i = 0; i < NLEN; i += 1 + (i > 130)) {
		n = length(i);
		for (j = 0; j < sizeof(shifts) / sizeof(shifts[0]); j++) {
			size_t by = shifts[j], at = test_random() % 40;

			if (at + by + n > SIZE)
				continue;
			fill(dst, SIZE);
			simple_move(ref, dst, SIZE);
			simple_move(ref + at + by, ref + at, n);
			memmove(dst + at + by, dst + at, n);
			CHECK_AT(same(ref, dst, SIZE), n, by);
			simple_move(ref + at, ref + at + by, n);
			CHECK_AT(memmove(dst + at, dst + at + by, n) ==
			    dst + at, n, by);
			CHECK_AT(same(ref, dst, SIZE), n, by);
		}
	}
	/* Up to the guard pages, in both directions. */
	memmove(dst, dst + 5, SIZE - 5);
	memmove(dst + 5, dst, SIZE - 5);
	bcopy(dst, dst + 1, SIZE - 1);
}

static void
check_set(unsigned char *d, int c, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		ref[d - dst + (ptrdiff_t)i] = (unsigned char)c;
	CHECK_AT(memset(d, c, n) == d, n, d - dst);
	CHECK_AT(same(ref, dst, SIZE), n, d - dst);
}

static void
test_memset(void)
{
	size_t i, n, a;

	fill(dst, SIZE);
	simple_move(ref, dst, SIZE);
	for (i = 0; i < NLEN; i++) {
		n = length(i);
		for (a = 0; a < 17; a++) {
			check_set(dst + a, (int)(i + a), n);
			check_set(dst + SIZE - n - a, (int)(i + a + 256), n);
		}
	}
	fill(dst, 100);
	bzero(dst, 10);
	explicit_bzero(dst + 10, 10);
	for (i = 0; i < 20; i++)
		CHECK_AT(dst[i] == 0, i, 0);
}

static int
sign(int x)
{

	return (x < 0 ? -1 : x > 0);
}

static void
check_compare(unsigned char *a, unsigned char *b, size_t n)
{
	size_t at;
	unsigned char old;
	int want;

	simple_move(b, a, n);
	CHECK_AT(memcmp(a, b, n) == 0, n, 0);
	CHECK_AT(bcmp(a, b, n) == 0, n, 0);
	if (n == 0)
		return;
	at = test_random() % n;
	old = b[at];
	b[at] = (unsigned char)(old + 1 + test_random() % 255);
	want = old < b[at] ? -1 : 1;
	/* A later, opposite difference must not count. */
	if (at + 1 < n)
		b[n - 1] = (unsigned char)(a[n - 1] - want);
	CHECK_AT(sign(memcmp(a, b, n)) == want, n, at);
	CHECK_AT(sign(memcmp(b, a, n)) == -want, n, at);
	CHECK_AT(memcmp(a, b, at) == 0, n, at);
}

static void
test_memcmp(void)
{
	size_t i, n, a;

	for (i = 0; i < NLEN; i++) {
		n = length(i);
		for (a = 0; a < 18; a++) {
			fill(dst + SIZE - n - a, n);
			check_compare(dst + SIZE - n - a, src + SIZE - n, n);
			check_compare(dst + SIZE - n - a, src + a, n);
		}
	}
}

static void
check_chr(unsigned char *p, size_t n)
{
	size_t at, at2;

	memset(p, 'x', n);
	CHECK_AT(memchr(p, 'y', n) == NULL, n, 0);
	CHECK_AT(memrchr(p, 'y', n) == NULL, n, 0);
	if (n == 0)
		return;
	at = test_random() % n;
	at2 = test_random() % n;
	if (at2 < at) {
		size_t t = at;

		at = at2;
		at2 = t;
	}
	p[at] = p[at2] = 0xf9;
	CHECK_AT(memchr(p, 0xf9, n) == p + at, n, at);
	CHECK_AT(memchr(p, (int)0xffffff00 | 0xf9, n) == p + at, n, at);
	CHECK_AT(memchr(p, 0xf9, SIZE_MAX) == p + at, n, at);
	CHECK_AT(rawmemchr(p, 0xf9) == p + at, n, at);
	CHECK_AT(memrchr(p, 0xf9, n) == p + at2, n, at2);
	CHECK_AT(memrchr(p, 0xf9, at) == NULL, n, at);
	CHECK_AT(memchr(p, 0xf9, at) == NULL, n, at);
}

static void
test_memchr(void)
{
	size_t i, n, a;

	memset(dst, 0xf9, SIZE);
	for (i = 0; i < NLEN; i++) {
		n = length(i);
		for (a = 0; a < 18; a++) {
			check_chr(dst + SIZE - n - a, n);
			check_chr(dst + a, n);
		}
	}
}

static void
test_memccpy(void)
{
	char buf[16];

	memset(buf, '.', sizeof(buf));
	CHECK(memccpy(buf, "hello", 'l', 6) == buf + 3);
	CHECK(memcmp(buf, "hel...", 6) == 0);
	CHECK(memccpy(buf, "abcdef", 'x', 4) == NULL);
	CHECK(memcmp(buf, "abcd..", 6) == 0);
	CHECK(memccpy(buf, "x", 'x', 0) == NULL);
}

static const unsigned char *
simple_find(const unsigned char *h, size_t nh, const unsigned char *needle,
    size_t n)
{
	size_t i;

	for (i = 0; n <= nh && i <= nh - n; i++)
		if (same(h + i, needle, n))
			return (h + i);
	return (NULL);
}

static void
test_memmem(void)
{
	unsigned char *h, needle[64];
	size_t i, n, nh, letters;

	for (i = 0; i < 60000; i++) {
		letters = 1 + test_random() % 3;
		nh = test_random() % 80;
		n = test_random() % 12;
		h = dst + SIZE - nh;
		for (size_t j = 0; j < nh; j++)
			h[j] = (unsigned char)('a' + test_random() % letters);
		for (size_t j = 0; j < n; j++)
			needle[j] = (unsigned char)('a' +
			    test_random() % letters);
		CHECK_AT(memmem(h, nh, needle, n) ==
		    simple_find(h, nh, needle, n), i, n);
	}
	/* Periodic ones with a defect. */
	for (i = 0; i < 20000; i++) {
		nh = 40 + test_random() % 60;
		n = 4 + test_random() % 30;
		h = dst + SIZE - nh;
		letters = 1 + test_random() % 5;
		for (size_t j = 0; j < nh; j++)
			h[j] = (unsigned char)('a' + j % letters);
		for (size_t j = 0; j < n; j++)
			needle[j] = (unsigned char)('a' + j % letters);
		h[test_random() % nh] ^= 1;
		h[test_random() % nh] ^= 1;
		if (test_random() % 2)
			needle[test_random() % n] ^= 1;
		CHECK_AT(memmem(h, nh, needle, n) ==
		    simple_find(h, nh, needle, n), i, n);
	}
}

/* Quadratic searches would take hours here, not a moment. */
static void
test_memmem_is_linear(void)
{
	static unsigned char h[1 << 22], needle[1 << 21];
	size_t n = sizeof(needle);

	memset(h, 'a', sizeof(h));
	memset(needle, 'a', n);
	needle[n - 1] = 'b';
	CHECK(memmem(h, sizeof(h), needle, n) == NULL);
	needle[n - 1] = 'a';
	needle[0] = 'b';
	CHECK(memmem(h, sizeof(h), needle, n) == NULL);
	needle[0] = 'a';
	needle[n / 2] = 'b';
	CHECK(memmem(h, sizeof(h), needle, n) == NULL);
	h[n + 5] = 'b';
	CHECK(memmem(h, sizeof(h), needle, n) == h + n + 5 - n / 2);
}

int
main(void)
{

	src = test_guarded_pages(PAGES);
	dst = test_guarded_pages(PAGES);
	ref = test_guarded_pages(PAGES);
	fill(src, SIZE);
	test_memcpy();
	test_memmove();
	test_memset();
	test_memcmp();
	test_memchr();
	test_memccpy();
	test_memmem();
	test_memmem_is_linear();
	return (test_failures != 0);
}
