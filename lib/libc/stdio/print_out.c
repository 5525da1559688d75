/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Where printf's text goes, and how numbers become text. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "printf_private.h"

void
__print_error(struct print_out *out, int error)
{

	if (out->error == 0)
		out->error = error;
}

/* Counts n more bytes: the whole text can have INT_MAX. */
static int
count(struct print_out *out, size_t n)
{

	if (out->error == 0 && n > (size_t)(INT_MAX - out->total))
		out->error = EOVERFLOW;
	if (out->error != 0)
		return (-1);
	out->total += (int)n;
	return (0);
}

void
__print_bytes(struct print_out *out, const char *s, size_t n)
{

	if (n == 0 || count(out, n) == -1)
		return;
	if (out->file != NULL) {
		if (__swrite(out->file, s, n) != n)
			out->error = errno;
		return;
	}
	if (n > out->room)
		n = out->room;
	if (n != 0) {
		memcpy(out->p, s, n);
		out->p += n;
		out->room -= n;
	}
}

/* n times c; none if n is negative. */
void
__print_pad(struct print_out *out, char c, int n)
{
	char block[64];
	size_t left = n < 0 ? 0 : (size_t)n, now;

	if (left == 0)
		return;
	if (out->file == NULL) {
		if (count(out, left) == -1)
			return;
		now = left < out->room ? left : out->room;
		if (now != 0) {
			memset(out->p, c, now);
			out->p += now;
			out->room -= now;
		}
		return;
	}
	/* Better no text than one that ends in the middle of its padding. */
	if (left > (size_t)(INT_MAX - out->total))
		__print_error(out, EOVERFLOW);
	memset(block, c, sizeof(block));
	for (; left != 0 && out->error == 0; left -= now) {
		now = left < sizeof(block) ? left : sizeof(block);
		__print_bytes(out, block, now);
	}
}

/* Writes the digits of n before end; returns where they begin. */
static char *
digits_of(char *end, uintmax_t n, char conv)
{
	const char *set = conv == 'X' ? "0123456789ABCDEF" :
	    "0123456789abcdef";

	switch (conv) {
	case 'o':
		for (; n != 0; n >>= 3)
			*--end = set[n & 7];
		break;
	case 'x':
	case 'X':
	case 'p':
		for (; n != 0; n >>= 4)
			*--end = set[n & 15];
		break;
	default:
		for (; n != 0; n /= 10)
			*--end = set[n % 10];
		break;
	}
	return (end);
}

/*
 * An integer of magnitude n: padding, sign or prefix, zeros, digits.  Zero
 * has no digits of its own but is given one by the precision, which is 1 if
 * none is asked for.
 */
void
__print_integer(struct print_out *out, const struct print_spec *spec,
    uintmax_t n, int negative)
{
	char buf[3 * sizeof(n)], *end = buf + sizeof(buf), *d;
	const char *prefix = "";
	int is_signed = spec->conv == 'd' || spec->conv == 'i';
	int ndigits, nprefix, width, zeros;

	d = digits_of(end, n, spec->conv);
	ndigits = (int)(end - d);
	zeros = (spec->prec < 0 ? 1 : spec->prec) - ndigits;
	if (zeros < 0)
		zeros = 0;
	if (negative)
		prefix = "-";
	else if (is_signed && (spec->flags & PF_PLUS))
		prefix = "+";
	else if (is_signed && (spec->flags & PF_SPACE))
		prefix = " ";
	else if (spec->conv == 'p' || (n != 0 && spec->conv == 'x' &&
	    (spec->flags & PF_ALT)))
		prefix = "0x";
	else if (n != 0 && spec->conv == 'X' && (spec->flags & PF_ALT))
		prefix = "0X";
	else if (spec->conv == 'o' && (spec->flags & PF_ALT) && zeros == 0)
		zeros = 1;
	nprefix = (int)strlen(prefix);
	/* No overflow: the width is not negative, the others are few. */
	width = spec->width - nprefix - ndigits;
	width = width > zeros ? width - zeros : 0;
	if ((spec->flags & PF_ZERO) && !(spec->flags & PF_LEFT) &&
	    spec->prec < 0) {
		zeros += width;
		width = 0;
	}
	if (!(spec->flags & PF_LEFT))
		__print_pad(out, ' ', width);
	__print_bytes(out, prefix, (size_t)nprefix);
	__print_pad(out, '0', zeros);
	__print_bytes(out, d, (size_t)ndigits);
	if (spec->flags & PF_LEFT)
		__print_pad(out, ' ', width);
}
