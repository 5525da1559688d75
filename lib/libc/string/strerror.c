/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * strerror(3) and strerror_r(3).  The texts are one object without pointers,
 * so that a static-PIE has nothing to relocate.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "string_private.h"

static const struct texts {
	char	none[sizeof("No error")];
#define	T(error, text)	char	of_##error[sizeof(text)];
#include "errno_text.h"
#undef T
} texts = {
	"No error",
#define	T(error, text)	text,
#include "errno_text.h"
#undef T
};

/* Where in the texts; 0, the text for no error, also for unknown ones. */
static const uint16_t offsets[] = {
#define	T(error, text)	[error] = offsetof(struct texts, of_##error),
#include "errno_text.h"
#undef T
};

/* The text of a known error, or NULL. */
const char *
__strerror_text(int error)
{
	size_t i = (size_t)error;

	if (i >= sizeof(offsets) / sizeof(offsets[0]) ||
	    (offsets[i] == 0 && i != 0))
		return (NULL);
	return ((const char *)&texts + offsets[i]);
}

/* prefix and the number n, in buf, which must have room. */
char *
__text_with_number(char *buf, const char *prefix, int n)
{
	char digits[3 * sizeof(n)], *d = digits, *p = __stpcpy(buf, prefix);
	unsigned int u = (unsigned int)n;

	if (n < 0) {
		*p++ = '-';
		u = 0 - u;
	}
	do {
		*d++ = (char)('0' + u % 10);
	} while ((u /= 10) != 0);
	while (d != digits)
		*p++ = *--d;
	*p = '\0';
	return (buf);
}

char *
strerror(int error)
{
	static __thread char buf[32];
	const char *text = __strerror_text(error);

	if (text != NULL)
		return (__DECONST(char *, text));
	errno = EINVAL;
	return (__text_with_number(buf, "Unknown error ", error));
}

int
__strerror_r(int error, char *buf, size_t size)
{
	char unknown[32];
	const char *text = __strerror_text(error);
	int r = 0;
	size_t n;

	if (text == NULL) {
		text = __text_with_number(unknown, "Unknown error ", error);
		r = EINVAL;
	}
	n = strlen(text);
	if (n >= size) {
		r = ERANGE;
		if (size == 0)
			return (r);
		n = size - 1;
	}
	memcpy(buf, text, n);
	buf[n] = '\0';
	return (r);
}

__weak_reference(__strerror_r, strerror_r);
