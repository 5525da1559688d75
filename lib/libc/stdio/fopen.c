/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fopen(3), fdopen(3) and freopen(3) */
#include <sys/syscall.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "stdio_private.h"

int
__smode(const char *mode, int *flags)
{
	int oflags;

	switch (*mode) {
	case 'r':
		oflags = 0;
		*flags = F_CAN_READ;
		break;
	case 'w':
		oflags = O_CREAT | O_TRUNC;
		*flags = F_CAN_WRITE;
		break;
	case 'a':
		oflags = O_CREAT | O_APPEND;
		*flags = F_CAN_WRITE | F_APPEND;
		break;
	default:
		errno = EINVAL;
		return (-1);
	}
	while (*++mode != '\0')
		switch (*mode) {
		case '+':
			*flags |= F_CAN_READ | F_CAN_WRITE;
			break;
		case 'e':
			oflags |= O_CLOEXEC;
			break;
		case 'x':
			oflags |= O_EXCL;
			break;
		default:	/* 'b' and what other systems know */
			break;
		}
	if ((*flags & (F_CAN_READ | F_CAN_WRITE)) ==
	    (F_CAN_READ | F_CAN_WRITE))
		oflags |= O_RDWR;
	else
		oflags |= *flags & F_CAN_WRITE ? O_WRONLY : O_RDONLY;
	return (oflags);
}

FILE *
fopen(const char *__restrict path, const char *__restrict mode)
{
	int fd, flags, oflags, saved;
	FILE *f;

	oflags = __smode(mode, &flags);
	if (oflags == -1)
		return (NULL);
	fd = __sys_open(path, oflags, 0666);
	if (fd == -1)
		return (NULL);
	f = __snew(fd, flags);
	if (f == NULL) {
		saved = errno;
		__sys_close(fd);
		errno = saved;
	}
	return (f);
}

/* Does an open descriptor allow what a mode asks for? */
static int
allows(int have, int flags)
{

	have &= O_ACCMODE;
	return (have == O_RDWR ||
	    (have == O_RDONLY && !(flags & F_CAN_WRITE)) ||
	    (have == O_WRONLY && !(flags & F_CAN_READ)));
}

__weak FILE *
fdopen(int fd, const char *mode)
{
	int flags, have, oflags;

	oflags = __smode(mode, &flags);
	if (oflags == -1)
		return (NULL);
	have = __sys_fcntl(fd, F_GETFL, 0);
	if (have == -1)
		return (NULL);
	if (!allows(have, flags)) {
		errno = EINVAL;
		return (NULL);
	}
	if ((flags & F_APPEND) && !(have & O_APPEND) &&
	    __sys_fcntl(fd, F_SETFL, have | O_APPEND) == -1)
		return (NULL);
	if ((oflags & O_CLOEXEC) &&
	    __sys_fcntl(fd, F_SETFD, FD_CLOEXEC) == -1)
		return (NULL);
	return (__snew(fd, flags));
}

/* Another mode for the same file: as much as the kernel can change. */
static int
change_mode(FILE *f, int oflags, int flags)
{
	int have = __sys_fcntl(f->fd, F_GETFL, 0);

	if (have == -1)
		return (-1);
	if (!allows(have, flags)) {
		errno = EBADF;
		return (-1);
	}
	have = (have & ~O_APPEND) | (oflags & O_APPEND);
	if (__sys_fcntl(f->fd, F_SETFL, have) == -1)
		return (-1);
	if ((oflags & O_CLOEXEC) &&
	    __sys_fcntl(f->fd, F_SETFD, FD_CLOEXEC) == -1)
		return (-1);
	return ((oflags & O_TRUNC) ? __sys_ftruncate(f->fd, 0) : 0);
}

/*
 * Opens path under the old descriptor's number, so that freopen of a standard
 * stream redirects the descriptor that children inherit.
 */
static int
replace_file(FILE *f, const char *path, int oflags)
{
	int fd = __sys_open(path, oflags, 0666), saved;

	if (fd == -1 || f->fd == -1 || fd == f->fd) {
		if (fd != -1)
			f->fd = fd;
		return (fd == -1 ? -1 : 0);
	}
	if (__syscall_ret(__syscall3(SYS_dup3, fd, f->fd,
	    oflags & O_CLOEXEC)) == -1) {
		saved = errno;
		__sys_close(fd);
		errno = saved;
		return (-1);
	}
	__sys_close(fd);
	return (0);
}

FILE *
freopen(const char *__restrict path, const char *__restrict mode,
    FILE *__restrict f)
{
	int flags, oflags, r = -1, saved;

	__slock(f);
	/* Errors of what was open before are nobody's concern. */
	__sflush(f);
	oflags = __smode(mode, &flags);
	if (oflags != -1)
		r = path != NULL ? replace_file(f, path, oflags) :
		    change_mode(f, oflags, flags);
	__sbuffer_free(f);
	f->flags = flags | (f->flags & F_STATIC);
	if (f->mode != _IONBF || f != stderr)
		f->mode = MODE_UNKNOWN;
	f->want = 0;
	__sunlock(f);
	if (r != -1)
		return (f);
	saved = errno;
	fclose(f);
	errno = saved;
	return (NULL);
}
