/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Mappings: mmap, mprotect, mremap, madvise, mincore, locks in memory.
 */

#include <sys/mman.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../libc_test.h"

int
main(void)
{
	unsigned char vec[4];
	int status;
	char *p, *q;
	pid_t pid;

	p = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	CHECK(p != MAP_FAILED && p[0] == 0);
	p[0] = p[PAGE] = 1;
	CHECK(mincore(p, 4 * PAGE, vec) == 0);
	CHECK((vec[0] & 1) == 1 && (vec[1] & 1) == 1);
	CHECK(madvise(p, PAGE, MADV_DONTNEED) == 0 && p[0] == 0);
	p[0] = 7;
	CHECK(posix_madvise(p, PAGE, POSIX_MADV_DONTNEED) == 0 && p[0] == 7);
	CHECK(posix_madvise(p, PAGE, 999) == EINVAL);
	CHECK(madvise(p, PAGE, 999) == -1 && errno == EINVAL);
	CHECK(mprotect(p + PAGE, PAGE, PROT_READ) == 0);
	pid = fork();
	if (pid == 0) {
		p[PAGE] = 2;
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGSEGV);
	CHECK(mprotect(p, 4 * PAGE, PROT_READ | PROT_WRITE) == 0);

	q = mremap(p, 4 * PAGE, 400 * PAGE, MREMAP_MAYMOVE);
	CHECK(q != MAP_FAILED && q[PAGE] == 1 && q[399 * PAGE] == 0);
	p = mmap(NULL, 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
	CHECK(mremap(q, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
	    p) == p && p[PAGE] == 1);
	CHECK(mlock(p, PAGE) == 0 && munlock(p, PAGE) == 0);
	CHECK(munlockall() == 0);
	CHECK(msync(p, PAGE, MS_SYNC) == 0);
	CHECK(munmap(p, 2 * PAGE) == 0);
	CHECK(munmap(q + 2 * PAGE, 398 * PAGE) == 0);

	errno = 0;
	CHECK(mmap(NULL, SIZE_MAX, PROT_READ, MAP_PRIVATE | MAP_ANON, -1,
	    0) == MAP_FAILED && errno == ENOMEM);
	errno = 0;
	CHECK(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0) ==
	    MAP_FAILED && errno == EINVAL);
	CHECK(munmap((void *)1, PAGE) == -1 && errno == EINVAL);
	return (test_failures != 0);
}
