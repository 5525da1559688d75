/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * setenv, unsetenv, putenv (POSIX), clearenv.
 *
 * The array grows by copying to one of ours; strings that setenv made are
 * freed when they are replaced or removed.  Nothing is allocated or freed
 * under the lock: the allocator reads its options by getenv.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "env_private.h"

static char **array;		/* ours; environ is it unless changed */
static size_t array_size;	/* entries, with the NULL */
static char **owned;		/* strings made by setenv, any order */
static size_t owned_n, owned_size;

/* Is it ours?  Then forget it, and the caller frees it. */
static char *
disown(char *s)
{
	size_t i;

	for (i = 0; i < owned_n; i++)
		if (owned[i] == s) {
			owned[i] = owned[--owned_n];
			return (s);
		}
	return (NULL);
}

static size_t
env_count(void)
{
	size_t n;

	n = 0;
	if (__environ != NULL)
		while (__environ[n] != NULL)
			n++;
	return (n);
}

/*
 * See that one more string can be put in and owned.  Called with the lock,
 * which it drops to allocate; on failure (-1, ENOMEM) the lock is free.
 */
static int
make_room(void)
{
	char **new, **old;
	size_t n, size;

	for (;;) {
		n = env_count();
		if (owned_n == owned_size) {
			size = owned_size * 2 + 16;
			__libc_unlock(&__env_lock);
			new = calloc(size, sizeof(*new));
			if (new == NULL)
				return (-1);
			__libc_lock(&__env_lock);
			old = new;
			if (owned_size < size) {
				if (owned_n > 0)
					(void)memcpy(new, owned,
					    owned_n * sizeof(*new));
				old = owned;
				owned = new;
				owned_size = size;
			}
		} else if (__environ != array || n + 2 > array_size) {
			size = n * 2 + 16;
			__libc_unlock(&__env_lock);
			new = calloc(size, sizeof(*new));
			if (new == NULL)
				return (-1);
			__libc_lock(&__env_lock);
			old = new;
			n = env_count();
			if (n + 2 <= size) {
				if (n > 0)
					(void)memcpy(new, __environ,
					    n * sizeof(*new));
				old = array;
				array = __environ = new;
				array_size = size;
			}
		} else
			return (0);
		__libc_unlock(&__env_lock);
		free(old);
		__libc_lock(&__env_lock);
	}
}

/* Put entry in; what it replaces, if ours, is freed. */
static int
put(char *entry, size_t len, int overwrite, int own)
{
	char **p, *old;

	__libc_lock(&__env_lock);
	if (make_room() != 0)
		return (-1);
	old = NULL;
	p = __env_find(entry, len);
	if (p != NULL && !overwrite) {
		__libc_unlock(&__env_lock);
		if (own)
			free(entry);
		return (0);
	}
	if (p != NULL)
		old = disown(*p);
	else {
		p = array + env_count();
		p[1] = NULL;
	}
	*p = entry;
	if (own)
		owned[owned_n++] = entry;
	__libc_unlock(&__env_lock);
	if (old != entry)
		free(old);
	return (0);
}

__weak int
setenv(const char *name, const char *value, int overwrite)
{
	char *entry;
	size_t len, value_len;

	if (name == NULL || *name == '\0' || strchr(name, '=') != NULL) {
		errno = EINVAL;
		return (-1);
	}
	len = strlen(name);
	value_len = strlen(value);
	entry = malloc(len + value_len + 2);
	if (entry == NULL)
		return (-1);
	(void)memcpy(entry, name, len);
	entry[len] = '=';
	(void)memcpy(entry + len + 1, value, value_len + 1);
	if (put(entry, len, overwrite, 1) != 0) {
		free(entry);
		return (-1);
	}
	return (0);
}

static int
remove_name(const char *name)
{
	char **p, *old;
	size_t len;

	if (name == NULL || *name == '\0' || strchr(name, '=') != NULL) {
		errno = EINVAL;
		return (-1);
	}
	len = strlen(name);
	do {
		old = NULL;
		__libc_lock(&__env_lock);
		p = __env_find(name, len);
		if (p != NULL) {
			old = disown(*p);
			do
				p[0] = p[1];
			while (*p++ != NULL);
		}
		__libc_unlock(&__env_lock);
		free(old);
	} while (p != NULL);
	return (0);
}

__weak int
unsetenv(const char *name)
{
	return (remove_name(name));
}

__weak int
putenv(char *string)
{
	const char *eq;

	eq = strchr(string, '=');
	if (eq == NULL)
		return (remove_name(string));
	if (eq == string) {
		errno = EINVAL;
		return (-1);
	}
	return (put(string, (size_t)(eq - string), 1, 0));
}

__weak int
clearenv(void)
{
	char **strings;
	size_t i, n;

	__libc_lock(&__env_lock);
	__environ = NULL;
	strings = owned;
	n = owned_n;
	owned = NULL;
	owned_n = owned_size = 0;
	__libc_unlock(&__env_lock);
	for (i = 0; i < n; i++)
		free(strings[i]);
	free(strings);
	return (0);
}
