/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fflush(3) */
#include <errno.h>

#include "stdio_private.h"

static int
flush_one(FILE *f)
{
	int saved = errno;

	if (!(f->flags & F_READING))
		return (__sflush(f));
	if (__ssync(f) == 0)
		return (0);
	if (errno != ESPIPE)
		return (EOF);
	errno = saved;		/* nothing to do on a pipe or terminal */
	return (0);
}

/* All that write.  One that another thread reads has nothing to flush. */
static int
flush_all(void)
{
	FILE *f = NULL;
	int r = 0;

	__files_lock();
	while ((f = __files_next(f)) != NULL) {
		if (__ftrylockfile(f) != 0) {
			if (!(f->flags & F_WRITING))
				continue;
			__flockfile(f);
		}
		if (__sflush(f) == EOF)
			r = EOF;
		__funlockfile(f);
	}
	__files_unlock();
	return (r);
}

int
fflush(FILE *f)
{
	int r;

	if (f == NULL)
		return (flush_all());
	__slock(f);
	r = flush_one(f);
	__sunlock(f);
	return (r);
}

__weak int
fflush_unlocked(FILE *f)
{

	return (f == NULL ? flush_all() : flush_one(f));
}
