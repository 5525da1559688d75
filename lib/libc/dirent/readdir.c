/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* readdir(3), rewinddir(3), seekdir(3) and telldir(3) */
#include <sys/syscall.h>
#include <errno.h>
#include <stdio.h>

#include "dirent_private.h"

_Static_assert(offsetof(struct dirent, d_name) == 19,
    "struct dirent is the kernel's struct linux_dirent64");

/* The next entry under the lock; NULL at the end or with errno. */
static struct dirent *
next_entry(DIR *dir)
{
	struct dirent *entry;
	long n;

	if (dir->at >= dir->end) {
		n = __syscall3(SYS_getdents64, dir->fd, (long)dir->buf,
		    sizeof(dir->buf));
		/* ENOENT: the directory has been removed, so it is empty. */
		if (n <= 0) {
			if (n != 0 && n != -ENOENT)
				__syscall_ret(n);
			return (NULL);
		}
		dir->at = 0;
		dir->end = (size_t)n;
	}
	entry = (struct dirent *)(void *)(dir->buf + dir->at);
	dir->at += entry->d_reclen;
	dir->offset = entry->d_off;
	return (entry);
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *entry;

	__libc_lock(&dir->lock);
	entry = next_entry(dir);
	__libc_unlock(&dir->lock);
	return (entry);
}

void
seekdir(DIR *dir, long to)
{

	__libc_lock(&dir->lock);
	dir->offset = __sys_lseek(dir->fd, to, SEEK_SET);
	dir->at = dir->end = 0;
	__libc_unlock(&dir->lock);
}

void
rewinddir(DIR *dir)
{

	seekdir(dir, 0);
}

long
telldir(DIR *dir)
{

	return (dir->offset);
}
