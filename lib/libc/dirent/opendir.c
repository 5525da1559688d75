/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* opendir(3), fdopendir(3), closedir(3) and dirfd(3) */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "dirent_private.h"

/* NULL and ENOMEM. */
static DIR *
new_dir(int fd)
{
	DIR *dir = malloc(sizeof(*dir));

	if (dir == NULL)
		return (NULL);
	dir->fd = fd;
	dir->lock = 0;
	dir->at = dir->end = 0;
	dir->offset = 0;
	return (dir);
}

DIR *
opendir(const char *path)
{
	int fd, saved;
	DIR *dir;

	fd = __sys_open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return (NULL);
	dir = new_dir(fd);
	if (dir == NULL) {
		saved = errno;
		__sys_close(fd);
		errno = saved;
	}
	return (dir);
}

DIR *
fdopendir(int fd)
{
	struct stat st;
	DIR *dir;
	int flags;

	if (__sys_fstat(fd, &st) == -1)
		return (NULL);
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return (NULL);
	}
	flags = __sys_fcntl(fd, F_GETFL, 0);
	if (flags == -1)
		return (NULL);
	if ((flags & O_ACCMODE) == O_WRONLY) {
		errno = EBADF;
		return (NULL);
	}
	dir = new_dir(fd);
	if (dir == NULL)
		return (NULL);
	dir->offset = __sys_lseek(fd, 0, SEEK_CUR);
	__sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
	return (dir);
}

int
closedir(DIR *dir)
{
	int fd = dir->fd;

	free(dir);
	return (__sys_close(fd));
}

int
dirfd(DIR *dir)
{

	return (dir->fd);
}
