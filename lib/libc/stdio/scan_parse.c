/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The syntax of one conversion of scanf, and the bytes it reads. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "scanf_private.h"

int
__scan_get(struct scan_in *in)
{
	int c;

	if (in->file != NULL)
		c = __sgetc(in->file);
	else
		c = *in->s == '\0' ? EOF : *in->s++;
	in->count += c != EOF;
	return (c);
}

void
__scan_unget(struct scan_in *in, int c)
{

	if (c == EOF)
		return;
	in->count--;
	if (in->file != NULL)
		__sungetc(in->file, c);
	else
		in->s--;
}

static size_t
parse_number(const char **fmt)
{
	size_t n = 0;

	for (; isdigit((unsigned char)**fmt); (*fmt)++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, **fmt - '0', &n))
			n = SIZE_MAX / 10;	/* stays beyond all texts */
	return (n);
}

static const char *
parse_length(const char *fmt, enum scan_length *length)
{

	switch (*fmt++) {
	case 'h':
		*length = *fmt == 'h' ? SL_CHAR : SL_SHORT;
		return (fmt + (*fmt == 'h'));
	case 'l':
		*length = SL_LONG;
		return (fmt + (*fmt == 'l'));
	case 'j':
	case 'q':
	case 't':
	case 'z':
		*length = SL_LONG;
		return (fmt);
	case 'L':
		*length = SL_LDOUBLE;
		return (fmt);
	default:
		return (fmt - 1);
	}
}

/* From the byte after '[' to the one after the ']' that ends the set. */
static const char *
skip_set(const char *fmt)
{

	if (*fmt == '^')
		fmt++;
	if (*fmt == ']')
		fmt++;
	while (*fmt != '\0' && *fmt != ']')
		fmt++;
	return (*fmt == '\0' ? NULL : fmt + 1);
}

const char *
__scan_parse(const char *fmt, struct scan_spec *spec)
{
	const char *p = fmt;

	memset(spec, 0, sizeof(*spec));
	spec->width = parse_number(&p);
	if (*p == '$' && spec->width > 0 && spec->width <= NL_ARGMAX) {
		spec->arg = (int)spec->width;
		spec->width = 0;
		fmt = p + 1;
	}
	if (*fmt == '*') {
		spec->suppress = 1;
		fmt++;
	}
	spec->width = parse_number(&fmt);
	if (*fmt == 'm') {
		spec->allocate = 1;
		fmt++;
	}
	fmt = parse_length(fmt, &spec->length);
	spec->conv = *fmt;
	if (spec->conv != '\0')
		fmt++;
	if (spec->conv == '[') {
		spec->set = fmt;
		fmt = skip_set(fmt);
	} else if (spec->conv == 'C' || spec->conv == 'S') {
		spec->conv |= 0x20;
		spec->length = SL_LONG;
	}
	if (fmt == NULL || spec->conv == '\0' ||
	    strchr("diouxXpcs[n%aAeEfFgG", spec->conv) == NULL ||
	    (spec->allocate && strchr("cs[", spec->conv) == NULL)) {
		errno = EINVAL;
		return (NULL);
	}
	return (fmt);
}
