/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The functions on strings, against simple ones, each string ending at the
 * last byte before a page that cannot be touched.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../libc_test.h"

#define	SIZE	(2 * PAGE)

static unsigned char *pages, *pages2, *pages3;

static int
sign(int x)
{

	return (x < 0 ? -1 : x > 0);
}

/* A random string of n bytes at the end of p, from few letters. */
static char *
make(unsigned char *p, size_t n, unsigned int letters)
{
	char *s = (char *)p + SIZE - n - 1;
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = (char)("aAbB\377\200cC"[test_random() % letters]);
	s[n] = '\0';
	return (s);
}

static int
simple_cmp(const char *s, const char *t, size_t n, int fold)
{
	unsigned char a, b;

	for (; n != 0; n--, s++, t++) {
		a = (unsigned char)*s;
		b = (unsigned char)*t;
		if (fold && a >= 'A' && a <= 'Z')
			a = (unsigned char)(a + 32);
		if (fold && b >= 'A' && b <= 'Z')
			b = (unsigned char)(b + 32);
		if (a != b || a == '\0')
			return (a - b);
	}
	return (0);
}

static void
test_lengths(void)
{
	size_t n, a, limit;
	char *s;

	for (n = 0; n < 300; n++) {
		for (a = 0; a < 65; a++) {
			s = (char *)pages + SIZE - n - 1 - a;
			memset(pages, 'x', SIZE);
			s[n] = '\0';
			CHECK_AT(strlen(s) == n, n, a);
			limit = test_random() % 310;
			CHECK_AT(strnlen(s, limit) == (n < limit ? n : limit),
			    n, a);
			CHECK_AT(strnlen(s, SIZE_MAX) == n, n, a);
		}
		/* Without a terminator: nothing past n may be read. */
		memset(pages, 'x', SIZE);
		CHECK_AT(strnlen((char *)pages + SIZE - n, n) == n, n, 0);
	}
	for (n = 4000; n < 4200; n++)
		CHECK_AT(strlen(make(pages, n, 3)) == n, n, 0);
}

static void
test_chr(void)
{
	size_t i, n, first, last;
	char *s, c;

	for (i = 0; i < 30000; i++) {
		n = test_random() % (i % 10 ? 40 : 300);
		s = make(pages, n, 8);
		c = "aAbB\377\200cC"[test_random() % 8];
		if (test_random() % 16 == 0)
			c = '\0';
		for (first = 0; s[first] != c && s[first] != '\0'; first++)
			;
		for (last = n; last != 0 && s[last] != c; last--)
			;
		CHECK_AT(strchrnul(s, c) == s + first, n, c);
		CHECK_AT(strchr(s, c) == (s[first] == c ? s + first : NULL),
		    n, c);
		CHECK_AT(strrchr(s, c) == (s[last] == c ? s + last : NULL),
		    n, c);
		CHECK_AT(index(s, c) == strchr(s, c), n, c);
		CHECK_AT(rindex(s, c) == strrchr(s, c), n, c);
	}
}

static void
test_compare(void)
{
	size_t i, n, m, limit;
	char *s, *t;

	for (i = 0; i < 100000; i++) {
		n = test_random() % (i % 10 ? 20 : 200);
		m = test_random() % (i % 10 ? 20 : 200);
		s = make(pages, n, 1 + i % 8);
		t = make(pages2, m, 1 + i % 8);
		if (i % 3 == 0) {
			/* Equal for long, and aligned in another way. */
			t = (char *)pages2 + test_random() % 50;
			memcpy(t, s, n + 1);
			if (n != 0 && i % 2 != 0)
				t[test_random() % n] = (char)test_random();
		}
		limit = test_random() % 50;
		CHECK_AT(sign(strcmp(s, t)) ==
		    sign(simple_cmp(s, t, SIZE_MAX, 0)), n, m);
		CHECK_AT(sign(strcoll(s, t)) == sign(strcmp(s, t)), n, m);
		CHECK_AT(sign(strncmp(s, t, limit)) ==
		    sign(simple_cmp(s, t, limit, 0)), n, m);
		CHECK_AT(sign(strncmp(s, t, SIZE_MAX)) ==
		    sign(simple_cmp(s, t, SIZE_MAX, 0)), n, m);
		CHECK_AT(sign(strcasecmp(s, t)) ==
		    sign(simple_cmp(s, t, SIZE_MAX, 1)), n, m);
		CHECK_AT(sign(strncasecmp(s, t, limit)) ==
		    sign(simple_cmp(s, t, limit, 1)), n, m);
	}
	/* strncmp of arrays without terminators. */
	memset(pages, 'q', SIZE);
	memset(pages2, 'q', SIZE);
	for (n = 0; n < 100; n++)
		for (i = 0; i < 20; i++)
			CHECK_AT(strncmp((char *)pages + SIZE - n,
			    (char *)pages2 + SIZE - n - i, n) == 0, n, i);
}

static void
test_copies(void)
{
	size_t i, n, m, room;
	char *s, *d;

	for (i = 0; i < 20000; i++) {
		n = test_random() % 100;
		room = test_random() % 120;
		s = make(pages, n, 8);
		d = (char *)pages2 + SIZE - n - 1;
		memset(pages2, '#', SIZE);
		CHECK_AT(strcpy(d, s) == d && memcmp(d, s, n + 1) == 0 &&
		    d[-1] == '#', n, 0);
		memset(pages2, '#', SIZE);
		CHECK_AT(stpcpy(d, s) == d + n && memcmp(d, s, n + 1) == 0,
		    n, 0);

		memset(pages2, '#', SIZE);
		d = (char *)pages2 + SIZE - room;
		m = n < room ? n : room;
		CHECK_AT(stpncpy(d, s, room) == d + m, n, room);
		CHECK_AT(memcmp(d, s, m) == 0, n, room);
		for (; m < room; m++)
			CHECK_AT(d[m] == '\0', n, room);
		memset(pages2, '#', SIZE);
		CHECK_AT(strncpy(d, s, room) == d, n, room);

		memset(pages2, '#', SIZE);
		CHECK_AT(strlcpy(d, s, room) == n, n, room);
		if (room != 0) {
			m = n < room ? n : room - 1;
			CHECK_AT(memcmp(d, s, m) == 0 && d[m] == '\0' &&
			    d[-1] == '#', n, room);
		}
		CHECK_AT(strxfrm(d, s, room) == n, n, room);
		if (n < room)
			CHECK_AT(strcmp(d, s) == 0, n, room);
	}
}

static void
test_concatenation(void)
{
	size_t i, n, m, room;
	char *s, *t, *d;

	for (i = 0; i < 20000; i++) {
		n = test_random() % 40;
		m = test_random() % 40;
		s = make(pages, n, 8);
		t = make(pages3, m, 8);
		d = (char *)pages2 + SIZE - n - m - 1;
		strcpy(d, s);
		CHECK_AT(strcat(d, t) == d && strlen(d) == n + m &&
		    memcmp(d, s, n) == 0 && memcmp(d + n, t, m) == 0, n, m);
		strcpy(d, s);
		room = test_random() % 50;
		CHECK_AT(strncat(d, t, room) == d && strlen(d) ==
		    n + (m < room ? m : room), n, m);
		memset(pages2, '#', SIZE);
		d = (char *)pages2 + SIZE - room;
		if (n < room) {
			strcpy(d, s);
			CHECK_AT(strlcat(d, t, room) == n + m, n, m);
			CHECK_AT(strlen(d) == (n + m < room ? n + m :
			    room - 1), n, m);
		} else
			CHECK_AT(strlcat(d, t, room) == room + m, n, m);
	}
}

static void
test_spans(void)
{
	size_t i, n, m, j, k;
	char *s, *t;

	for (i = 0; i < 50000; i++) {
		n = test_random() % 40;
		m = test_random() % 5;
		s = make(pages, n, 8);
		t = make(pages2, m, 8);
		for (j = 0; s[j] != '\0'; j++) {
			for (k = 0; k < m && t[k] != s[j]; k++)
				;
			if (k == m)
				break;
		}
		CHECK_AT(strspn(s, t) == j, n, m);
		for (j = 0; s[j] != '\0'; j++) {
			for (k = 0; k < m && t[k] != s[j]; k++)
				;
			if (k < m)
				break;
		}
		CHECK_AT(strcspn(s, t) == j, n, m);
		CHECK_AT(strpbrk(s, t) == (s[j] == '\0' ? NULL : s + j), n, m);
	}
}

static void
test_search(void)
{
	size_t i, n, m, j;
	char *s, *t;

	for (i = 0; i < 50000; i++) {
		n = test_random() % 60;
		m = test_random() % 7;
		s = make(pages, n, 1 + i % 5);
		t = make(pages2, m, 1 + i % 5);
		for (j = 0; j + m <= n; j++)
			if (simple_cmp(s + j, t, m, 0) == 0)
				break;
		CHECK_AT(strstr(s, t) == (j + m <= n ? s + j : NULL), n, m);
		for (j = 0; j + m <= n; j++)
			if (simple_cmp(s + j, t, m, 1) == 0)
				break;
		CHECK_AT(strcasestr(s, t) == (j + m <= n ? s + j : NULL), n,
		    m);
	}
}

static void
test_tokens(void)
{
	char buf[32], *state, *p;

	strcpy(buf, "::one:;two;three::");
	CHECK(strcmp(strtok_r(buf, ":;", &state), "one") == 0);
	CHECK(strcmp(strtok_r(NULL, ":", &state), ";two;three") == 0);
	CHECK(strtok_r(NULL, ":;", &state) == NULL);
	CHECK(strtok_r(NULL, ":;", &state) == NULL);
	strcpy(buf, "a b");
	CHECK(strcmp(strtok(buf, " "), "a") == 0);
	CHECK(strcmp(strtok(NULL, " "), "b") == 0);
	CHECK(strtok(NULL, " ") == NULL);
	strcpy(buf, "a::b");
	p = buf;
	CHECK(strcmp(strsep(&p, ":"), "a") == 0);
	CHECK(strcmp(strsep(&p, ":"), "") == 0);
	CHECK(strcmp(strsep(&p, ":"), "b") == 0);
	CHECK(p == NULL && strsep(&p, ":") == NULL);
}

static void
test_duplicates(void)
{
	char *p;

	p = strdup("hello");
	CHECK(p != NULL && strcmp(p, "hello") == 0);
	free(p);
	p = strndup("hello", 3);
	CHECK(p != NULL && strcmp(p, "hel") == 0);
	free(p);
	p = strndup("hello", SIZE_MAX);
	CHECK(p != NULL && strcmp(p, "hello") == 0);
	free(p);
}

static void
test_ffs(void)
{
	int i;

	CHECK(ffs(0) == 0 && ffsl(0) == 0 && ffsll(0) == 0);
	for (i = 0; i < 32; i++)
		CHECK_AT(ffs((int)(0x80000001U << i)) == i + 1, i, 0);
	for (i = 0; i < 64; i++)
		CHECK_AT(ffsl((long)(1UL << i)) == i + 1 &&
		    ffsll((long long)(3UL << i)) == i + 1, i, 0);
}

static void
test_swab(void)
{
	char buf[8] = "-------";

	swab("abcdef", buf, 5);
	CHECK(strcmp(buf, "badc---") == 0);
	swab("abcdef", buf, -2);
	CHECK(strcmp(buf, "badc---") == 0);
}

int
main(void)
{

	pages = test_guarded_pages(2);
	pages2 = test_guarded_pages(2);
	pages3 = test_guarded_pages(2);
	test_lengths();
	test_chr();
	test_compare();
	test_copies();
	test_concatenation();
	test_spans();
	test_search();
	test_tokens();
	test_duplicates();
	test_ffs();
	test_swab();
	return (test_failures != 0);
}
