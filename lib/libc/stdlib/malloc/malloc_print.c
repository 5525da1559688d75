/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Formatting into a buffer of the caller, and messages.  Called from
 * everywhere, with or without locks; keeps no state.
 */

#include <stdint.h>

#include "malloc_print.h"
#include "port.h"

__attribute__((__weak__, __visibility__("default")))
void (*malloc_message)(void *, const char *);

struct out {
	char	*buf;
	size_t	 size;
	size_t	 used;		/* bytes wanted so far, cut or not */
};

struct spec {
	unsigned width;
	bool	 left;
	bool	 zero;
	bool	 wide;		/* l or z */
};

static void
out_char(struct out *out, char c)
{

	if (out->used + 1 < out->size)
		out->buf[out->used] = c;
	out->used++;
}

static void
out_padded(struct out *out, const char *s, size_t len, const struct spec *spec)
{
	size_t i, pad;

	pad = spec->width > len ? spec->width - len : 0;
	for (i = 0; i < pad && !spec->left; i++)
		out_char(out, spec->zero ? '0' : ' ');
	for (i = 0; i < len; i++)
		out_char(out, s[i]);
	for (i = 0; i < pad && spec->left; i++)
		out_char(out, ' ');
}

static void
out_number(struct out *out, uintmax_t v, unsigned base, bool negative,
    const struct spec *spec)
{
	struct spec rest;
	char digits[24], *p;

	p = digits + sizeof(digits);
	do {
		*--p = "0123456789abcdef"[v % base];
		v /= base;
	} while (v != 0);
	if (negative && spec->zero && !spec->left) {
		rest = *spec;
		rest.width -= spec->width != 0;
		out_char(out, '-');
		spec = &rest;
	} else if (negative)
		*--p = '-';
	out_padded(out, p, (size_t)(digits + sizeof(digits) - p), spec);
}

static const char *
spec_parse(const char *f, struct spec *spec)
{

	*spec = (struct spec){ 0 };
	for (; *f == '-' || *f == '0'; f++) {
		spec->left |= *f == '-';
		spec->zero |= *f == '0';
	}
	for (; *f >= '0' && *f <= '9'; f++)
		spec->width = spec->width * 10 + (unsigned)(*f - '0');
	for (; *f == 'l' || *f == 'z'; f++)
		spec->wide = true;
	return (f);
}

size_t
print_vformat(char *buf, size_t size, const char *f, va_list ap)
{
	struct out out = { buf, size, 0 };
	struct spec spec;
	const char *s;
	size_t len;
	intmax_t d;
	char c;

	for (; *f != '\0'; f++) {
		if (*f != '%') {
			out_char(&out, *f);
			continue;
		}
		f = spec_parse(f + 1, &spec);
		switch (*f) {
		case 's':
			s = va_arg(ap, const char *);
			for (len = 0; s[len] != '\0'; len++)
				continue;
			out_padded(&out, s, len, &spec);
			break;
		case 'c':
			c = (char)va_arg(ap, int);
			out_padded(&out, &c, 1, &spec);
			break;
		case 'd':
			d = spec.wide ? va_arg(ap, long) : va_arg(ap, int);
			out_number(&out, d < 0 ? -(uintmax_t)d : (uintmax_t)d,
			    10, d < 0, &spec);
			break;
		case 'u':
		case 'x':
			out_number(&out, spec.wide ? va_arg(ap, unsigned long) :
			    va_arg(ap, unsigned), *f == 'u' ? 10 : 16, false,
			    &spec);
			break;
		default:
			out_char(&out, *f);
			break;
		}
	}
	if (size != 0)
		buf[out.used < size ? out.used : size - 1] = '\0';
	return (out.used);
}

size_t
print_format(char *buf, size_t size, const char *f, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, f);
	n = print_vformat(buf, size, f, ap);
	va_end(ap);
	return (n);
}

void
print_text(void (*write)(void *, const char *), void *opaque, const char *text)
{
	size_t n;

	if (write == NULL) {
		write = malloc_message;
		opaque = NULL;
	}
	if (write != NULL) {
		write(opaque, text);
		return;
	}
	for (n = 0; text[n] != '\0'; n++)
		continue;
	port_write_error(text, n);
}

static void
message(const char *f, va_list ap)
{
	static const char prefix[] = "<jemalloc>: ";
	char buf[PRINT_MAX];
	size_t n, room;

	n = sizeof(prefix) - 1;
	__builtin_memcpy(buf, prefix, n);
	room = sizeof(buf) - n - 1;
	n += print_vformat(buf + n, room, f, ap);
	if (n > sizeof(buf) - 3)
		n = sizeof(buf) - 3;
	buf[n++] = '\n';
	buf[n] = '\0';
	print_text(NULL, NULL, buf);
}

void
print_message(const char *f, ...)
{
	va_list ap;

	va_start(ap, f);
	message(f, ap);
	va_end(ap);
}

_Noreturn void
print_fatal(const char *f, ...)
{
	va_list ap;

	va_start(ap, f);
	message(f, ap);
	va_end(ap);
	port_abort();
}

_Noreturn void
print_assertion(const char *file, int line, const char *e)
{

	print_fatal("%s:%d: Failed assertion: \"%s\"", file, line, e);
}
