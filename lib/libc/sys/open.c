/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * open, openat, creat: POSIX.
 */

#include <fcntl.h>
#include <stdarg.h>

#include "libc_private.h"

/* The mode is there only with flags that may create a file. */
#define	CREATES(flags)							\
	(((flags) & O_CREAT) != 0 || ((flags) & O_TMPFILE) == O_TMPFILE)

int
__sys_openat(int dirfd, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	mode = 0;
	if (CREATES(flags)) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return ((int)__syscall_ret(__syscall4(__NR_openat, dirfd, (long)path,
	    flags, mode)));
}
__weak_reference(__sys_openat, openat);

int
__sys_open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	mode = 0;
	if (CREATES(flags)) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return (__sys_openat(AT_FDCWD, path, flags, mode));
}
__weak_reference(__sys_open, open);

__weak int
creat(const char *path, mode_t mode)
{
	return (__sys_open(path, O_CREAT | O_WRONLY | O_TRUNC, mode));
}
