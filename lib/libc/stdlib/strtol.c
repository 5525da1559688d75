/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * strtol(3), strtoul(3), their long long and intmax_t kin, and atoi(3),
 * atol(3), atoll(3).  long, long long and intmax_t are the same 64 bits here;
 * the assertions say so, and each name has its own type all the same.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "string_private.h"

_Static_assert(LLONG_MAX == LONG_MAX && INTMAX_MAX == LONG_MAX,
    "one conversion serves all three widths");

/* The value of a digit, or 255. */
static unsigned int
digit_value(unsigned char c)
{

	if (isdigit(c))
		return (c - (unsigned int)'0');
	if (isalpha(c))
		return ((c | 0x20U) - 'a' + 10);
	return (255);
}

/* Skips the prefix that the base allows, and settles base 0. */
static const char *
skip_prefix(const char *s, int *base)
{

	if ((*base == 0 || *base == 16) && s[0] == '0' &&
	    (s[1] | 0x20) == 'x' && isxdigit((unsigned char)s[2])) {
		*base = 16;
		return (s + 2);
	}
	if (*base == 0)
		*base = s[0] == '0' ? 8 : 10;
	return (s);
}

/*
 * The magnitude of the number at s, at most `limit' or, of a negative number,
 * `neg_limit'; beyond these, the limit and ERANGE.
 */
static unsigned long
convert(const char *__restrict s, char **__restrict endp, int base,
    unsigned long limit, unsigned long neg_limit, int *neg)
{
	const char *start = s, *digits;
	unsigned long n = 0;
	unsigned int d;
	int over = 0;

	*neg = 0;
	if (endp != NULL)
		*endp = __DECONST(char *, start);
	if (base < 0 || base == 1 || base > 36) {
		errno = EINVAL;
		return (0);
	}
	while (isspace((unsigned char)*s))
		s++;
	if (*s == '-' || *s == '+')
		*neg = *s++ == '-';
	digits = s = skip_prefix(s, &base);
	for (; (d = digit_value((unsigned char)*s)) < (unsigned int)base; s++)
		if (__builtin_mul_overflow(n, (unsigned long)base, &n) ||
		    __builtin_add_overflow(n, d, &n))
			over = 1;
	if (s == digits) {
		*neg = 0;
		return (0);
	}
	if (endp != NULL)
		*endp = __DECONST(char *, s);
	if (*neg)
		limit = neg_limit;
	if (over || n > limit) {
		errno = ERANGE;
		return (limit);
	}
	return (n);
}

long
strtol(const char *__restrict s, char **__restrict endp, int base)
{
	unsigned long n;
	int neg;

	n = convert(s, endp, base, LONG_MAX, (unsigned long)LONG_MAX + 1,
	    &neg);
	return ((long)(neg ? 0 - n : n));
}

unsigned long
strtoul(const char *__restrict s, char **__restrict endp, int base)
{
	unsigned long n;
	int neg, saved = errno;

	errno = 0;
	n = convert(s, endp, base, ULONG_MAX, ULONG_MAX, &neg);
	if (errno != 0)
		return (n);	/* the limit is not negated */
	errno = saved;
	return (neg ? 0 - n : n);
}

long long
strtoll(const char *__restrict s, char **__restrict endp, int base)
{

	return (strtol(s, endp, base));
}

unsigned long long
strtoull(const char *__restrict s, char **__restrict endp, int base)
{

	return (strtoul(s, endp, base));
}

intmax_t
strtoimax(const char *__restrict s, char **__restrict endp, int base)
{

	return (strtol(s, endp, base));
}

uintmax_t
strtoumax(const char *__restrict s, char **__restrict endp, int base)
{

	return (strtoul(s, endp, base));
}

int
atoi(const char *s)
{

	return ((int)strtol(s, NULL, 10));
}

long
atol(const char *s)
{

	return (strtol(s, NULL, 10));
}

long long
atoll(const char *s)
{

	return (strtol(s, NULL, 10));
}
