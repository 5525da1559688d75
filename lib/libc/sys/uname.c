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

__weak int
uname(struct utsname *name)
{
	return ((int)__syscall_ret(__syscall1(__NR_uname, (long)name)));
}

__weak int
gethostname(char *name, size_t size)
{
	struct utsname uts;
	size_t len;

	(void)__syscall1(__NR_uname, (long)&uts);
	len = strlen(uts.nodename) + 1;
	(void)memcpy(name, uts.nodename, len < size ? len : size);
	if (len > size) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	return (0);
}
