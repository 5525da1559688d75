/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The conversions d, i, o, u, x and p of scanf. */
#include <ctype.h>
#include <limits.h>
#include <stdint.h>

#include "scanf_private.h"

/* Reads at most `left' bytes; a byte beyond is not even looked at. */
struct field {
	struct scan_in	*in;
	size_t		left;
};

static int
get(struct field *f)
{

	if (f->left == 0)
		return (EOF);
	f->left--;
	return (__scan_get(f->in));
}

static void
unget(struct field *f, int c)
{

	__scan_unget(f->in, c);
	f->left++;
}

static int
base_of(char conv)
{

	switch (conv) {
	case 'i':
		return (0);
	case 'o':
		return (8);
	case 'x':
	case 'X':
	case 'p':
		return (16);
	default:
		return (10);
	}
}

static unsigned int
digit_value(int c)
{

	if (isdigit(c))
		return ((unsigned int)(c - '0'));
	if (isalpha(c))
		return ((unsigned int)((c | 0x20) - 'a' + 10));
	return (UINT_MAX);
}

static void
store(const struct scan_spec *spec, uintmax_t n, void *p)
{

	if (spec->suppress)
		return;
	if (spec->conv == 'p') {
		*(void **)p = (void *)(uintptr_t)n;
		return;
	}
	switch (spec->length) {
	case SL_CHAR:
		*(unsigned char *)p = (unsigned char)n;
		break;
	case SL_SHORT:
		*(unsigned short *)p = (unsigned short)n;
		break;
	case SL_INT:
		*(unsigned int *)p = (unsigned int)n;
		break;
	default:
		*(uintmax_t *)p = n;
		break;
	}
}

/*
 * Digits, from c on, into *n; values beyond become the greatest.  The number
 * of digits.
 */
static size_t
read_digits(struct field *f, int c, unsigned int base, uintmax_t *n)
{
	size_t count = 0;
	unsigned int d;

	for (; (d = digit_value(c)) < base; c = get(f), count++)
		if (*n > (UINTMAX_MAX - d) / base)
			*n = UINTMAX_MAX;
		else
			*n = *n * base + d;
	unget(f, c);
	return (count);
}

enum scan_result
__scan_integer(struct scan_in *in, const struct scan_spec *spec, void *p)
{
	struct field f = { in, spec->width == 0 ? SIZE_MAX : spec->width };
	int base = base_of(spec->conv), c, negative = 0;
	int is_signed = spec->conv == 'd' || spec->conv == 'i';
	size_t ndigits = 0;
	uintmax_t n = 0;

	c = get(&f);
	if (c == EOF)
		return (SCAN_END);
	if (c == '-' || c == '+') {
		negative = c == '-';
		c = get(&f);
	}
	if (c == '0' && (base == 0 || base == 16)) {
		ndigits = 1;
		c = get(&f);
		if (c == 'x' || c == 'X') {
			/* Only a prefix: digits have to follow. */
			base = 16;
			ndigits = 0;
			c = get(&f);
		} else if (base == 0)
			base = 8;
	}
	if (base == 0)
		base = 10;
	ndigits += read_digits(&f, c, (unsigned int)base, &n);
	if (ndigits == 0)
		return (SCAN_MISMATCH);
	if (is_signed && n > (uintmax_t)INTMAX_MAX + (uintmax_t)negative)
		n = (uintmax_t)INTMAX_MAX + (uintmax_t)negative;
	else if (negative && n == UINTMAX_MAX)
		negative = 0;		/* out of range: the limit */
	store(spec, negative ? 0 - n : n, p);
	return (SCAN_DONE);
}
