/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * uname, gethostname: POSIX.
 */

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "libc_private.h"

int
uname(struct utsname *name)
{
	return ((int)__syscall_ret(__syscall1(__NR_uname, (long)name)));
}

int
gethostname(char *name, size_t size)
{
	struct utsname uts;
	size_t len;

	if (uname(&uts) != 0)
		return (-1);
	len = strlen(uts.nodename) + 1;
	(void)memcpy(name, uts.nodename, len < size ? len : size);
	if (len > size) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	return (0);
}
