/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Calls on files: open, read and write in their forms, links, directories,
 * times, errors.
 */

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utime.h>

#include "../libc_test.h"

static void
check_io(void)
{
	struct iovec iov[2];
	char a[4], b[8];
	int fd, fd2;

	fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0640);
	CHECK(fd >= 0);
	errno = 0;
	CHECK(open("file", O_RDWR | O_CREAT | O_EXCL, 0600) == -1 &&
	    errno == EEXIST);
	CHECK(write(fd, "0123456789", 10) == 10);
	CHECK(lseek(fd, -4, SEEK_END) == 6);
	CHECK(read(fd, b, 8) == 4 && memcmp(b, "6789", 4) == 0);
	CHECK(read(fd, b, 8) == 0);
	CHECK(pread(fd, b, 3, 2) == 3 && memcmp(b, "234", 3) == 0);
	CHECK(pwrite(fd, "xy", 2, 3) == 2 && lseek(fd, 0, SEEK_CUR) == 10);
	iov[0].iov_base = a;
	iov[0].iov_len = sizeof(a);
	iov[1].iov_base = b;
	iov[1].iov_len = sizeof(b);
	CHECK(lseek(fd, 0, SEEK_SET) == 0);
	CHECK(readv(fd, iov, 2) == 10);
	CHECK(memcmp(a, "012x", 4) == 0 && memcmp(b, "y56789", 6) == 0);
	CHECK(preadv(fd, iov, 2, 1) == 9 && memcmp(a, "12xy", 4) == 0);
	iov[1].iov_len = 2;
	CHECK(writev(fd, iov, 2) == 6 && pwritev(fd, iov, 2, 20) == 6);
	CHECK(ftruncate(fd, 5) == 0 && lseek(fd, 0, SEEK_END) == 5);
	CHECK(truncate("file", 7) == 0 && lseek(fd, 0, SEEK_END) == 7);
	CHECK(posix_fallocate(fd, 0, 100) == 0 ||
	    lseek(fd, 0, SEEK_END) == 7);
	CHECK(posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL) == 0);
	CHECK(posix_fadvise(-1, 0, 0, POSIX_FADV_NORMAL) == EBADF);
	CHECK(fsync(fd) == 0 && fdatasync(fd) == 0);

	fd2 = dup(fd);
	CHECK(fd2 > fd && fcntl(fd2, F_GETFD) == 0);
	CHECK(dup2(fd, 100) == 100 && close(100) == 0);
	CHECK(dup3(fd, 100, O_CLOEXEC) == 100);
	CHECK(fcntl(100, F_GETFD) == FD_CLOEXEC && close(100) == 0);
	CHECK(fcntl(fd, F_DUPFD_CLOEXEC, 50) == 50 && close(50) == 0);
	CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
	CHECK(flock(fd, LOCK_EX | LOCK_NB) == 0);
	CHECK(lockf(fd, F_TLOCK, 0) == 0 && lockf(fd, F_TEST, 0) == 0);
	CHECK(lockf(fd, F_ULOCK, 0) == 0);
	CHECK(lockf(fd, 99, 0) == -1 && errno == EINVAL);
	CHECK(isatty(fd) == 0 && errno == ENOTTY);
	CHECK(close(fd2) == 0 && close(fd) == 0);
	CHECK(close(fd) == -1 && errno == EBADF);
	CHECK(isatty(fd) == 0 && errno == EBADF);
	CHECK(read(fd, b, 1) == -1 && errno == EBADF);
}

static void
check_names(void)
{
	struct stat st, st2;
	char buf[8];
	int dir;

	CHECK(stat("file", &st) == 0 && S_ISREG(st.st_mode));
	CHECK((st.st_mode & 0777) == (0640 & ~umask(022)));
	CHECK(umask(022) == 022);
	CHECK(st.st_nlink == 1 && st.st_blksize > 0);
	CHECK(chmod("file", 0600) == 0 && access("file", R_OK | W_OK) == 0);
	CHECK(access("nothing", F_OK) == -1 && errno == ENOENT);
	CHECK(faccessat(AT_FDCWD, "file", R_OK, AT_EACCESS) == 0);
	CHECK(link("file", "hard") == 0 && stat("hard", &st2) == 0);
	CHECK(st.st_ino == st2.st_ino && st2.st_nlink == 2);
	CHECK((st2.st_mode & 0777) == 0600);
	CHECK(symlink("file", "soft") == 0);
	CHECK(lstat("soft", &st2) == 0 && S_ISLNK(st2.st_mode));
	CHECK(stat("soft", &st2) == 0 && st2.st_ino == st.st_ino);
	CHECK(readlink("soft", buf, sizeof(buf)) == 4 &&
	    memcmp(buf, "file", 4) == 0);
	CHECK(readlink("soft", buf, 2) == 2);
	CHECK(chown("file", (uid_t)-1, (gid_t)-1) == 0);
	CHECK(lchown("soft", geteuid(), getegid()) == 0);

	CHECK(mkdir("dir", 0700) == 0 && rename("hard", "dir/moved") == 0);
	CHECK(rmdir("dir") == -1 && errno == ENOTEMPTY);
	dir = open("dir", O_RDONLY | O_DIRECTORY);
	CHECK(dir >= 0 && fstatat(dir, "moved", &st2, 0) == 0);
	CHECK(st2.st_ino == st.st_ino);
	CHECK(openat(dir, "nothing", O_RDONLY) == -1 && errno == ENOENT);
	CHECK(mkfifo("fifo", 0600) == 0 && stat("fifo", &st2) == 0 &&
	    S_ISFIFO(st2.st_mode));
	CHECK(renameat(dir, "moved", AT_FDCWD, "back") == 0);
	CHECK(fchdir(dir) == 0 && access("../back", F_OK) == 0);
	CHECK(chdir("..") == 0 && close(dir) == 0);
	CHECK(unlinkat(AT_FDCWD, "dir", AT_REMOVEDIR) == 0);
	CHECK(unlink("soft") == 0 && unlink("back") == 0 &&
	    unlink("fifo") == 0);
	CHECK(fchmodat(AT_FDCWD, "file", 0644, AT_SYMLINK_NOFOLLOW) == -1 &&
	    errno == EOPNOTSUPP);
}

static void
check_times(void)
{
	struct timespec ts[2] = { { 1000, 5 }, { 0, UTIME_OMIT } };
	struct timeval tv[2] = { { 3000, 7 }, { 4000, 8 } };
	struct utimbuf ub = { 5000, 6000 };
	struct stat st;

	CHECK(utime("file", &ub) == 0 && stat("file", &st) == 0);
	CHECK(st.st_atime == 5000 && st.st_mtime == 6000);
	CHECK(utimensat(AT_FDCWD, "file", ts, 0) == 0 &&
	    stat("file", &st) == 0);
	CHECK(st.st_atime == 1000 && st.st_mtime == 6000);
	CHECK(utimes("file", tv) == 0 && stat("file", &st) == 0);
	CHECK(st.st_mtim.tv_sec == 4000 && st.st_mtim.tv_nsec == 8000);
	tv[0].tv_usec = 1000000;
	CHECK(utimes("file", tv) == -1 && errno == EINVAL);
	CHECK(utime("file", NULL) == 0 && stat("file", &st) == 0);
	CHECK(st.st_mtime > 1000000000);
	CHECK(unlink("file") == 0);
}

static void
check_cwd(void)
{
	char buf[4096], *p;

	CHECK(getcwd(buf, sizeof(buf)) == buf && buf[0] == '/');
	p = getcwd(NULL, 0);
	CHECK(p != NULL && strcmp(p, buf) == 0);
	free(p);
	CHECK(getcwd(buf, 0) == NULL && errno == EINVAL);
	CHECK(getcwd(buf, 1) == NULL && errno == ERANGE);
	CHECK(getcwd(NULL, 1) == NULL && errno == ERANGE);
}

int
main(void)
{
	char dir[] = "t_file.XXXXXX";

	CHECK(mkdtemp(dir) != NULL && chdir(dir) == 0);
	check_io();
	check_names();
	check_times();
	check_cwd();
	CHECK(chdir("..") == 0 && rmdir(dir) == 0);
	return (test_failures != 0);
}
