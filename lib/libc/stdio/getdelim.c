/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* getdelim(3) and getline(3) */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "stdio_private.h"

/* Makes room for `need' bytes in *line; 0, or -1 with ENOMEM or EOVERFLOW. */
static int
reserve(char **line, size_t *size, size_t need)
{
	size_t n = *line == NULL ? 0 : *size;
	char *p;

	if (need <= n)
		return (0);
	if (need > SSIZE_MAX) {
		errno = EOVERFLOW;
		return (-1);
	}
	n = n + n / 2 > need ? n + n / 2 : need;
	if (n < 120)
		n = 120;	/* most lines, at once */
	p = realloc(*line, n);
	if (p == NULL)
		return (-1);
	*line = p;
	*size = n;
	return (0);
}

static ssize_t
read_line(char **line, size_t *size, int delim, FILE *f)
{
	size_t len = 0, n;
	unsigned char *end = NULL;

	while (end == NULL) {
		if (f->pos >= f->rend && __sfill(f) == EOF) {
			if (len == 0 || !(f->flags & F_EOF))
				return (-1);
			break;
		}
		n = (size_t)(f->rend - f->pos);
		end = memchr(f->pos, delim, n);
		if (end != NULL)
			n = (size_t)(end - f->pos) + 1;
		if (reserve(line, size, len + n + 1) == -1) {
			f->flags |= F_ERROR;
			return (-1);
		}
		memcpy(*line + len, f->pos, n);
		f->pos += n;
		len += n;
	}
	(*line)[len] = '\0';
	return ((ssize_t)len);
}

ssize_t
getdelim(char **__restrict line, size_t *__restrict size, int delim,
    FILE *__restrict f)
{
	ssize_t r;

	if (line == NULL || size == NULL) {
		errno = EINVAL;
		return (-1);
	}
	__slock(f);
	r = read_line(line, size, delim, f);
	__sunlock(f);
	return (r);
}

__weak ssize_t
getline(char **__restrict line, size_t *__restrict size, FILE *__restrict f)
{

	return (getdelim(line, size, '\n', f));
}
