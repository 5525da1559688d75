/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getenv (ISO C 7.22.4.6) and secure_getenv, which does not trust the
 * environment of a set-user-id program.
 */

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "env_private.h"
#include "start_private.h"

int __env_lock;

char **
__env_find(const char *name, size_t len)
{
	char **p;

	if (__environ == NULL || len == 0)
		return (NULL);
	for (p = __environ; *p != NULL; p++)
		if (strncmp(*p, name, len) == 0 && (*p)[len] == '=')
			return (p);
	return (NULL);
}

char *
getenv(const char *name)
{
	char **p, *value;
	size_t len;

	len = strlen(name);
	__libc_lock(&__env_lock);
	p = __env_find(name, len);
	value = p != NULL ? *p + len + 1 : NULL;
	__libc_unlock(&__env_lock);
	return (value);
}

__weak char *
secure_getenv(const char *name)
{
	return (__auxv_get(AT_SECURE, 0) != 0 ? NULL : getenv(name));
}
