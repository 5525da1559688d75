/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * File control: POSIX <fcntl.h>.  Flags and commands are the kernel's.
 */

#ifndef _FCNTL_H_
#define	_FCNTL_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <asm/fcntl.h>
#include <linux/falloc.h>

#define	O_SEARCH	O_PATH
#define	O_EXEC		O_PATH
#define	O_TTY_INIT	0
#define	O_RSYNC		O_SYNC

#define	FREAD		1
#define	FWRITE		2

#define	F_DUPFD_CLOEXEC	1030

#define	AT_FDCWD		(-100)
#define	AT_SYMLINK_NOFOLLOW	0x100
#define	AT_EACCESS		0x200
#define	AT_REMOVEDIR		0x200
#define	AT_SYMLINK_FOLLOW	0x400
#define	AT_EMPTY_PATH		0x1000

#define	POSIX_FADV_NORMAL	0
#define	POSIX_FADV_RANDOM	1
#define	POSIX_FADV_SEQUENTIAL	2
#define	POSIX_FADV_WILLNEED	3
#define	POSIX_FADV_DONTNEED	4
#define	POSIX_FADV_NOREUSE	5

#ifndef SEEK_SET
#define	SEEK_SET	0
#define	SEEK_CUR	1
#define	SEEK_END	2
#endif

__BEGIN_DECLS
int	creat(const char *, mode_t);
int	fallocate(int, int, off_t, off_t);
int	fcntl(int, int, ...);
int	open(const char *, int, ...);
int	openat(int, const char *, int, ...);
int	posix_fadvise(int, off_t, off_t, int);
int	posix_fallocate(int, off_t, off_t);
__END_DECLS

#endif /* !_FCNTL_H_ */
