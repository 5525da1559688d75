/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What every test of the allocator shares, without ATF, so that helper
 * programs can use it too: table 1 of the manual as a function, a random
 * generator, patterns that show overlap and loss, and a way to complain that
 * does not allocate.
 */
#ifndef MALLOC_TEST_H
#define MALLOC_TEST_H

#include <sys/resource.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KIB		((size_t)1024)
#define MIB		(KIB * 1024)
#define NELEM(a)	(sizeof(a) / sizeof((a)[0]))
#define PAGE		((size_t)4096)
#define CACHELINE	((size_t)64)
/* Pages of a chunk that carry no data. */
#define CHUNK_OVERHEAD_PAGES	6
/* A size no call may grant, though the type can hold it. */
#define TOO_LARGE	((size_t)PTRDIFF_MAX + 1)

/* The knob MK_MALLOC_TINY=no takes the 8-byte class away. */
#ifdef MALLOC_TEST_NO_TINY
#define SMALLEST	((size_t)16)
#else
#define SMALLEST	((size_t)8)
#endif

/*
 * A debug build writes all of an object at malloc and free: what is to be done
 * often with great objects is done a fraction as often.
 */
#ifdef MALLOC_TEST_FILLED
#define FILL_COST	((size_t)200)
#else
#define FILL_COST	((size_t)1)
#endif

/* Ends a helper program or a child: the reason on fd 2, exit status 1. */
#define MUST(e, ...)							\
	do {								\
		if (!(e))						\
			test_die(__FILE__, __LINE__, #e, __VA_ARGS__);	\
	} while (0)

/* A child reports here, when its parent wants the words (malloc_atf.h). */
static char *test_note;
/* Set in a process that has a better way to end than exit status 1. */
static void (*test_die_hook)(const char *);
#define TEST_NOTE_SIZE	512

static inline void test_vformat(char *, size_t, const char *, int,
    const char *, const char *, va_list)
    __attribute__((format(printf, 6, 0)));
static inline _Noreturn void test_die(const char *, int, const char *,
    const char *, ...) __attribute__((format(printf, 4, 5)));

static inline void
test_vformat(char *buf, size_t size, const char *file, int line,
    const char *expr, const char *fmt, va_list ap)
{
	int n;

	n = snprintf(buf, size, "%s:%d: %s: ", file, line, expr);
	if (n > 0 && (size_t)n < size)
		vsnprintf(buf + n, size - (size_t)n, fmt, ap);
}

static inline _Noreturn void
test_die(const char *file, int line, const char *expr, const char *fmt, ...)
{
	char buf[TEST_NOTE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	test_vformat(buf, sizeof(buf) - 1, file, line, expr, fmt, ap);
	va_end(ap);
	if (test_die_hook != NULL)
		test_die_hook(buf);
	if (test_note != NULL)
		memcpy(test_note, buf, strlen(buf) + 1);
	strcat(buf, "\n");
	if (write(STDERR_FILENO, buf, strlen(buf)) == -1)
		_exit(2);
	_exit(1);
}

/* Hides a value from the optimiser, which knows what malloc and free do. */
static inline void *
opaque(const void *p)
{
	void *q;

	__asm__ volatile ("" : "=r" (q) : "0" (p) : "memory");
	return q;
}

static inline size_t
opaque_size(size_t n)
{
	__asm__ volatile ("" : "+r" (n));
	return n;
}

static inline size_t
round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static inline bool
is_aligned(const void *p, size_t alignment)
{
	return (uintptr_t)p % alignment == 0;
}

/* The limits of the size classes, in bytes; all but the page can be changed. */
struct geometry {
	size_t qspace_max;	/* last quantum-spaced class */
	size_t cspace_max;	/* last cacheline-spaced class */
	size_t chunk;
	size_t large_max;	/* last large class; 0: not promised */
};

static inline long
geometry_option(const char *name, long otherwise)
{
	const char *conf = getenv("MALLOC_CONF");
	size_t len = strlen(name);
	long value = otherwise;

	while (conf != NULL && *conf != '\0') {
		if (strncmp(conf, name, len) == 0 && conf[len] == ':')
			value = strtol(conf + len + 1, NULL, 0);
		conf = strchr(conf, ',');
		if (conf != NULL)
			conf++;
	}
	return value;
}

/* What the manual says about the classes under the present MALLOC_CONF. */
static inline struct geometry
geometry(void)
{
	struct geometry g;

	g.qspace_max = (size_t)1 << geometry_option("lg_qspace_max", 7);
	g.cspace_max = (size_t)1 << geometry_option("lg_cspace_max", 9);
	g.chunk = (size_t)1 << geometry_option("lg_chunk", 22);
	/* How much of a chunk its header takes is known for 4 MiB only. */
	g.large_max = g.chunk == 4 * MIB ?
	    g.chunk - CHUNK_OVERHEAD_PAGES * PAGE : 0;
	return g;
}

/*
 * The class of a request in table 1: what malloc_usable_size must say.  0 when
 * the manual leaves it open (between the large and the huge classes of chunks
 * that are not 4 MiB).
 */
static inline size_t
class_of(size_t n)
{
	struct geometry g = geometry();

	if (n <= SMALLEST)
		return SMALLEST;
	if (n <= g.qspace_max)
		return round_up(n, 16);
	if (n <= g.cspace_max)
		return round_up(n, CACHELINE);
	if (n <= PAGE - 256)
		return round_up(n, 256);
	if (n <= (g.large_max != 0 ? g.large_max : g.chunk / 2))
		return round_up(n, PAGE);
	if (g.large_max == 0 && n <= g.chunk)
		return 0;
	return round_up(n, g.chunk);
}

/* The alignment that malloc owes a request: 16, or less if it is smaller. */
static inline size_t
alignment_of(size_t n)
{
	return n <= 8 ? 8 : 16;
}

/* splitmix64: good enough and seeded by any number. */
static inline uint64_t
rng_next(uint64_t *state)
{
	uint64_t z;

	z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline size_t
rng_below(uint64_t *state, size_t n)
{
	return (size_t)(rng_next(state) % n);
}

/*
 * A pattern: word i of an object depends on the object's tag and on i only, so
 * a prefix stays valid when the object shrinks.
 */
static inline uint64_t
pattern_word(uint64_t tag, size_t i)
{
	return (tag + i) * UINT64_C(0xd1342543de82ef95) + 1;
}

static inline void
pattern_fill(void *p, size_t from, size_t size, uint64_t tag)
{
	unsigned char *b = p;
	uint64_t w;
	size_t i;

	for (i = from / 8; (i + 1) * 8 <= size; i++) {
		w = pattern_word(tag, i);
		memcpy(b + i * 8, &w, 8);
	}
	w = pattern_word(tag, i);
	memcpy(b + i * 8, &w, size - i * 8);
}

/* The offset of the first word that differs, or size. */
static inline size_t
pattern_check(const void *p, size_t size, uint64_t tag)
{
	const unsigned char *b = p;
	uint64_t v, w;
	size_t i;

	for (i = 0; (i + 1) * 8 <= size; i++) {
		memcpy(&v, b + i * 8, 8);
		if (v != pattern_word(tag, i))
			return i * 8;
	}
	w = pattern_word(tag, i);
	if (memcmp(b + i * 8, &w, size - i * 8) != 0)
		return i * 8;
	return size;
}

/* The offset of the first byte that is not zero, or size. */
static inline size_t
zero_check(const void *p, size_t size)
{
	const unsigned char *b = p;
	uint64_t v;
	size_t i;

	for (i = 0; i + 8 <= size; i += 8) {
		memcpy(&v, b + i, 8);
		if (v != 0)
			break;
	}
	while (i < size && b[i] == 0)
		i++;
	return i;
}

/* A column of /proc/self/statm in bytes: 0 address space, 1 resident. */
static inline size_t
memory_now(int column)
{
	char buf[128], *p;
	ssize_t n;
	int fd;

	fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	n = read(fd, buf, sizeof(buf) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	buf[n] = '\0';
	p = buf;
	while (column-- > 0)
		p = strchr(p, ' ') + 1;
	return strtoul(p, NULL, 10) * PAGE;
}

/* Lets the address space grow by at most so many bytes from here on. */
static inline int
limit_address_space(size_t more)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_AS, &rl) != 0)
		return -1;
	rl.rlim_cur = more == SIZE_MAX ? rl.rlim_max :
	    memory_now(0) + more;
	return setrlimit(RLIMIT_AS, &rl);
}

#endif
