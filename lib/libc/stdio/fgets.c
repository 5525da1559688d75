/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fgets(3) */
#include <string.h>

#include "stdio_private.h"

static char *
get_line(char *dst, int size, FILE *f)
{
	size_t left, n;
	char *p = dst;
	unsigned char *newline = NULL;

	if (size <= 0)
		return (NULL);
	left = (size_t)size - 1;
	while (left != 0 && newline == NULL) {
		if (f->pos >= f->rend && __sfill(f) == EOF) {
			/* An error makes what was read before doubtful. */
			if (p == dst || !(f->flags & F_EOF))
				return (NULL);
			break;
		}
		n = (size_t)(f->rend - f->pos);
		if (n > left)
			n = left;
		newline = memchr(f->pos, '\n', n);
		if (newline != NULL)
			n = (size_t)(newline - f->pos) + 1;
		memcpy(p, f->pos, n);
		f->pos += n;
		p += n;
		left -= n;
	}
	*p = '\0';
	return (dst);
}

char *
fgets(char *__restrict dst, int size, FILE *__restrict f)
{

	__slock(f);
	dst = get_line(dst, size, f);
	__sunlock(f);
	return (dst);
}

__weak char *
fgets_unlocked(char *__restrict dst, int size, FILE *__restrict f)
{

	return (get_line(dst, size, f));
}
