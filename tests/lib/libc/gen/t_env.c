/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getenv, setenv, unsetenv, putenv, clearenv, and programs that change
 * environ themselves.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

static int
same(const char *name, const char *value)
{
	const char *v;

	v = getenv(name);
	if (v == NULL || value == NULL)
		return (v == value);
	return (strcmp(v, value) == 0);
}

static void
check_errors(void)
{
	errno = 0;
	CHECK(setenv("", "x", 1) == -1 && errno == EINVAL);
	errno = 0;
	CHECK(setenv("a=b", "x", 1) == -1 && errno == EINVAL);
	errno = 0;
	CHECK(unsetenv("") == -1 && errno == EINVAL);
	errno = 0;
	CHECK(unsetenv("a=b") == -1 && errno == EINVAL);
	CHECK(getenv("") == NULL && getenv("=") == NULL);
}

static void
check_many(void)
{
	char name[3], value[3];
	int i, round;

	value[1] = name[2] = '\0';
	for (round = 0; round < 3; round++)
		for (i = 0; i < 200; i++) {
			name[0] = (char)('A' + i % 20);
			name[1] = (char)('a' + i / 20);
			value[0] = (char)('0' + round);
			CHECK_AT(setenv(name, value, 1) == 0, i, round);
			CHECK_AT(same(name, value), i, round);
		}
	for (i = 0; i < 200; i++) {
		name[0] = (char)('A' + i % 20);
		name[1] = (char)('a' + i / 20);
		CHECK_AT(same(name, "2"), i, 0);
		CHECK_AT(unsetenv(name) == 0 && same(name, NULL), i, 0);
	}
}

int
main(void)
{
	static char put[] = "PUT=one";
	char *own[] = { (char []){ "OWN=1" }, (char []){ "TWO=2" },
	    (char []){ "TWO=again" }, NULL };

	CHECK(setenv("ONE", "1", 1) == 0 && same("ONE", "1"));
	CHECK(setenv("ONE", "2", 0) == 0 && same("ONE", "1"));
	CHECK(setenv("ONE", "longer than before", 1) == 0);
	CHECK(same("ONE", "longer than before"));
	CHECK(same("ON", NULL) && same("ONEX", NULL));
	CHECK(secure_getenv("ONE") == getenv("ONE"));
	CHECK(unsetenv("ONE") == 0 && same("ONE", NULL));
	CHECK(unsetenv("ONE") == 0);

	/* putenv keeps the string itself. */
	CHECK(putenv(put) == 0 && same("PUT", "one"));
	put[4] = 't';
	CHECK(same("PUT", "tne"));
	CHECK(setenv("PUT", "x", 1) == 0 && strcmp(put, "PUT=tne") == 0);
	CHECK(putenv((char *)(uintptr_t)"PUT") == 0 && same("PUT", NULL));
	check_errors();
	check_many();

	/* The program's own array. */
	environ = own;
	CHECK(same("OWN", "1") && same("TWO", "2") && same("PATH", NULL));
	CHECK(setenv("THREE", "3", 1) == 0 && same("THREE", "3"));
	CHECK(same("OWN", "1") && own[3] == NULL);
	CHECK(unsetenv("TWO") == 0 && same("TWO", NULL));
	CHECK(clearenv() == 0 && same("OWN", NULL));
	CHECK(setenv("LAST", "word", 0) == 0 && same("LAST", "word"));
	CHECK(environ[1] == NULL);
	environ = NULL;
	CHECK(same("LAST", NULL) && unsetenv("LAST") == 0);
	return (test_failures != 0);
}
