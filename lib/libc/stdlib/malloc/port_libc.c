/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The host is the libc of this tree.  System calls are made directly: raw
 * results, errno untouched.  Thread creation, thread exit and fork call the
 * allocator by name (libc_private.h).
 */

#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "libc_private.h"
#include "syscall_arch.h"

#include "malloc_config.h"
#include "port.h"

#define	CPU_WORDS	128	/* words of a CPU mask, enough for 8192 */

static bool
failed(long r)
{

	return ((unsigned long)r > -4096UL);
}

void *
port_map(void *hint, size_t size)
{
	long r;

	r = __syscall6(SYS_mmap, (long)hint, (long)size,
	    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return (failed(r) ? NULL : (void *)r);
}

int
port_unmap(void *addr, size_t size)
{

	return ((int)-__syscall2(SYS_munmap, (long)addr, (long)size));
}

int
port_move(void *from, size_t from_size, void *to, size_t to_size)
{
	long r;

	r = __syscall5(SYS_mremap, (long)from, (long)from_size, (long)to_size,
	    MREMAP_MAYMOVE | MREMAP_FIXED, (long)to);
	return (failed(r) ? (int)-r : 0);
}

int
port_extend(void *addr, size_t size, size_t new_size)
{
	long r;

	r = __syscall5(SYS_mremap, (long)addr, (long)size, (long)new_size, 0,
	    0);
	return (failed(r) ? (int)-r : 0);
}

/* Private anonymous memory reads as zero after MADV_DONTNEED succeeded. */
bool
port_purge(void *addr, size_t size)
{

	return (__syscall3(SYS_madvise, (long)addr, (long)size,
	    MADV_DONTNEED) == 0);
}

void *
port_reserve(size_t size)
{
	long r;

	r = __syscall6(SYS_mmap, 0, (long)size, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return (failed(r) ? NULL : (void *)r);
}

int
port_map_file(void *addr, size_t size, int fd)
{
	long r;

	r = __syscall6(SYS_mmap, (long)addr, (long)size,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
	return (failed(r) ? (int)-r : 0);
}

size_t
port_file_size(int fd)
{
	struct stat st;
	int saved = errno;

	if (__sys_fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		st.st_size = 0;
	errno = saved;
	return ((size_t)st.st_size);
}

int
port_cut_file(int fd, size_t size)
{

	return ((int)-__syscall2(SYS_ftruncate, fd, (long)size));
}

bool
port_same_file(int a, int b)
{
	struct stat one, other;
	int saved = errno;
	bool same;

	same = __sys_fstat(a, &one) == 0 && __sys_fstat(b, &other) == 0 &&
	    one.st_dev == other.st_dev && one.st_ino == other.st_ino;
	errno = saved;
	return (same);
}

const char *
port_error_text(int error)
{

	return (strerror(error));
}

int
port_seal(void *addr, size_t size)
{

	return ((int)-__syscall3(SYS_mprotect, (long)addr, (long)size,
	    PROT_READ));
}

void *
port_sbrk(intptr_t increment)
{
	int saved = errno;
	void *p;

	p = sbrk(increment);
	errno = saved;
	return (p);
}

size_t
port_page_size(void)
{

	return (getauxval(AT_PAGESZ));
}

unsigned
port_ncpus(void)
{
	unsigned long mask[CPU_WORDS];
	unsigned i, n = 0;
	long got;

	got = __syscall3(SYS_sched_getaffinity, 0, sizeof(mask), (long)mask);
	for (i = 0; got > 0 && i < (size_t)got / sizeof(*mask); i++)
		n += (unsigned)__builtin_popcountl(mask[i]);
	return (n == 0 ? 1 : n);
}

uint64_t
port_time_ms(void)
{
	struct timespec ts;
	int saved = errno;

	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &ts) != 0) {
		errno = saved;
		return (0);
	}
	return ((uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000);
}

void
port_seed(uint64_t seed[2])
{
	const void *random;

	random = (const void *)getauxval(AT_RANDOM);
	if (random != NULL)
		memcpy(seed, random, 2 * sizeof(*seed));
}

bool
port_secure(void)
{

	return (issetugid() != 0);
}

const char *
port_getenv(const char *name)
{

	return (getenv(name));
}

size_t
port_readlink(const char *path, char *buf, size_t size)
{
	long n;

	n = __syscall4(SYS_readlinkat, AT_FDCWD, (long)path, (long)buf,
	    (long)size);
	return (n < 0 ? 0 : (size_t)n);
}

void
port_write_error(const char *text, size_t length)
{
	long n;

	while (length != 0) {
		n = __syscall3(SYS_write, STDERR_FILENO, (long)text,
		    (long)length);
		if (n == -EINTR)
			continue;
		if (n <= 0)
			break;
		text += n;
		length -= (size_t)n;
	}
}

_Noreturn void
port_abort(void)
{

	abort();
}

/*
 * atexit() would run it in the midst of a program's own functions, as many as
 * were registered before the first allocation.
 */
static void (*exit_function)(void);

void
port_atexit(void (*fn)(void))
{

	exit_function = fn;
}

int
port_errno(void)
{

	return (errno);
}

void
port_set_errno(int value)
{

	errno = value;
}

bool
port_threaded(void)
{

	return (__isthreaded != 0);
}

/* The thread's errno lives as long as the thread and is its own. */
uintptr_t
port_thread_self(void)
{

	return ((uintptr_t)&errno);
}

void
port_wait(_Atomic uint32_t *word, uint32_t value)
{

	(void)__syscall4(SYS_futex, (long)word, FUTEX_WAIT_PRIVATE,
	    (long)value, 0);
}

void
port_wake(_Atomic uint32_t *word)
{

	(void)__syscall3(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, 1);
}

void
port_hooks_init(void)
{
}

void
port_thread_arm(void *thread)
{

	(void)thread;
}

/* What libc calls. */

void
_malloc_thread_cleanup(void)
{

	malloc_hook_thread_exit(NULL);
}

void
_malloc_prefork(void)
{

	malloc_hook_prefork();
}

void
_malloc_postfork(void)
{

	malloc_hook_postfork_parent();
}

void
_malloc_postfork_child(void)
{

	malloc_hook_postfork_child();
}

void
_malloc_exit(void)
{

	if (exit_function != NULL)
		exit_function();
}
