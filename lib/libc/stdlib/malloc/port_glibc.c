/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The host is glibc on Linux: the overlay.  Thread exit comes by a key, fork
 * by pthread_atfork.  Our fork handlers should be registered before anybody
 * else's: prepare handlers run last registered first, so ours comes innermost
 * then.  So they are registered by a constructor at the latest, and the
 * library asks to be initialised first (-z initfirst).
 */

#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "malloc_config.h"
#include "port.h"

#define	ENVIRON_MAX	65536	/* bytes read of /proc/self/environ */

static pthread_key_t exit_key;
static bool exit_key_made;

void *
port_map(void *hint, size_t size)
{
	int saved = errno;
	void *p;

	p = mmap(hint, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	errno = saved;
	return (p == MAP_FAILED ? NULL : p);
}

/* 0 or what errno says, and errno as it was. */
static int
result(int r, int saved)
{
	int error;

	error = r == 0 ? 0 : errno;
	errno = saved;
	return (error);
}

int
port_unmap(void *addr, size_t size)
{
	int saved = errno;

	return (result(munmap(addr, size), saved));
}

int
port_move(void *from, size_t from_size, void *to, size_t to_size)
{
	int saved = errno;

	return (result(mremap(from, from_size, to_size,
	    MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED, saved));
}

int
port_extend(void *addr, size_t size, size_t new_size)
{
	int saved = errno;

	return (result(mremap(addr, size, new_size, 0) == MAP_FAILED, saved));
}

/* Private anonymous memory reads as zero after MADV_DONTNEED succeeded. */
bool
port_purge(void *addr, size_t size)
{
	int saved = errno;

	return (result(madvise(addr, size, MADV_DONTNEED), saved) == 0);
}

void *
port_reserve(size_t size)
{
	int saved = errno;
	void *p;

	p = mmap(NULL, size, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	errno = saved;
	return (p == MAP_FAILED ? NULL : p);
}

int
port_map_file(void *addr, size_t size, int fd)
{
	int saved = errno;

	return (result(mmap(addr, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED, saved));
}

size_t
port_file_size(int fd)
{
	struct stat st;
	int saved = errno;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		st.st_size = 0;
	errno = saved;
	return ((size_t)st.st_size);
}

int
port_cut_file(int fd, size_t size)
{
	int saved = errno;

	return (result(ftruncate(fd, (off_t)size), saved));
}

bool
port_same_file(int a, int b)
{
	struct stat one, other;
	int saved = errno;
	bool same;

	same = fstat(a, &one) == 0 && fstat(b, &other) == 0 &&
	    one.st_dev == other.st_dev && one.st_ino == other.st_ino;
	errno = saved;
	return (same);
}

const char *
port_error_text(int error)
{
	const char *text;

	text = strerrordesc_np(error);
	return (text != NULL ? text : "Unknown error");
}

int
port_seal(void *addr, size_t size)
{
	int saved = errno;

	return (result(mprotect(addr, size, PROT_READ), saved));
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
	cpu_set_t set;
	int n, saved = errno;

	n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
	errno = saved;
	return (n < 1 ? 1 : (unsigned)n);
}

uint64_t
port_time_ms(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &ts) != 0)
		return (0);
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

/*
 * Static programs have their libraries in them, and a word about dlopen when
 * they are linked: only the shared library looks.
 */
#ifdef PIC
void
(*port_symbol(const char *library, const char *name))(void)
{
	void (*function)(void) = NULL;
	void *handle, *symbol;

	handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
	if (handle != NULL) {
		symbol = dlsym(handle, name);
		memcpy(&function, &symbol, sizeof(function));
		(void)dlclose(handle);
	}
	return (function);
}
#else
void
(*port_symbol(const char *library, const char *name))(void)
{

	(void)library;
	(void)name;
	return (NULL);
}
#endif

bool
port_secure(void)
{

	return (getauxval(AT_SECURE) != 0);
}

/*
 * The dynamic linker may allocate before libc has taken over the environment:
 * the kernel's copy answers then.
 */
static const char *
kernel_getenv(const char *name)
{
	static char text[ENVIRON_MAX + 1];
	size_t i, len, n = 0;
	ssize_t got;
	int fd;

	fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/environ",
	    O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return (NULL);
	while (n < ENVIRON_MAX && (got = syscall(SYS_read, fd, text + n,
	    ENVIRON_MAX - n)) > 0)
		n += (size_t)got;
	(void)syscall(SYS_close, fd);
	len = strlen(name);
	for (i = 0; i < n; i += strlen(text + i) + 1) {
		if (strncmp(text + i, name, len) == 0 && text[i + len] == '=')
			return (text + i + len + 1);
	}
	return (NULL);
}

const char *
port_getenv(const char *name)
{
	const char *value;
	int saved = errno;

	value = environ != NULL ? getenv(name) : kernel_getenv(name);
	errno = saved;
	return (value);
}

size_t
port_readlink(const char *path, char *buf, size_t size)
{
	int saved = errno;
	ssize_t n;

	n = readlink(path, buf, size);
	errno = saved;
	return (n < 0 ? 0 : (size_t)n);
}

/* By syscall(2): write() would be a point of cancellation. */
void
port_write_error(const char *text, size_t length)
{
	int saved = errno;
	long n;

	while (length != 0) {
		n = syscall(SYS_write, STDERR_FILENO, text, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		text += n;
		length -= (size_t)n;
	}
	errno = saved;
}

_Noreturn void
port_abort(void)
{

	abort();
}

void
port_atexit(void (*fn)(void))
{

	(void)atexit(fn);
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

	return (!__libc_single_threaded);
}

uintptr_t
port_thread_self(void)
{

	return ((uintptr_t)pthread_self());
}

void
port_wait(_Atomic uint32_t *word, uint32_t value)
{
	int saved = errno;

	(void)syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL);
	errno = saved;
}

void
port_wake(_Atomic uint32_t *word)
{
	int saved = errno;

	(void)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1);
	errno = saved;
}

static void
fork_hooks_init(void)
{
	static atomic_flag done = ATOMIC_FLAG_INIT;

	if (!atomic_flag_test_and_set(&done))
		(void)pthread_atfork(malloc_hook_prefork,
		    malloc_hook_postfork_parent, malloc_hook_postfork_child);
}

static __attribute__((__constructor__(101))) void
start(void)
{
	int saved = errno;

	fork_hooks_init();
	malloc_hook_start();
	errno = saved;
}

void
port_hooks_init(void)
{
	int saved = errno;

	exit_key_made = pthread_key_create(&exit_key,
	    malloc_hook_thread_exit) == 0;
	fork_hooks_init();
	errno = saved;
}

void
port_thread_arm(void *thread)
{
	int saved = errno;

	if (exit_key_made)
		(void)pthread_setspecific(exit_key, thread);
	errno = saved;
}
