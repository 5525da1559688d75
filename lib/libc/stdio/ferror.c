/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* feof(3), ferror(3), clearerr(3) and fileno(3) */
#include <errno.h>

#include "stdio_private.h"

#define	IS_SET(f, flag)	(((f)->flags & (flag)) != 0)

static int
get_fd(FILE *f)
{

	if (f->fd == -1)
		errno = EBADF;
	return (f->fd);
}

void
clearerr(FILE *f)
{

	__slock(f);
	f->flags &= ~(F_EOF | F_ERROR);
	__sunlock(f);
}

int
feof(FILE *f)
{
	int r;

	__slock(f);
	r = IS_SET(f, F_EOF);
	__sunlock(f);
	return (r);
}

int
ferror(FILE *f)
{
	int r;

	__slock(f);
	r = IS_SET(f, F_ERROR);
	__sunlock(f);
	return (r);
}

__weak int
fileno(FILE *f)
{
	int fd;

	__slock(f);
	fd = get_fd(f);
	__sunlock(f);
	return (fd);
}

__weak void
clearerr_unlocked(FILE *f)
{

	f->flags &= ~(F_EOF | F_ERROR);
}

__weak int
feof_unlocked(FILE *f)
{

	return (IS_SET(f, F_EOF));
}

__weak int
ferror_unlocked(FILE *f)
{

	return (IS_SET(f, F_ERROR));
}

__weak int
fileno_unlocked(FILE *f)
{

	return (get_fd(f));
}
