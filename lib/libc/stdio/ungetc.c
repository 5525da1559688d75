/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* ungetc(3) */
#include "stdio_private.h"

int
__sungetc(FILE *f, int c)
{

	if (c == EOF || __sto_read(f) == EOF ||
	    f->pos == f->buf - UNGET_MAX)
		return (EOF);
	*--f->pos = (unsigned char)c;
	f->flags &= ~F_EOF;
	return ((unsigned char)c);
}

int
ungetc(int c, FILE *f)
{

	__slock(f);
	c = __sungetc(f, c);
	__sunlock(f);
	return (c);
}
