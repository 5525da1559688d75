/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* remove(3): unlink, or rmdir of a directory */
#include <errno.h>
#include <stdio.h>

#include "libc_private.h"

int
remove(const char *path)
{
	int saved = errno;

	if (__sys_unlink(path) == 0)
		return (0);
	/* Linux says EISDIR of a directory, other file systems EPERM. */
	if (errno != EISDIR && errno != EPERM)
		return (-1);
	if (__sys_rmdir(path) == 0) {
		errno = saved;
		return (0);
	}
	if (errno == ENOTDIR)
		errno = EPERM;
	return (-1);
}
