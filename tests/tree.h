/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * How an ATF program finds the tree it belongs to, built or installed.
 */

#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <atf-c.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * Write into buf the path of a file of this tree, such as
 * "lib/libjemalloc.so.1" or "bin/basecc".  It is looked for in a directory
 * usr beside the test's own directory, and then higher up.
 */
static inline const char *
tree_path(const struct atf_tc *tc, const char *file, char buf[PATH_MAX])
{
	char dir[PATH_MAX];
	const char *srcdir;
	char *slash;

	srcdir = atf_tc_get_config_var(tc, "srcdir");
	ATF_REQUIRE(strlen(srcdir) < sizeof(dir));
	strcpy(dir, srcdir);
	for (;;) {
		ATF_REQUIRE(snprintf(buf, PATH_MAX, "%s/usr/%s", dir, file) <
		    PATH_MAX);
		if (access(buf, F_OK) == 0)
			return (buf);
		slash = strrchr(dir, '/');
		if (slash == NULL)
			atf_tc_fail("no usr/%s above %s", file, srcdir);
		*slash = '\0';
	}
}

#endif /* !TESTS_TREE_H */
