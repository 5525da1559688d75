/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getrandom: Linux.  getentropy: POSIX 2024.
 */

#include <errno.h>
#include <sys/random.h>

#include "libc_private.h"

ssize_t
__sys_getrandom(void *buf, size_t len, unsigned int flags)
{
	return (__syscall_ret(__syscall3(__NR_getrandom, (long)buf,
	    (long)len, flags)));
}
__weak_reference(__sys_getrandom, getrandom);

/* All of at most 256 bytes or nothing. */
__weak int
getentropy(void *buf, size_t len)
{
	char *p;
	long r;

	if (len > 256) {
		errno = EINVAL;
		return (-1);
	}
	for (p = buf; len > 0; p += r, len -= (size_t)r) {
		r = __syscall3(__NR_getrandom, (long)p, (long)len, 0);
		if (r == -EINTR)
			r = 0;
		else if (r < 0)
			return ((int)__syscall_ret(r));
	}
	return (0);
}
