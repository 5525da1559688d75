/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The conversions of printf, and what it says of bad formats. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static void
check(int line, const char *want, const char *fmt, ...)
{
	size_t len = strlen(want), room;
	char buf[200];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (n != (int)len || strcmp(buf, want) != 0) {
		test_write(buf);
		test_write("\n");
		test_failed(want, line, (unsigned long)n, len);
	}
	/* Cut at every length: the same text, the same result. */
	for (room = 0; room <= len; room++) {
		memset(buf, '#', sizeof(buf));
		va_start(ap, fmt);
		n = vsnprintf(buf, room, fmt, ap);
		va_end(ap);
		if (n != (int)len || buf[room] != '#' || (room != 0 &&
		    (memcmp(buf, want, room - 1) != 0 ||
		    buf[room - 1] != '\0')))
			test_failed("cut text", line, room, (unsigned long)n);
	}
}

#define	IS(...)	check(__LINE__, __VA_ARGS__)

/* Formats that compilers know to be wrong come as variables. */
static int
try(const char *fmt, ...)
{
	char buf[100];
	va_list ap;
	int n;

	errno = 0;
	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	return (n);
}

static void
test_integers(void)
{

	IS("0 -1 2147483647 -2147483648", "%d %i %d %d", 0, -1, INT_MAX,
	    INT_MIN);
	IS("-9223372036854775808 9223372036854775807", "%ld %lld", LONG_MIN,
	    LLONG_MAX);
	IS("18446744073709551615", "%ju", UINTMAX_MAX);
	IS("4294967295 ffffffff 37777777777", "%u %x %o", -1, -1, -1);
	IS("-1 255 -1 65535", "%hhd %hhu %hd %hu", 255, -1, 65535, -1);
	IS("-5 5", "%td %zu", (ptrdiff_t)-5, (size_t)5);
	IS("   42|42   |00042|  042", "%5d|%-5d|%05d|%5.3d", 42, 42, 42, 42);
	IS("+42 -42  42 +0", "%+d %+d % d %+d", 42, -42, 42, 0);
	IS("-00042|+0042|-42  |", "%06d|%+05d|%-5d|", -42, 42, -42);
	IS("0xff 0XFF 0377 0 0", "%#x %#X %#o %#x %#o", 255, 255, 255, 0, 0);
	IS("|  |0|0x0000ff|  0xff", "%.0d|%2.0x|%#.0o|%#08x|%#6x", 0, 0, 0,
	    255, 255);
	IS("   00042", "%08.5d", 42);
	IS("42   |00007|", "%*d|%.*d|", -5, 42, 5, 7);
	IS("7", "%.*d", -3, 7);
	IS("-9223372036854775808", "%" PRId64, INT64_MIN);
	IS("ff 377", "%" PRIx8 " %" PRIoMAX, 255, (uintmax_t)255);
}

static void
test_strings(void)
{
	char unterminated[3] = { 'a', 'b', 'c' };
	int n = -1;
	signed char c = -1;

	IS("abc|  abc|abc  |ab|   ab", "%s|%5s|%-5s|%.2s|%5.2s", "abc",
	    "abc", "abc", "abc", "abc");
	IS("abc", "%.3s", unterminated);
	IS("(null)", "%s", (char *)NULL);
	IS("x|    x|x    |%", "%c|%5c|%-5c|%%", 'x', 'x', 'x');
	IS("w wide wi", "%lc %ls %.2ls", L'w', L"wide", L"wide");
	IS("0x1000 0x0", "%p %p", (void *)0x1000, (void *)NULL);
	errno = ENOENT;
	IS("No such file or directory|", "%m|");
	IS("abcd", "ab%ncd%hhn", &n, &c);
	CHECK(n == 2 && c == 4);
	n = snprintf((char[2]){ 0 }, 2, "a%cb", '\0');
	CHECK(n == 3);
}

static void
test_positions(void)
{

	IS("2 1", "%2$d %1$d", 1, 2);
	IS("x 5    7 x", "%1$s %2$-*4$d %3$d %1$s", "x", 5, 7, 4);
	IS("-1 long 1234567890123", "%3$d %2$s %1$ld", 1234567890123, "long",
	    -1);
	IS("a 00005", "%2$s %1$.*3$d", 5, "a", 5);
	/* One that no conversion names is taken for an int. */
	IS("1 3", "%1$d %3$d", 1, 2, 3);
}

static void
test_errors(void)
{

	CHECK(try("%d %1$d", 1, 2) == -1 && errno == EINVAL);
	CHECK(try("%1$d %d", 1, 2) == -1 && errno == EINVAL);
	CHECK(try("%y") == -1 && errno == EINVAL);
	CHECK(try("abc%") == -1 && errno == EINVAL);
	CHECK(try("%65$d", 1) == -1 && errno == EINVAL);
	CHECK(try("%lc", 0x20ac) == -1 && errno == EILSEQ);
	CHECK(try("%2147483648d", 1) == -1 && errno == EOVERFLOW);
	CHECK(try("%2147483647d", 1) == INT_MAX);
	CHECK(try("%2147483647dx", 1) == -1 && errno == EOVERFLOW);
	CHECK(try("%*d", INT_MIN, 1) == -1 && errno == EOVERFLOW);
	CHECK(try("%99999999999999999999d", 1) == -1 && errno == EOVERFLOW);
	CHECK(try("%.2147483647d|", 1) == -1 && errno == EOVERFLOW);
}

static void
test_others(void)
{
	char buf[20], *s = NULL;
	int fds[2], n;

	CHECK(sprintf(buf, "%d-%s", 12, "x") == 4);
	CHECK(strcmp(buf, "12-x") == 0);
	n = asprintf(&s, "%0300d", 7);
	CHECK(n == 300 && s != NULL && strlen(s) == 300);
	free(s);
	CHECK(pipe(fds) == 0);
	CHECK(dprintf(fds[1], "%s%d", "pipe", 1) == 5);
	CHECK(read(fds[0], buf, sizeof(buf)) == 5);
	CHECK(memcmp(buf, "pipe1", 5) == 0);
	errno = 0;
	CHECK(dprintf(fds[0], "x") == -1 && errno == EBADF);
	errno = ERANGE;
	CHECK(snprintf(NULL, 0, "%d", 5) == 1 && errno == ERANGE);
}

int
main(void)
{

	test_integers();
	test_strings();
	test_positions();
	test_errors();
	test_others();
	return (test_failures != 0);
}
