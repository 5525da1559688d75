/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strtol and its kin at the limits, and numbers made at random. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static const struct {
	const char	*text;
	int		base;
	long		value;
	int		taken;		/* bytes */
	int		error;
} longs[] = {
	{ "", 10, 0, 0, 0 },
	{ "  ", 10, 0, 0, 0 },
	{ "+", 10, 0, 0, 0 },
	{ "-", 10, 0, 0, 0 },
	{ "+-1", 10, 0, 0, 0 },
	{ "- 1", 10, 0, 0, 0 },
	{ "\t\n\v\f\r 42x", 10, 42, 8, 0 },
	{ "-0", 10, 0, 2, 0 },
	{ "0x", 16, 0, 1, 0 },
	{ "0x", 0, 0, 1, 0 },
	{ "0xg", 0, 0, 1, 0 },
	{ "0x1F", 0, 31, 4, 0 },
	{ "-0X1f", 16, -31, 5, 0 },
	{ "0x1f", 10, 0, 1, 0 },
	{ "0x1f", 36, 42819, 4, 0 },
	{ "089", 0, 0, 1, 0 },
	{ "0779", 0, 63, 4 - 1, 0 },
	{ "1012", 2, 5, 3, 0 },
	{ "zZ", 36, 1295, 2, 0 },
	{ "z", 35, 0, 0, 0 },
	{ "9223372036854775807", 10, LONG_MAX, 19, 0 },
	{ "9223372036854775808", 10, LONG_MAX, 19, ERANGE },
	{ "-9223372036854775808", 10, LONG_MIN, 20, 0 },
	{ "-9223372036854775809", 10, LONG_MIN, 20, ERANGE },
	{ "99999999999999999999999999x", 10, LONG_MAX, 26, ERANGE },
	{ "-0x8000000000000000", 0, LONG_MIN, 19, 0 },
	{ "0x10000000000000000", 0, LONG_MAX, 19, ERANGE },
	{ "12", 1, 0, 0, EINVAL },
	{ "12", 37, 0, 0, EINVAL },
	{ "12", -2, 0, 0, EINVAL },
};

static void
test_table(void)
{
	char *end;
	size_t i;
	long n;

	for (i = 0; i < sizeof(longs) / sizeof(longs[0]); i++) {
		errno = 0;
		n = strtol(longs[i].text, &end, longs[i].base);
		CHECK_AT(n == longs[i].value, i, n);
		CHECK_AT(end == longs[i].text + longs[i].taken, i,
		    end - longs[i].text);
		CHECK_AT(errno == longs[i].error, i, errno);
		errno = 0;
		CHECK_AT(strtoll(longs[i].text, NULL, longs[i].base) == n, i,
		    0);
		CHECK_AT(strtoimax(longs[i].text, NULL, longs[i].base) == n,
		    i, 0);
	}
}

static void
test_unsigned(void)
{
	char *end;

	errno = 0;
	CHECK(strtoul("18446744073709551615", &end, 10) == ULONG_MAX &&
	    *end == '\0' && errno == 0);
	CHECK(strtoul("-1", NULL, 10) == ULONG_MAX && errno == 0);
	CHECK(strtoul("-18446744073709551615", NULL, 10) == 1 && errno == 0);
	CHECK(strtoul("18446744073709551616", &end, 10) == ULONG_MAX &&
	    *end == '\0' && errno == ERANGE);
	errno = 0;
	CHECK(strtoul("-18446744073709551616", NULL, 10) == ULONG_MAX &&
	    errno == ERANGE);
	errno = 5;
	CHECK(strtoull("0x7fffffffffffffff", NULL, 0) == LLONG_MAX &&
	    errno == 5);
	CHECK(strtoumax("777", NULL, 8) == 511);
}

/* Writes n in a base, reads it again. */
static void
test_round_trip(void)
{
	char buf[80], *end, *p;
	uint64_t left, n;
	int base, i;

	for (i = 0; i < 200000; i++) {
		n = ((uint64_t)test_random() << 32 | test_random()) >>
		    test_random() % 64;
		base = 2 + (int)(test_random() % 35);
		p = buf + sizeof(buf);
		*--p = '\0';
		left = n;
		do {
			*--p = "0123456789abcdefghijklmnopqrstuvwxyz"
			    [left % (unsigned int)base];
		} while ((left /= (unsigned int)base) != 0);
		CHECK_AT(strtoul(p, &end, base) == n && *end == '\0', n,
		    base);
		if (n <= LONG_MAX) {
			*--p = '-';
			CHECK_AT(strtol(p, &end, base) == -(long)n &&
			    *end == '\0', n, base);
		}
	}
	CHECK(atoi(" -12abc") == -12 && atol("123456789012") ==
	    123456789012 && atoll("") == 0);
}

static void
test_division(void)
{
	div_t d = div(-7, 2);
	ldiv_t l = ldiv(7, -2);
	lldiv_t ll = lldiv(-7, -2);
	imaxdiv_t im = imaxdiv(7, 2);

	CHECK(d.quot == -3 && d.rem == -1);
	CHECK(l.quot == -3 && l.rem == 1);
	CHECK(ll.quot == 3 && ll.rem == -1);
	CHECK(im.quot == 3 && im.rem == 1);
	CHECK(abs(-5) == 5 && labs(LONG_MIN + 1) == LONG_MAX &&
	    llabs(3) == 3 && imaxabs(-1) == 1);
}

static void
test_random_numbers(void)
{
	unsigned int buckets[16] = { 0 }, i, seed = 1;
	int first, second;

	srand(1);
	first = rand();
	second = rand();
	CHECK(first != second && first >= 0 && second >= 0);
	srand(1);
	CHECK(rand() == first && rand() == second);
	srand(2);
	CHECK(rand() != first);
	srandom(5);
	for (i = 0; i < 16000; i++)
		buckets[(unsigned long)random() >> 27]++;
	for (i = 0; i < 16; i++)
		CHECK_AT(buckets[i] > 800 && buckets[i] < 1200, i,
		    buckets[i]);
	first = rand_r(&seed);
	CHECK(rand_r(&seed) != first);
	seed = 1;
	CHECK(rand_r(&seed) == first);
}

int
main(void)
{

	test_table();
	test_unsigned();
	test_round_trip();
	test_division();
	test_random_numbers();
	return (test_failures != 0);
}
