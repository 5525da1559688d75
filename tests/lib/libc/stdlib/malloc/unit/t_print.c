/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Formatting against snprintf(3), and messages as they come out on fd 2. */
#include "unit.h"

/*
 * Both are given a buffer of every size from nothing to more than enough; the
 * bytes behind the buffer stay.  The whole length is returned, cut or not.
 */
#define SAME(...)							\
	do {								\
		char want[256], got[256];				\
		size_t n, size;						\
									\
		n = (size_t)snprintf(want, sizeof(want), __VA_ARGS__);	\
		for (size = 0; size <= n + 2; size++) {			\
			size_t r;					\
									\
			memset(got, '#', sizeof(got));			\
			r = print_format(got, size, __VA_ARGS__);	\
			REQUIRE(r == n, "size %zu: returned %zu, not %zu", \
			    size, r, n);				\
			snprintf(want, size, __VA_ARGS__);		\
			REQUIRE(size == 0 || strcmp(got, want) == 0,	\
			    "size %zu: \"%s\", not \"%s\"", size, got,	\
			    want);					\
			REQUIRE(got[size] == '#', "size %zu: wrote "	\
			    "behind the buffer", size);			\
		}							\
	} while (0)

ATF_TC_WITHOUT_HEAD(plain_and_percent);
ATF_TC_BODY(plain_and_percent, tc)
{
	SAME("%s", "");
	SAME("plain");
	SAME("100%%");
	SAME("%%%%a%%");
}

ATF_TC_WITHOUT_HEAD(strings);
ATF_TC_BODY(strings, tc)
{
	SAME("%s", "word");
	SAME("<%s><%s>", "a", "");
	SAME("[%8s][%-8s]", "abc", "abc");
	SAME("[%2s][%-2s]", "longer", "longer");
	SAME("%c%c", 'x', 'y');
	SAME("[%4c][%-4c]", 'x', 'y');
}

ATF_TC_WITHOUT_HEAD(numbers);
ATF_TC_BODY(numbers, tc)
{
	SAME("%d %d %d", 0, 1, -1);
	SAME("%d %d", INT_MAX, INT_MIN);
	SAME("%ld %ld", LONG_MAX, LONG_MIN);
	SAME("%u %u", 0U, UINT_MAX);
	SAME("%lu %zu", ULONG_MAX, SIZE_MAX);
	SAME("%x %x", 0U, 0xdeadbeefU);
	SAME("0x%lx", ULONG_MAX);
	SAME("%zx", (size_t)0x123456789abcdef0);
	SAME("[%12zu][%12lu]", (size_t)42, 43UL);
	SAME("[%5d][%-5d][%-8u]", -42, -42, 7U);
	SAME("[%08x][%016lx]", 0xabcU, 0xdefUL);
	SAME("[%013u]", 99U);
	SAME("[%10d][%20ld]", INT_MIN, LONG_MIN);
}

ATF_TC_WITHOUT_HEAD(random_numbers);
ATF_TC_BODY(random_numbers, tc)
{
	uint64_t rng = test_seed(tc), v;
	int i;

	for (i = 0; i < 2000; i++) {
		v = rng_next(&rng) >> rng_below(&rng, 64);
		SAME("%ld|%lu|%lx", (long)v, v, v);
		SAME("%d|%u|%x", (int)v, (unsigned)v, (unsigned)v);
		SAME("%25lu|%-25lx|%025lu", v, v, v);
	}
}

/* A sign comes before the zeroes that fill the width. */
ATF_TC_WITHOUT_HEAD(zero_filled_negative);
ATF_TC_BODY(zero_filled_negative, tc)
{
	SAME("[%05d]", -42);
}

static void
say(void *arg)
{
	const char *word = arg;

	print_message("%s: %d of %zu", word, -3, (size_t)77);
	print_fatal("the end of %s", word);
}

ATF_TC_WITHOUT_HEAD(messages_are_lines_and_fatal_aborts);
ATF_TC_BODY(messages_are_lines_and_fatal_aborts, tc)
{
	char word[] = "word";

	require_abort(say, word, "<jemalloc>: word: -3 of 77\n"
	    "<jemalloc>: the end of word\n");
}

static void
say_long(void *arg)
{
	print_message("%s", (char *)arg);
}

/* However long, one line that ends where PRINT_MAX says. */
ATF_TC_WITHOUT_HEAD(long_message_is_cut_to_one_line);
ATF_TC_BODY(long_message_is_cut_to_one_line, tc)
{
	static char text[70000];
	struct captured c;
	size_t i, n, max;

	for (n = PRINT_MAX - 32; n < PRINT_MAX + 32; n++) {
		memset(text, 'a', n);
		text[n] = '\0';
		capture(&c, say_long, text);
		REQUIRE(c.status == 0, "status 0x%x", (unsigned)c.status);
		max = strlen(c.text);
		REQUIRE(max <= PRINT_MAX, "%zu bytes", max);
		REQUIRE(max >= n || max >= PRINT_MAX - 2, "cut %zu to %zu", n,
		    max);
		REQUIRE(strchr(c.text, '\n') == c.text + max - 1,
		    "not one line: %s", c.text);
	}
	memset(text, 'b', sizeof(text) - 1);
	capture(&c, say_long, text);
	REQUIRE(c.status == 0, "status 0x%x", (unsigned)c.status);
	REQUIRE(strncmp(c.text, "<jemalloc>: b", 13) == 0, "%s", c.text);
	for (i = 12; c.text[i] == 'b'; i++)
		continue;
	REQUIRE(strcmp(c.text + i, "\n") == 0, "after %zu bytes: %s", i,
	    c.text + i);
}

static void
fail_assertion(void *arg)
{
	print_assertion("file.c", 12, arg);
}

ATF_TC_WITHOUT_HEAD(assertion);
ATF_TC_BODY(assertion, tc)
{
	char e[] = "a == b";

	require_abort(fail_assertion, e,
	    "<jemalloc>: file.c:12: Failed assertion: \"a == b\"\n");
}

static void
write_and_keep_errno(void *arg)
{
	(void)arg;
	close(STDERR_FILENO);
	errno = 4242;
	print_message("nobody hears this");
	MUST(errno == 4242, "errno %d", errno);
}

ATF_TC_WITHOUT_HEAD(closed_standard_error_leaves_errno);
ATF_TC_BODY(closed_standard_error_leaves_errno, tc)
{
	run_child(write_and_keep_errno, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, plain_and_percent);
	ATF_TP_ADD_TC(tp, strings);
	ATF_TP_ADD_TC(tp, numbers);
	ATF_TP_ADD_TC(tp, random_numbers);
	ATF_TP_ADD_TC(tp, zero_filled_negative);
	ATF_TP_ADD_TC(tp, messages_are_lines_and_fatal_aborts);
	ATF_TP_ADD_TC(tp, long_message_is_cut_to_one_line);
	ATF_TP_ADD_TC(tp, assertion);
	ATF_TP_ADD_TC(tp, closed_standard_error_leaves_errno);
	return atf_no_error();
}
