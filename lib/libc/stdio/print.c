/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The formatter of all printf functions.
 *
 * Arguments are taken from the list as the format asks for them.  If its
 * first conversion says n$, all must: then a first pass over the format finds
 * out their types, they are fetched in order, and looked up by number.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "printf_private.h"
#include "string_private.h"

/* What an argument is passed as. */
enum arg_type { ARG_NONE, ARG_INT, ARG_LONG, ARG_PTR, ARG_DOUBLE,
    ARG_LDOUBLE };

union arg {
	long		n;	/* an int or a long, as passed */
	void		*p;
	long double	f;
};

struct args {
	va_list		next;
	union arg	*by_number;	/* NULL: taken in order */
	int		count;		/* arguments with a number */
};

_Static_assert(sizeof(intmax_t) == sizeof(long) &&
    sizeof(size_t) == sizeof(long) && sizeof(ptrdiff_t) == sizeof(long),
    "what is wider than int is passed as long");

static enum arg_type
type_of(const struct print_spec *spec)
{

	switch (spec->conv) {
	case 's':
	case 'p':
	case 'n':
		return (ARG_PTR);
	case 'c':
		return (ARG_INT);
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		return (spec->length == PL_INT || spec->length == PL_CHAR ||
		    spec->length == PL_SHORT ? ARG_INT : ARG_LONG);
	default:
		return (spec->length == PL_LDOUBLE ? ARG_LDOUBLE :
		    ARG_DOUBLE);
	}
}

static void
fetch(struct args *args, enum arg_type type, union arg *arg)
{

	switch (type) {
	case ARG_LONG:
		arg->n = va_arg(args->next, long);
		break;
	case ARG_PTR:
		arg->p = va_arg(args->next, void *);
		break;
	case ARG_DOUBLE:
		arg->f = (long double)va_arg(args->next, double);
		break;
	case ARG_LDOUBLE:
		arg->f = va_arg(args->next, long double);
		break;
	default:	/* an argument without a conversion is an int */
		arg->n = va_arg(args->next, int);
		break;
	}
}

/* The argument `number', which is in the list; -1 if it cannot be. */
static int
get_arg(struct args *args, int number, enum arg_type type, union arg *arg)
{

	if ((number == ARG_NEXT) != (args->by_number == NULL)) {
		errno = EINVAL;
		return (-1);
	}
	if (number == ARG_NEXT)
		fetch(args, type, arg);
	else
		*arg = args->by_number[number - 1];
	return (0);
}

static int
note_type(enum arg_type *types, int *count, int number, enum arg_type type)
{

	if (number == 0)
		return (0);
	if (number == ARG_NEXT) {
		errno = EINVAL;
		return (-1);
	}
	types[number - 1] = type;
	if (*count < number)
		*count = number;
	return (0);
}

/* Fetches all arguments of a format whose first conversion says n$. */
static int
fetch_by_number(struct args *args, const char *fmt, union arg *values)
{
	enum arg_type types[NL_ARGMAX] = { ARG_NONE };
	struct print_spec spec;
	int i;

	while (*(fmt = __strchrnul(fmt, '%')) != '\0') {
		fmt = __print_parse(fmt + 1, &spec);
		if (fmt == NULL ||
		    note_type(types, &args->count, spec.width_arg, ARG_INT) ||
		    note_type(types, &args->count, spec.prec_arg, ARG_INT) ||
		    note_type(types, &args->count, spec.arg, type_of(&spec)))
			return (-1);
	}
	for (i = 0; i < args->count; i++)
		fetch(args, types[i], &values[i]);
	args->by_number = values;
	return (0);
}

static void
print_padded(struct print_out *out, const struct print_spec *spec,
    const char *s, size_t n)
{
	int pad = n < (size_t)spec->width ? spec->width - (int)n : 0;

	if (!(spec->flags & PF_LEFT))
		__print_pad(out, ' ', pad);
	__print_bytes(out, s, n);
	if (spec->flags & PF_LEFT)
		__print_pad(out, ' ', pad);
}

/* The narrow character of a wide one, which has its value in this locale. */
static int
narrow(struct print_out *out, long wc, char *c)
{

	if (wc < 0 || wc > UCHAR_MAX) {
		__print_error(out, EILSEQ);
		return (-1);
	}
	*c = (char)wc;
	return (0);
}

static void
print_wide_string(struct print_out *out, const struct print_spec *spec,
    const wchar_t *s)
{
	size_t i, max = spec->prec < 0 ? SIZE_MAX : (size_t)spec->prec, n;
	int pad;
	char c;

	for (n = 0; n < max && s[n] != 0; n++)
		if (narrow(out, s[n], &c) == -1)
			return;
	pad = n < (size_t)spec->width ? spec->width - (int)n : 0;
	if (!(spec->flags & PF_LEFT))
		__print_pad(out, ' ', pad);
	for (i = 0; i < n; i++)
		if (narrow(out, s[i], &c) == 0)
			__print_bytes(out, &c, 1);
	if (spec->flags & PF_LEFT)
		__print_pad(out, ' ', pad);
}

static void
print_string(struct print_out *out, const struct print_spec *spec,
    const void *s)
{
	size_t n;

	if (s == NULL)
		s = spec->length == PL_LONG ? (const void *)L"(null)" :
		    "(null)";
	if (spec->length == PL_LONG) {
		print_wide_string(out, spec, s);
		return;
	}
	n = spec->prec < 0 ? strlen(s) : __strnlen(s, (size_t)spec->prec);
	print_padded(out, spec, s, n);
}

static void
print_char(struct print_out *out, const struct print_spec *spec, long n)
{
	char c = (char)n;

	if (spec->length != PL_LONG || narrow(out, n, &c) == 0)
		print_padded(out, spec, &c, 1);
}

static void
print_signed(struct print_out *out, const struct print_spec *spec, long n)
{

	if (spec->length == PL_CHAR)
		n = (signed char)n;
	else if (spec->length == PL_SHORT)
		n = (short)n;
	__print_integer(out, spec, n < 0 ? 0 - (uintmax_t)n : (uintmax_t)n,
	    n < 0);
}

static void
print_unsigned(struct print_out *out, const struct print_spec *spec, long n)
{
	uintmax_t u = (uintmax_t)n;

	if (spec->length == PL_CHAR)
		u = (unsigned char)u;
	else if (spec->length == PL_SHORT)
		u = (unsigned short)u;
	else if (spec->length == PL_INT)
		u = (unsigned int)u;
	__print_integer(out, spec, u, 0);
}

/* %n */
static void
store_total(int total, enum print_length length, void *p)
{

	switch (length) {
	case PL_CHAR:
		*(signed char *)p = (signed char)total;
		break;
	case PL_SHORT:
		*(short *)p = (short)total;
		break;
	case PL_INT:
		*(int *)p = total;
		break;
	default:
		*(long *)p = total;
		break;
	}
}

static void
print_value(struct print_out *out, const struct print_spec *spec,
    const union arg *arg)
{

	switch (spec->conv) {
	case 'd':
	case 'i':
		print_signed(out, spec, arg->n);
		break;
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		print_unsigned(out, spec, arg->n);
		break;
	case 'c':
		print_char(out, spec, arg->n);
		break;
	case 's':
		print_string(out, spec, arg->p);
		break;
	case 'p':
		__print_integer(out, spec, (uintptr_t)arg->p, 0);
		break;
	case 'n':
		store_total(out->total, spec->length, arg->p);
		break;
	default:
		if (__printf_float != NULL)
			__printf_float(out, spec, arg->f);
		else
			__print_error(out, ENOTSUP);
		break;
	}
}

/* Fetches what a conversion needs and prints it; -1 if it is malformed. */
static int
convert(struct print_out *out, struct print_spec *spec, struct args *args,
    int saved_errno)
{
	union arg arg;

	if (spec->width_arg != 0) {
		if (get_arg(args, spec->width_arg, ARG_INT, &arg) == -1)
			return (-1);
		spec->width = (int)arg.n;
		if (spec->width < 0) {
			spec->flags |= PF_LEFT;
			if (spec->width == INT_MIN) {
				errno = EOVERFLOW;
				return (-1);
			}
			spec->width = -spec->width;
		}
	}
	if (spec->prec_arg != 0) {
		if (get_arg(args, spec->prec_arg, ARG_INT, &arg) == -1)
			return (-1);
		spec->prec = (int)arg.n < 0 ? -1 : (int)arg.n;
	}
	if (spec->conv == '%')
		__print_bytes(out, "%", 1);
	else if (spec->conv == 'm')
		print_string(out, spec, strerror(saved_errno));
	else {
		if (get_arg(args, spec->arg, type_of(spec), &arg) == -1)
			return (-1);
		print_value(out, spec, &arg);
	}
	return (0);
}

/* Does the first conversion that takes an argument say n$? */
static int
says_number(const char *fmt)
{
	struct print_spec spec;

	while (*(fmt = __strchrnul(fmt, '%')) != '\0') {
		fmt = __print_parse(fmt + 1, &spec);
		if (fmt == NULL)
			return (0);
		if (spec.arg != 0)
			return (spec.arg != ARG_NEXT);
	}
	return (0);
}

static void
print_format(struct print_out *out, const char *fmt, struct args *args)
{
	struct print_spec spec;
	const char *percent;
	int saved = errno;

	while (out->error == 0) {
		percent = __strchrnul(fmt, '%');
		__print_bytes(out, fmt, (size_t)(percent - fmt));
		if (*percent == '\0' || out->error != 0)
			return;
		errno = 0;
		fmt = __print_parse(percent + 1, &spec);
		if (fmt == NULL || convert(out, &spec, args, saved) == -1)
			__print_error(out, errno);
	}
}

int
__print(struct print_out *out, const char *fmt, va_list ap)
{
	union arg values[NL_ARGMAX];
	int saved = errno;
	struct args args;

	args.by_number = NULL;
	args.count = 0;
	va_copy(args.next, ap);
	/* A '$' is rare; most formats need no second look. */
	if (strchr(fmt, '$') != NULL && says_number(fmt) &&
	    fetch_by_number(&args, fmt, values) == -1)
		__print_error(out, errno);
	else {
		errno = saved;
		print_format(out, fmt, &args);
	}
	va_end(args.next);
	if (out->error != 0) {
		errno = out->error;
		return (-1);
	}
	errno = saved;
	return (out->total);
}
