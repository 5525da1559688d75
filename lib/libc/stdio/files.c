/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * All open streams: the three standard ones, which need no allocation, and
 * those of fopen and its kin; and what happens to them at exit and at fork.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stdio_private.h"

static unsigned char	stdin_area[BUFFER_AREA(BUFSIZ)];
static unsigned char	stdout_area[BUFFER_AREA(BUFSIZ)];

static FILE	std[3] = {
	{ .fd = STDIN_FILENO, .flags = F_CAN_READ | F_STATIC,
	    .mode = MODE_UNKNOWN, .spare = stdin_area,
	    .link = { &std[1], NULL } },
	{ .fd = STDOUT_FILENO, .flags = F_CAN_WRITE | F_STATIC,
	    .mode = MODE_UNKNOWN, .spare = stdout_area,
	    .link = { &std[2], &std[0].link.tqe_next } },
	{ .fd = STDERR_FILENO, .flags = F_CAN_WRITE | F_STATIC,
	    .mode = _IONBF, .link = { NULL, &std[1].link.tqe_next } },
};

FILE	*stdin = &std[0];
FILE	*stdout = &std[1];
FILE	*stderr = &std[2];

/* New files go to the end, so that the first stays what it is. */
static TAILQ_HEAD(file_list, __file) files =
    { &std[0], &std[2].link.tqe_next };
static int	list_lock;

void
__files_lock(void)
{

	__libc_lock(&list_lock);
}

void
__files_unlock(void)
{

	__libc_unlock(&list_lock);
}

/* The file after f, or the first; the list is locked. */
FILE *
__files_next(FILE *f)
{

	return (f == NULL ? TAILQ_FIRST(&files) : TAILQ_NEXT(f, link));
}

/* A stream on fd, in the list; NULL and ENOMEM. */
FILE *
__snew(int fd, int flags)
{
	FILE *f = malloc(sizeof(*f));

	if (f == NULL)
		return (NULL);
	memset(f, 0, sizeof(*f));
	f->fd = fd;
	f->flags = flags;
	f->mode = MODE_UNKNOWN;
	__files_lock();
	TAILQ_INSERT_TAIL(&files, f, link);
	__files_unlock();
	return (f);
}

/* Takes f, which the caller does not hold locked, off the list. */
void
__sdelete(FILE *f)
{

	if (f->flags & F_STATIC)
		return;		/* a standard stream can be reopened */
	__files_lock();
	TAILQ_REMOVE(&files, f, link);
	__files_unlock();
	free(f);
}

/*
 * Called once by exit.  A stream that another thread holds while it reads has
 * nothing to be written, and that thread may sleep for ever.
 */
void
__stdio_cleanup(void)
{
	FILE *f;

	__files_lock();
	TAILQ_FOREACH(f, &files, link) {
		if (__ftrylockfile(f) != 0) {
			if (!(f->flags & F_WRITING))
				continue;
			__flockfile(f);
		}
		if (f->flags & F_WRITING)
			while (__sflush(f) == EOF && errno == EINTR)
				;
		__funlockfile(f);
	}
	__files_unlock();
}

void
__stdio_prefork(void)
{

	__files_lock();
}

void
__stdio_postfork(void)
{

	__files_unlock();
}

/*
 * Only the forking thread is left: what others held is free, what it holds
 * itself stays its own.
 */
void
__stdio_postfork_child(void)
{
	void *self = __errno_location();
	FILE *f;

	TAILQ_FOREACH(f, &files, link) {
		if (f->owner == self)
			continue;
		f->lock = 0;
		f->depth = 0;
		f->owner = NULL;
	}
	list_lock = 0;
}
