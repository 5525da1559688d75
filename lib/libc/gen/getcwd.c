/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getcwd: POSIX.  With a NULL buffer it allocates one, as is usual.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libc_private.h"

#define	PATH_SIZE	4096	/* bytes, with the NUL: PATH_MAX */

/* The path in buf, or NULL and errno. */
static char *
get(char *buf, size_t size)
{
	long r;

	r = __syscall_ret(__syscall2(__NR_getcwd, (long)buf, (long)size));
	if (r < 0)
		return (NULL);
	/* Linux says "(unreachable)..." of a directory outside the root. */
	if (buf[0] != '/') {
		errno = ENOENT;
		return (NULL);
	}
	return (buf);
}

__weak char *
getcwd(char *buf, size_t size)
{
	char tmp[PATH_SIZE];
	size_t len;

	if (buf != NULL) {
		if (size == 0) {
			errno = EINVAL;
			return (NULL);
		}
		return (get(buf, size));
	}
	if (get(tmp, sizeof(tmp)) == NULL)
		return (NULL);
	len = strlen(tmp) + 1;
	if (size == 0)
		size = len;
	if (size < len) {
		errno = ERANGE;
		return (NULL);
	}
	buf = malloc(size);
	if (buf != NULL)
		(void)memcpy(buf, tmp, len);
	return (buf);
}
