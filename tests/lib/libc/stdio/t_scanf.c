/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The conversions of scanf, on strings and on files. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static void
test_integers(void)
{
	int a = -9, b = -9, n = -9;
	unsigned char uc[3] = { 9, 9, 9 };
	short s;
	long l;
	unsigned int u;
	void *p;

	CHECK(sscanf(" 12 -34rest%", "%d%d%n", &a, &b, &n) == 2);
	CHECK(a == 12 && b == -34 && n == 7);
	CHECK(sscanf("0x1f 017 9", "%i %i%d", &a, &b, &n) == 3);
	CHECK(a == 31 && b == 15 && n == 9);
	CHECK(sscanf("1234567", "%3d%2d", &a, &b) == 2);
	CHECK(a == 123 && b == 45);
	CHECK(sscanf("ff FF 0xA", "%x %X %x", (unsigned *)&a, (unsigned *)&b,
	    &u) == 3 && a == 255 && b == 255 && u == 10);
	CHECK(sscanf("300", "%hhu", &uc[1]) == 1);
	CHECK(uc[0] == 9 && uc[1] == 44 && uc[2] == 9);
	CHECK(sscanf("-5 99999999999", "%hd %ld", &s, &l) == 2);
	CHECK(s == -5 && l == 99999999999);
	CHECK(sscanf("-9223372036854775808", "%ld", &l) == 1 &&
	    l == LONG_MIN);
	CHECK(sscanf("99999999999999999999", "%ld", &l) == 1 &&
	    l == LONG_MAX);
	CHECK(sscanf("0x1234", "%p", &p) == 1 && p == (void *)0x1234);
	CHECK(sscanf("777", "%o", &u) == 1 && u == 0777);
	CHECK(sscanf("-", "%d", &a) == 0);
	CHECK(sscanf("0x", "%x", &u) == 0);
	CHECK(sscanf("0xg", "%i", &a) == 0);
	CHECK(sscanf("", "%d", &a) == EOF);
	CHECK(sscanf("  ", "%d", &a) == EOF);
	CHECK(sscanf("x", "%d", &a) == 0);
	CHECK(sscanf("1 x", "%d%d", &a, &b) == 1);
	CHECK(sscanf("1", "%d%d", &a, &b) == 1);
	CHECK(sscanf("1 2 3", "%*d%d%*d%n", &a, &n) == 1 && a == 2 && n == 5);
	CHECK(sscanf("7 8", "%2$d %1$d", &a, &b) == 2 && a == 8 && b == 7);
}

static void
test_strings(void)
{
	char a[20], b[20], *m = NULL;
	wchar_t w[8];
	int n;

	CHECK(sscanf("  hello world", "%s %3s", a, b) == 2);
	CHECK(strcmp(a, "hello") == 0 && strcmp(b, "wor") == 0);
	memset(a, '#', sizeof(a));
	CHECK(sscanf(" xyz", "%c%2c", a, a + 5) == 2);
	CHECK(a[0] == ' ' && a[1] == '#' && memcmp(a + 5, "xy#", 3) == 0);
	CHECK(sscanf("ab", "%3c", a) == EOF);
	CHECK(sscanf("abc123", "%[a-c]%[0-9]", a, b) == 2);
	CHECK(strcmp(a, "abc") == 0 && strcmp(b, "123") == 0);
	CHECK(sscanf("x]-y", "%[]x-]%n", a, &n) == 1 &&
	    strcmp(a, "x]-") == 0 && n == 3);
	CHECK(sscanf("key = value\n", "%[^= ] = %[^\n]", a, b) == 2);
	CHECK(strcmp(a, "key") == 0 && strcmp(b, "value") == 0);
	CHECK(sscanf("123", "%[a-z]", a) == 0);
	CHECK(sscanf("5%", "%*d%%%n", &n) == 0 && n == 2);
	CHECK(sscanf("a,b", "a;b%n", &n) == 0);
	CHECK(sscanf("allocated text", "%ms", &m) == 1 && m != NULL &&
	    strcmp(m, "allocated") == 0);
	free(m);
	m = NULL;
	CHECK(sscanf("0123456789012345678901234567890123456789!", "%m[0-9]",
	    &m) == 1 && strlen(m) == 40);
	free(m);
	CHECK(sscanf("wide", "%ls", w) == 1 && w[0] == L'w' && w[4] == 0);
}

static void
test_files(void)
{
	FILE *f = tmpfile();
	int a, b, i;
	char c;

	CHECK(f != NULL);
	for (i = 0; i < 3000; i++)
		fprintf(f, "%d:%x;\n", i, i);
	fputs("12z", f);
	rewind(f);
	for (i = 0; i < 3000; i++)
		CHECK_AT(fscanf(f, "%d:%x%c\n", &a, (unsigned *)&b, &c) ==
		    3 && a == i && b == i && c == ';', i, a);
	CHECK(fscanf(f, "%d", &a) == 1 && a == 12);
	CHECK(fscanf(f, "%d", &a) == 0);
	CHECK(getc(f) == 'z');
	CHECK(fscanf(f, "%d", &a) == EOF && feof(f));
	fclose(f);
}

int
main(void)
{

	test_integers();
	test_strings();
	test_files();
	return (test_failures != 0);
}
