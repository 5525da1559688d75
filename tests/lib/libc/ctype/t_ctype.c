/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Characters, multibyte characters and the locale. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static int
among(int c, const char *set)
{

	return (c > 0 && strchr(set, c) != NULL);
}

#define	UPPER	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define	LOWER	"abcdefghijklmnopqrstuvwxyz"
#define	DIGIT	"0123456789"
#define	PUNCT	"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

static void
test_classes(void)
{
	int c;

	for (c = EOF; c <= UCHAR_MAX; c++) {
		CHECK_AT(!isupper(c) == !among(c, UPPER), c, 0);
		CHECK_AT(!islower(c) == !among(c, LOWER), c, 0);
		CHECK_AT(!isalpha(c) == !among(c, UPPER LOWER), c, 0);
		CHECK_AT(!isdigit(c) == !among(c, DIGIT), c, 0);
		CHECK_AT(!isalnum(c) == !among(c, UPPER LOWER DIGIT), c, 0);
		CHECK_AT(!isxdigit(c) == !among(c, DIGIT "abcdefABCDEF"), c,
		    0);
		CHECK_AT(!ispunct(c) == !among(c, PUNCT), c, 0);
		CHECK_AT(!isspace(c) == !among(c, " \t\n\v\f\r"), c, 0);
		CHECK_AT(!isblank(c) == !among(c, " \t"), c, 0);
		CHECK_AT(!isgraph(c) == !among(c, UPPER LOWER DIGIT PUNCT), c,
		    0);
		CHECK_AT(!isprint(c) ==
		    !among(c, UPPER LOWER DIGIT PUNCT " "), c, 0);
		CHECK_AT(!iscntrl(c) == !((c >= 0 && c < 32) || c == 127), c,
		    0);
		CHECK_AT(!isascii(c) == !(c >= 0 && c < 128), c, 0);
		CHECK_AT(tolower(c) == (among(c, UPPER) ? c + 32 : c), c, 0);
		CHECK_AT(toupper(c) == (among(c, LOWER) ? c - 32 : c), c, 0);
	}
}

static void
test_multibyte(void)
{
	wchar_t w, ws[4];
	char s[MB_LEN_MAX];
	int c;

	CHECK(MB_CUR_MAX == 1);
	for (c = 0; c <= UCHAR_MAX; c++) {
		s[0] = (char)c;
		CHECK_AT(mbtowc(&w, s, 1) == (c != 0) && w == c, c, w);
		CHECK_AT(wctomb(s, w) == 1 && (unsigned char)s[0] == c, c, w);
	}
	errno = 0;
	CHECK(wctomb(s, 256) == -1 && errno == EILSEQ);
	CHECK(mbtowc(NULL, NULL, 0) == 0 && mblen("", 1) == 0);
	CHECK(mbtowc(&w, "a", 0) == -1);
	CHECK(mbstowcs(NULL, "abc", 0) == 3);
	CHECK(mbstowcs(ws, "ab\377", 4) == 3 && ws[2] == 255 && ws[3] == 0);
	CHECK(wcstombs(s, ws, 2) == 2 && s[1] == 'b');
	ws[1] = 0x20ac;
	CHECK(wcstombs(NULL, ws, 0) == (size_t)-1);
}

static void
test_locale(void)
{
	struct lconv *l = localeconv();

	CHECK(strcmp(l->decimal_point, ".") == 0 && *l->grouping == '\0' &&
	    l->frac_digits == CHAR_MAX);
	CHECK(strcmp(setlocale(LC_ALL, NULL), "C") == 0);
	CHECK(strcmp(setlocale(LC_ALL, "POSIX"), "C") == 0);
	CHECK(setlocale(LC_ALL, "de_DE.UTF-8") == NULL);
	CHECK(setlocale(99, "C") == NULL);
	CHECK(setlocale(LC_ALL, "") != NULL);
	setenv("LC_TIME", "xx_YY", 1);
	CHECK(setlocale(LC_ALL, "") == NULL);
	CHECK(setlocale(LC_CTYPE, "") != NULL);
	setenv("LC_ALL", "C", 1);
	CHECK(setlocale(LC_ALL, "") != NULL);
}

static void
test_error_texts(void)
{
	char buf[64];
	int i;

	CHECK(strcmp(strerror(ENOENT), "No such file or directory") == 0);
	CHECK(strcmp(strerror(0), "No error") == 0);
	for (i = 1; i <= EHWPOISON; i++)
		if (i != 41 && i != 58)
			CHECK_AT(strncmp(strerror(i), "Unknown", 7) != 0, i,
			    0);
	CHECK(strcmp(strerror(-5), "Unknown error -5") == 0);
	CHECK(strcmp(strerror(INT_MIN), "Unknown error -2147483648") == 0);
	CHECK(strerror_r(ENOENT, buf, sizeof(buf)) == 0);
	CHECK(strcmp(buf, strerror(ENOENT)) == 0);
	CHECK(strerror_r(ENOENT, buf, 8) == ERANGE);
	CHECK(strcmp(buf, "No such") == 0);
	CHECK(strerror_r(4095, buf, sizeof(buf)) == EINVAL);
	for (i = 1; i < 65; i++)
		CHECK_AT(strncmp(strsignal(i), "Unk", 3) != 0, i, 0);
	CHECK(strcmp(strsignal(99), "Unknown signal 99") == 0);
}

int
main(void)
{

	/* The environment must not ask for a locale before we do. */
	unsetenv("LC_ALL");
	unsetenv("LANG");
	test_classes();
	test_multibyte();
	test_locale();
	test_error_texts();
	return (test_failures != 0);
}
