/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The syntax of one conversion of printf. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "printf_private.h"

/* A decimal number; -1 and EOVERFLOW beyond int. */
static int
parse_number(const char **fmt)
{
	int n = 0;

	for (; isdigit((unsigned char)**fmt); (*fmt)++)
		if (n != -1 && (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, **fmt - '0', &n)))
			n = -1;
	if (n == -1)
		errno = EOVERFLOW;
	return (n);
}

/* After a '*': "n$" or nothing.  The number of the argument, or 0. */
static int
parse_star(const char **fmt)
{
	int n;

	if (!isdigit((unsigned char)**fmt))
		return (ARG_NEXT);
	n = parse_number(fmt);
	if (n <= 0 || n > NL_ARGMAX || *(*fmt)++ != '$') {
		errno = EINVAL;
		return (0);
	}
	return (n);
}

static const char *
parse_flags(const char *fmt, int *flags)
{
	/* In the order of the bits. */
	static const char letters[] = "-+ #0";
	const char *found;

	while (*fmt != '\0' && (found = strchr(letters, *fmt)) != NULL) {
		*flags |= 1 << (found - letters);
		fmt++;
	}
	return (fmt);
}

static const char *
parse_length(const char *fmt, enum print_length *length)
{

	switch (*fmt++) {
	case 'h':
		*length = *fmt == 'h' ? PL_CHAR : PL_SHORT;
		return (fmt + (*fmt == 'h'));
	case 'l':
		*length = *fmt == 'l' ? PL_LLONG : PL_LONG;
		return (fmt + (*fmt == 'l'));
	case 'q':
		*length = PL_LLONG;
		return (fmt);
	case 'j':
		*length = PL_MAX;
		return (fmt);
	case 't':
		*length = PL_PTRDIFF;
		return (fmt);
	case 'z':
		*length = PL_SIZE;
		return (fmt);
	case 'L':
		*length = PL_LDOUBLE;
		return (fmt);
	default:
		return (fmt - 1);
	}
}

/* "n$", if that is what follows; the number, 0 if not, -1 if malformed. */
static int
parse_position(const char **fmt)
{
	const char *p = *fmt;
	int n;

	if (!isdigit((unsigned char)*p) || *p == '0')
		return (0);
	n = parse_number(&p);
	if (*p != '$')
		return (0);	/* it is the width */
	if (n <= 0 || n > NL_ARGMAX) {
		errno = EINVAL;
		return (-1);
	}
	*fmt = p + 1;
	return (n);
}

static const char *
parse_width(const char *fmt, struct print_spec *spec)
{

	if (*fmt == '*') {
		fmt++;
		spec->width_arg = parse_star(&fmt);
		return (spec->width_arg == 0 ? NULL : fmt);
	}
	spec->width = parse_number(&fmt);
	return (spec->width == -1 ? NULL : fmt);
}

static const char *
parse_precision(const char *fmt, struct print_spec *spec)
{

	if (*fmt != '.')
		return (fmt);
	if (*++fmt == '*') {
		fmt++;
		spec->prec_arg = parse_star(&fmt);
		return (spec->prec_arg == 0 ? NULL : fmt);
	}
	spec->prec = parse_number(&fmt);
	return (spec->prec == -1 ? NULL : fmt);
}

const char *
__print_parse(const char *fmt, struct print_spec *spec)
{

	*spec = (struct print_spec){ .prec = -1, .length = PL_INT };
	spec->arg = parse_position(&fmt);
	if (spec->arg == -1)
		return (NULL);
	if (spec->arg == 0)
		spec->arg = ARG_NEXT;
	fmt = parse_flags(fmt, &spec->flags);
	fmt = parse_width(fmt, spec);
	if (fmt == NULL)
		return (NULL);
	fmt = parse_precision(fmt, spec);
	if (fmt == NULL)
		return (NULL);
	fmt = parse_length(fmt, &spec->length);
	spec->conv = *fmt;
	if (spec->conv == '\0' ||
	    strchr("diouxXcCsSpn%maAeEfFgG", spec->conv) == NULL) {
		errno = EINVAL;
		return (NULL);
	}
	if (spec->conv == 'C' || spec->conv == 'S') {
		spec->conv |= 0x20;
		spec->length = PL_LONG;
	}
	if (spec->conv == '%' || spec->conv == 'm')
		spec->arg = 0;
	return (fmt + 1);
}
