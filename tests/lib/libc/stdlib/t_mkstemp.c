/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Temporary files and directories, directory streams, remove. */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static void
test_names(void)
{
	char a[] = "tXXXXXX", b[] = "tXXXXXX", c[] = "tXXXXXX.txt";
	char bad[] = "XXXXX", bad2[] = "tXXXXXXx";
	struct stat st;
	int fd;

	fd = mkstemp(a);
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
	close(fd);
	fd = mkostemp(b, O_CLOEXEC | O_APPEND);
	CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC &&
	    (fcntl(fd, F_GETFL) & O_APPEND));
	close(fd);
	CHECK(strcmp(a, b) != 0 && strlen(a) == 7);
	fd = mkstemps(c, 4);
	CHECK(fd >= 0 && strcmp(c + 7, ".txt") == 0);
	close(fd);
	CHECK(remove(a) == 0 && remove(b) == 0 && remove(c) == 0);
	CHECK(remove(a) == -1 && errno == ENOENT);
	errno = 0;
	CHECK(mkstemp(bad) == -1 && errno == EINVAL);
	errno = 0;
	CHECK(mkstemp(bad2) == -1 && errno == EINVAL);
	CHECK(strcmp(bad2, "tXXXXXXx") == 0);
}

static int
starts_with_f(const struct dirent *e)
{

	return (e->d_name[0] == 'f');
}

static void
test_directory(void)
{
	char dir[] = "dXXXXXX", path[40];
	struct dirent *e, **list;
	int i, n;
	DIR *d;

	CHECK(mkdtemp(dir) == dir);
	for (i = 0; i < 300; i++) {
		snprintf(path, sizeof(path), "%s/f%03d", dir, 299 - i);
		close(open(path, O_CREAT | O_WRONLY, 0600));
	}
	d = opendir(dir);
	CHECK(d != NULL && dirfd(d) >= 0);
	for (n = 0; (e = readdir(d)) != NULL; n++)
		CHECK(e->d_name[0] == '.' || strlen(e->d_name) == 4);
	CHECK_AT(n == 302, n, 0);
	rewinddir(d);
	for (n = 0; readdir(d) != NULL; n++)
		;
	CHECK_AT(n == 302, n, 0);
	CHECK(closedir(d) == 0);
	n = scandir(dir, &list, starts_with_f, alphasort);
	CHECK_AT(n == 300, n, 0);
	for (i = 0; i < n; i++) {
		CHECK_AT(atoi(list[i]->d_name + 1) == i, i, 0);
		snprintf(path, sizeof(path), "%s/%s", dir, list[i]->d_name);
		CHECK(remove(path) == 0);
		free(list[i]);
	}
	free(list);
	CHECK(remove(dir) == 0);
	errno = 0;
	CHECK(opendir(dir) == NULL && errno == ENOENT);
	errno = 0;
	CHECK(opendir("/dev/null") == NULL && errno == ENOTDIR);
	errno = 0;
	CHECK(fdopendir(-1) == NULL && errno == EBADF);
}

int
main(void)
{

	test_names();
	test_directory();
	return (test_failures != 0);
}
