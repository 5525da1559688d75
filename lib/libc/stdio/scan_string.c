/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The conversions c, s and [ of scanf. */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "scanf_private.h"
#include "string_private.h"

/* Where the bytes go: the caller's array, or one made here. */
struct target {
	char	*p;		/* NULL: nowhere */
	size_t	n;		/* bytes so far */
	size_t	size;		/* of an array made here, in characters */
	int	wide;
	int	grows;
};

/* Appends one character; -1 and ENOMEM. */
static int
append(struct target *t, int c)
{
	size_t each = t->wide ? sizeof(wchar_t) : 1, more;
	char *p;

	if (t->grows && t->n == t->size) {
		more = t->size == 0 ? 32 : 2 * t->size;
		if (more > SIZE_MAX / each ||
		    (p = realloc(t->p, more * each)) == NULL) {
			errno = ENOMEM;
			return (-1);
		}
		t->p = p;
		t->size = more;
	}
	if (t->p == NULL)
		return (0);
	if (t->wide)
		((wchar_t *)(void *)t->p)[t->n++] = c;
	else
		t->p[t->n++] = (char)c;
	return (0);
}

/* The set between brackets; a '-' between two bytes is a range. */
static void
make_set(struct byteset *set, const char *s)
{
	int complement = *s == '^', c, first = 1, i;

	if (complement)
		s++;
	for (; *s != ']' || first; s++, first = 0) {
		c = (unsigned char)*s;
		if (s[1] == '-' && s[2] != ']') {
			for (i = c; i < (unsigned char)s[2]; i++)
				byteset_add(set, (unsigned char)i);
			s += 2;
			c = (unsigned char)*s;
		}
		byteset_add(set, (unsigned char)c);
	}
	if (complement)
		for (i = 0; i < (int)(256 / BYTESET_BITS); i++)
			set->bits[i] = ~set->bits[i];
}

static int
belongs(const struct scan_spec *spec, const struct byteset *set, int c)
{

	switch (spec->conv) {
	case 'c':
		return (1);
	case 's':
		return (!isspace(c));
	default:
		return (byteset_has(set, (unsigned char)c));
	}
}

/* Reads the bytes of the conversion. */
static enum scan_result
read_bytes(struct scan_in *in, const struct scan_spec *spec, struct target *t)
{
	struct byteset set = { { 0 } };
	size_t left = spec->width, n = 0;
	int c = EOF;

	if (left == 0)
		left = spec->conv == 'c' ? 1 : SIZE_MAX;
	if (spec->conv == '[')
		make_set(&set, spec->set);
	for (; n < left && (c = __scan_get(in)) != EOF; n++) {
		if (!belongs(spec, &set, c)) {
			__scan_unget(in, c);
			break;
		}
		if (append(t, c) == -1)
			return (SCAN_ERROR);
	}
	if (n == 0)
		return (c == EOF ? SCAN_END : SCAN_MISMATCH);
	if (spec->conv == 'c')
		return (n == left ? SCAN_DONE : SCAN_END);
	return (append(t, '\0') == -1 ? SCAN_ERROR : SCAN_DONE);
}

enum scan_result
__scan_string(struct scan_in *in, const struct scan_spec *spec, void *p)
{
	struct target t = { .wide = spec->length == SL_LONG };
	enum scan_result r;

	if (!spec->suppress) {
		t.grows = spec->allocate;
		if (!t.grows)
			t.p = p;
	}
	r = read_bytes(in, spec, &t);
	if (t.grows) {
		if (r == SCAN_DONE)
			*(char **)p = t.p;
		else
			free(t.p);
	}
	return (r);
}
