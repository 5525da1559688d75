/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* basename(3) and dirname(3), as POSIX has them: the path may be cut. */
#include <libgen.h>
#include <string.h>

#include "string_private.h"

static char	dot[] = ".";
static char	root[] = "/";

__weak char *
basename(char *path)
{
	size_t n;

	if (path == NULL || *path == '\0')
		return (dot);
	for (n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		path[n - 1] = '\0';
	if (n == 1)
		return (path);
	while (n != 0 && path[n - 1] != '/')
		n--;
	return (path + n);
}

__weak char *
dirname(char *path)
{
	size_t n;

	if (path == NULL || *path == '\0')
		return (dot);
	n = strlen(path);
	while (n != 0 && path[n - 1] == '/')
		n--;
	if (n == 0)
		return (root);
	while (n != 0 && path[n - 1] != '/')
		n--;
	if (n == 0)
		return (dot);
	while (n != 0 && path[n - 1] == '/')
		n--;
	if (n == 0)
		return (root);
	path[n] = '\0';
	return (path);
}
