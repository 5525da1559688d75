/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The formatter of all scanf functions. */
#include <ctype.h>
#include <errno.h>

#include "scanf_private.h"

static void
skip_space(struct scan_in *in)
{
	int c;

	while (isspace(c = __scan_get(in)))
		;
	__scan_unget(in, c);
}

/* A byte of the format that stands for itself. */
static enum scan_result
match_byte(struct scan_in *in, char want)
{
	int c = __scan_get(in);

	if (c == EOF)
		return (SCAN_END);
	if (c == (unsigned char)want)
		return (SCAN_DONE);
	__scan_unget(in, c);
	return (SCAN_MISMATCH);
}

/* Where a conversion stores its value. */
static void *
target_of(const struct scan_spec *spec, va_list *next, va_list all)
{
	va_list ap;
	void *p = NULL;
	int i;

	if (spec->suppress || spec->conv == '%')
		return (NULL);
	if (spec->arg == 0)
		return (va_arg(*next, void *));
	va_copy(ap, all);
	for (i = 0; i < spec->arg; i++)
		p = va_arg(ap, void *);
	va_end(ap);
	return (p);
}

static void
store_count(int count, enum scan_length length, void *p)
{

	switch (length) {
	case SL_CHAR:
		*(signed char *)p = (signed char)count;
		break;
	case SL_SHORT:
		*(short *)p = (short)count;
		break;
	case SL_INT:
		*(int *)p = count;
		break;
	default:
		*(long *)p = count;
		break;
	}
}

static enum scan_result
convert(struct scan_in *in, const struct scan_spec *spec, void *p)
{

	if (spec->conv != 'c' && spec->conv != '[' && spec->conv != 'n')
		skip_space(in);
	switch (spec->conv) {
	case '%':
		return (match_byte(in, '%'));
	case 'n':
		if (!spec->suppress)
			store_count(in->count, spec->length, p);
		return (SCAN_DONE);
	case 'c':
	case 's':
	case '[':
		return (__scan_string(in, spec, p));
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
	case 'p':
		return (__scan_integer(in, spec, p));
	default:
		if (__scanf_float != NULL)
			return (__scanf_float(in, spec, p));
		errno = ENOTSUP;
		return (SCAN_ERROR);
	}
}

/* Counts in *done the values stored. */
static enum scan_result
scan_format(struct scan_in *in, const char *fmt, va_list *next, va_list all,
    int *done)
{
	enum scan_result r = SCAN_DONE;
	struct scan_spec spec;
	void *p;

	while (*fmt != '\0' && r == SCAN_DONE) {
		if (isspace((unsigned char)*fmt)) {
			skip_space(in);
			fmt++;
			continue;
		}
		if (*fmt != '%') {
			r = match_byte(in, *fmt++);
			continue;
		}
		fmt = __scan_parse(fmt + 1, &spec);
		if (fmt == NULL)
			return (SCAN_ERROR);
		p = target_of(&spec, next, all);
		r = convert(in, &spec, p);
		if (r == SCAN_DONE && spec.conv != 'n' && spec.conv != '%')
			*done += !spec.suppress;
	}
	return (r);
}

int
__scan(struct scan_in *in, const char *fmt, va_list ap)
{
	enum scan_result r;
	int done = 0;
	va_list next;

	va_copy(next, ap);
	r = scan_format(in, fmt, &next, ap, &done);
	va_end(next);
	/*
	 * With nothing stored the end of the text is EOF, also when values
	 * were skipped by '*': so do all other systems.
	 */
	if (r == SCAN_ERROR || (r == SCAN_END && done == 0))
		return (EOF);
	return (done);
}
