/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fseek(3), ftell(3), fgetpos(3), rewind(3) and their kin */
#include <errno.h>

#include "stdio_private.h"

static int
seek_to(FILE *f, off_t offset, int whence)
{

	if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) {
		errno = EINVAL;
		return (-1);
	}
	if (__sflush(f) == EOF)
		return (-1);
	/* The kernel's position is beyond what has been read ahead. */
	if ((f->flags & F_READING) && whence == SEEK_CUR &&
	    __builtin_sub_overflow(offset, f->rend - f->pos, &offset)) {
		errno = EOVERFLOW;
		return (-1);
	}
	if (__sys_lseek(f->fd, offset, whence) == -1)
		return (-1);
	__sidle(f);
	f->flags &= ~F_EOF;
	return (0);
}

static off_t
tell(FILE *f)
{
	off_t at;

	/* What waits will be appended, wherever the position is now. */
	at = __sys_lseek(f->fd, 0, (f->flags & F_APPEND) &&
	    (f->flags & F_WRITING) && f->pos != f->buf ? SEEK_END : SEEK_CUR);
	if (at == -1)
		return (-1);
	if (f->flags & F_READING)
		return (at - (f->rend - f->pos));
	if (f->flags & F_WRITING)
		return (at + (f->pos - f->buf));
	return (at);
}

int
__fseeko(FILE *f, off_t offset, int whence)
{
	int r;

	__slock(f);
	r = seek_to(f, offset, whence);
	__sunlock(f);
	return (r);
}

int
fseek(FILE *f, long offset, int whence)
{

	return (__fseeko(f, offset, whence));
}

off_t
__ftello(FILE *f)
{
	off_t at;

	__slock(f);
	at = tell(f);
	__sunlock(f);
	return (at);
}

long
ftell(FILE *f)
{

	return (__ftello(f));
}

void
rewind(FILE *f)
{

	__slock(f);
	seek_to(f, 0, SEEK_SET);
	f->flags &= ~F_ERROR;
	__sunlock(f);
}

int
fgetpos(FILE *__restrict f, fpos_t *__restrict pos)
{

	pos->__offset = __ftello(f);
	return (pos->__offset == -1 ? -1 : 0);
}

int
fsetpos(FILE *f, const fpos_t *pos)
{

	return (__fseeko(f, pos->__offset, SEEK_SET));
}

__weak_reference(__fseeko, fseeko);
__weak_reference(__ftello, ftello);
