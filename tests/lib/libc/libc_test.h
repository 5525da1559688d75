/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Checks for programs that test a libc from inside.  Messages go out by
 * write(2): what is broken may be stdio or the functions on strings.
 */
#ifndef _LIBC_TEST_H_
#define	_LIBC_TEST_H_

#include <sys/mman.h>

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#define	PAGE	4096

static int	test_failures;

static inline void
test_write(const char *s)
{
	const char *end = s;

	while (*end != '\0')
		end++;
	if (write(STDERR_FILENO, s, (size_t)(end - s)) == -1)
		_exit(3);
}

static inline void
test_write_number(unsigned long n)
{
	char buf[24], *p = buf + sizeof(buf) - 1;

	*p = '\0';
	do {
		*--p = (char)('0' + n % 10);
	} while ((n /= 10) != 0);
	test_write(p);
}

/* Reports a failure; after twenty of them nothing new is to be learnt. */
static inline void
test_failed(const char *what, int line, unsigned long x, unsigned long y)
{

	test_write("line ");
	test_write_number((unsigned long)line);
	test_write(": ");
	test_write(what);
	test_write(" (");
	test_write_number(x);
	test_write(", ");
	test_write_number(y);
	test_write(")\n");
	if (++test_failures == 20)
		_exit(1);
}

#define	CHECK(e)							\
	((e) ? (void)0 : test_failed(#e, __LINE__, 0, 0))
/* The two numbers say in which round of a loop it was. */
#define	CHECK_AT(e, x, y)						\
	((e) ? (void)0 : test_failed(#e, __LINE__,			\
	    (unsigned long)(x), (unsigned long)(y)))

/* n pages between two that cannot be touched. */
static inline unsigned char *
test_guarded_pages(size_t n)
{
	char *p;

	p = mmap(NULL, (n + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0);
	if (p == MAP_FAILED ||
	    mprotect(p + PAGE, n * PAGE, PROT_READ | PROT_WRITE) == -1) {
		test_write("no memory\n");
		_exit(2);
	}
	return ((unsigned char *)p + PAGE);
}

/* A repeatable sequence. */
static inline uint32_t
test_random(void)
{
	static uint64_t x = 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return ((uint32_t)(x >> 16));
}

#endif /* !_LIBC_TEST_H_ */
