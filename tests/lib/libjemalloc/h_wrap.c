/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A second library to be preloaded: its malloc and free count calls and pass
 * them to the next in order, and its constructor and destructor allocate.
 * At exit it tells on standard output that all came back.
 */

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *(*next_malloc)(size_t);
static void (*next_free)(void *);
static _Atomic unsigned long nmalloc, nfree;
static char *kept;

static void
find(void)
{
	void *p;

	p = dlsym(RTLD_NEXT, "malloc");
	memcpy(&next_malloc, &p, sizeof(p));
	p = dlsym(RTLD_NEXT, "free");
	memcpy(&next_free, &p, sizeof(p));
}

void *
malloc(size_t size)
{

	if (next_malloc == NULL)
		find();
	atomic_fetch_add(&nmalloc, 1);
	return (next_malloc(size));
}

void
free(void *p)
{

	if (next_free == NULL)
		find();
	atomic_fetch_add(&nfree, p != NULL);
	next_free(p);
}

__attribute__((__constructor__)) static void
begin(void)
{

	kept = strdup("wrapped");
}

__attribute__((__destructor__)) static void
end(void)
{
	char line[80];
	int n;

	n = snprintf(line, sizeof(line), "%s: %s\n", kept,
	    atomic_load(&nmalloc) > 1000 && atomic_load(&nfree) > 1000 ?
	    "many calls" : "few calls");
	free(kept);
	if (write(STDOUT_FILENO, line, (size_t)n) != n)
		_exit(1);
}
