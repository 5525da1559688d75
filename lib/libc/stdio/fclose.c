/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fclose(3).  The stream is gone whatever is returned. */
#include <errno.h>

#include "stdio_private.h"

int
fclose(FILE *f)
{
	int error = 0, fd;

	__slock(f);
	/* POSIX: input not read yet is there for the next user of the file. */
	if (__ssync(f) == EOF &&
	    ((f->flags & F_WRITING) || errno != ESPIPE))
		error = errno;
	__sbuffer_free(f);
	fd = f->fd;
	f->fd = -1;
	f->flags &= F_STATIC;
	__sunlock(f);
	__sdelete(f);
	if (__sys_close(fd) == -1 && error == 0)
		error = errno;
	if (error == 0)
		return (0);
	errno = error;
	return (EOF);
}
