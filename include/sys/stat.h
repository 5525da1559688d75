/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * File status: POSIX <sys/stat.h>.  struct stat is the kernel's.
 */

#ifndef _SYS_STAT_H_
#define	_SYS_STAT_H_

#include <sys/cdefs.h>
#include <sys/_timespec.h>
#include <sys/_types.h>

struct stat {
	dev_t		st_dev;
	ino_t		st_ino;
	nlink_t		st_nlink;
	mode_t		st_mode;
	uid_t		st_uid;
	gid_t		st_gid;
	unsigned int	__st_pad0;
	dev_t		st_rdev;
	off_t		st_size;	/* bytes */
	blksize_t	st_blksize;	/* bytes */
	blkcnt_t	st_blocks;	/* units of 512 bytes */
	struct timespec	st_atim;
	struct timespec	st_mtim;
	struct timespec	st_ctim;
	long		__st_pad1[3];
};

#define	st_atime	st_atim.tv_sec
#define	st_mtime	st_mtim.tv_sec
#define	st_ctime	st_ctim.tv_sec

#define	S_IFMT		0170000
#define	S_IFSOCK	0140000
#define	S_IFLNK		0120000
#define	S_IFREG		0100000
#define	S_IFBLK		0060000
#define	S_IFDIR		0040000
#define	S_IFCHR		0020000
#define	S_IFIFO		0010000

#define	S_ISUID		04000
#define	S_ISGID		02000
#define	S_ISVTX		01000
#define	S_IRWXU		0700
#define	S_IRUSR		0400
#define	S_IWUSR		0200
#define	S_IXUSR		0100
#define	S_IRWXG		0070
#define	S_IRGRP		0040
#define	S_IWGRP		0020
#define	S_IXGRP		0010
#define	S_IRWXO		0007
#define	S_IROTH		0004
#define	S_IWOTH		0002
#define	S_IXOTH		0001
#define	ACCESSPERMS	0777
#define	ALLPERMS	07777

#define	S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define	S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define	S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define	S_ISBLK(m)	(((m) & S_IFMT) == S_IFBLK)
#define	S_ISFIFO(m)	(((m) & S_IFMT) == S_IFIFO)
#define	S_ISLNK(m)	(((m) & S_IFMT) == S_IFLNK)
#define	S_ISSOCK(m)	(((m) & S_IFMT) == S_IFSOCK)

/* For tv_nsec in futimens and utimensat. */
#define	UTIME_NOW	0x3fffffffL
#define	UTIME_OMIT	0x3ffffffeL

__BEGIN_DECLS
int	chmod(const char *, mode_t);
int	fchmod(int, mode_t);
int	fchmodat(int, const char *, mode_t, int);
int	fstat(int, struct stat *);
int	fstatat(int, const char *__restrict, struct stat *__restrict, int);
int	futimens(int, const struct timespec [2]);
int	lstat(const char *__restrict, struct stat *__restrict);
int	mkdir(const char *, mode_t);
int	mkdirat(int, const char *, mode_t);
int	mkfifo(const char *, mode_t);
int	mknod(const char *, mode_t, dev_t);
int	stat(const char *__restrict, struct stat *__restrict);
mode_t	umask(mode_t);
int	utimensat(int, const char *, const struct timespec [2], int);
__END_DECLS

#endif /* !_SYS_STAT_H_ */
