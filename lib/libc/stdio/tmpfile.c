/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* tmpfile(3) and tmpnam(3) */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "stdio_private.h"
#include "stdlib_private.h"

FILE *
tmpfile(void)
{
	char name[] = P_tmpdir "/tmp.XXXXXX";
	int fd, saved;
	FILE *f;

	fd = __mkostemps(name, 0, 0);
	if (fd == -1)
		return (NULL);
	__sys_unlink(name);
	f = __snew(fd, F_CAN_READ | F_CAN_WRITE);
	if (f == NULL) {
		saved = errno;
		__sys_close(fd);
		errno = saved;
	}
	return (f);
}

/* "Makes" a name by finding out that it does not exist. */
static int
check_free(const char *name, int flags)
{
	struct stat st;

	if (__sys_fstatat(AT_FDCWD, name, &st, flags) == -1)
		return (errno == ENOENT ? 0 : -1);
	errno = EEXIST;
	return (-1);
}

char *
tmpnam(char *dst)
{
	static const char template[] = P_tmpdir "/tmp.XXXXXX";
	static char buf[L_tmpnam];

	_Static_assert(sizeof(template) <= L_tmpnam, "L_tmpnam is enough");
	if (dst == NULL)
		dst = buf;
	memcpy(dst, template, sizeof(template));
	return (__mktemp(dst, 0, AT_SYMLINK_NOFOLLOW, check_free) == -1 ?
	    NULL : dst);
}
