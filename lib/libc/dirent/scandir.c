/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* scandir(3) and alphasort(3) */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stdlib_private.h"

struct list {
	struct dirent	**entries;
	size_t		n;
	size_t		room;
};

static void
discard(struct list *list)
{

	while (list->n != 0)
		free(list->entries[--list->n]);
	free(list->entries);
}

/* Appends a copy; -1 and ENOMEM. */
static int
append(struct list *list, const struct dirent *entry)
{
	struct dirent **p, *copy;
	size_t room = list->room == 0 ? 16 : 2 * list->room;

	if (list->n == list->room) {
		p = realloc(list->entries, room * sizeof(*p));
		if (p == NULL)
			return (-1);
		list->entries = p;
		list->room = room;
	}
	copy = malloc(entry->d_reclen);
	if (copy == NULL)
		return (-1);
	memcpy(copy, entry, entry->d_reclen);
	list->entries[list->n++] = copy;
	return (0);
}

typedef int (*order)(const struct dirent **, const struct dirent **);

static int
compare(const void *a, const void *b, void *arg)
{

	return ((*(order *)arg)((const struct dirent **)(uintptr_t)a,
	    (const struct dirent **)(uintptr_t)b));
}

int
alphasort(const struct dirent **a, const struct dirent **b)
{

	return (strcoll((*a)->d_name, (*b)->d_name));
}

int
scandir(const char *path, struct dirent ***result,
    int (*wanted)(const struct dirent *), order by)
{
	struct list list = { NULL, 0, 0 };
	struct dirent *entry;
	DIR *dir = opendir(path);
	int error = 0, saved = errno;

	if (dir == NULL)
		return (-1);
	for (;;) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL)
			break;
		if (wanted != NULL && !wanted(entry))
			continue;
		errno = 0;
		if (append(&list, entry) == -1)
			break;
	}
	error = errno;
	closedir(dir);
	if (error != 0) {
		discard(&list);
		errno = error;
		return (-1);
	}
	errno = saved;
	if (by != NULL && list.n > 1)
		__qsort_r(list.entries, list.n, sizeof(*list.entries),
		    compare, &by);
	*result = list.entries;
	return ((int)list.n);
}
