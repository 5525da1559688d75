/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * setvbuf(3) and its short forms.  ISO C wants them before all else; here
 * they also work later, as long as nothing read lies in the old buffer.
 */
#include <errno.h>

#include "stdio_private.h"

static int
change_buffer(FILE *f, char *buf, int mode, size_t size)
{
	size_t skip;

	if ((f->flags & F_READING) && f->pos != f->rend) {
		errno = EBUSY;
		return (EOF);
	}
	if (__sflush(f) == EOF)
		return (EOF);
	__sbuffer_free(f);
	f->flags &= ~(F_READING | F_WRITING);
	f->mode = mode;
	f->want = size;
	/* ungetc takes the first bytes of a buffer that is read. */
	if (mode != _IONBF && buf != NULL && size > BUFFER_AREA(1)) {
		skip = f->flags & F_CAN_READ ? UNGET_MAX : 0;
		f->buf = (unsigned char *)buf + skip;
		f->size = size - skip;
	}
	return (0);
}

int
setvbuf(FILE *__restrict f, char *__restrict buf, int mode, size_t size)
{
	int r;

	if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF) {
		errno = EINVAL;
		return (EOF);
	}
	__slock(f);
	r = change_buffer(f, buf, mode, size);
	__sunlock(f);
	return (r);
}

__weak void
setbuffer(FILE *f, char *buf, size_t size)
{

	setvbuf(f, buf, buf == NULL ? _IONBF : _IOFBF, size);
}

void
setbuf(FILE *__restrict f, char *__restrict buf)
{

	setvbuf(f, buf, buf == NULL ? _IONBF : _IOFBF, BUFSIZ);
}

__weak void
setlinebuf(FILE *f)
{

	setvbuf(f, NULL, _IOLBF, 0);
}
