/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Defines the variables that the allocator lets a program define: options,
 * and where messages go.  Prints the number of arenas; messages go to
 * standard output, each behind the word that tells which function got it.
 *
 * "null" takes the function away, "other" puts another one in its place, and
 * then a fault is committed that ends the program with a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int mallctl(const char *, void *, size_t *, void *, size_t);

static void first(void *, const char *);

extern const char *malloc_conf;
extern void (*malloc_message)(void *, const char *);

const char *malloc_conf = "narenas:3,lg_dirty_mult:7";
void (*malloc_message)(void *, const char *) = first;

static void
say(const char *who, const char *opaque, const char *text)
{
	/* No stdio: it may allocate. */
	if (write(STDOUT_FILENO, who, strlen(who)) < 0 ||
	    write(STDOUT_FILENO, opaque, strlen(opaque)) < 0 ||
	    write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(3);
}

static void
first(void *opaque, const char *text)
{
	say("first", opaque == NULL ? ":" : "(opaque):", text);
}

static void
other(void *opaque, const char *text)
{
	say("other", opaque == NULL ? ":" : "(opaque):", text);
}

int
main(int argc, char *argv[])
{
	char line[64];
	size_t narenas = 0, len = sizeof(narenas);
	void *volatile p;
	ssize_t mult = 0;

	p = malloc(128);
	/* Too late. */
	malloc_conf = "narenas:5";
	setenv("MALLOC_CONF", "narenas:7", 1);
	if (mallctl("opt.narenas", &narenas, &len, NULL, 0) != 0 ||
	    mallctl("opt.lg_dirty_mult", &mult, &len, NULL, 0) != 0)
		return 2;
	snprintf(line, sizeof(line), "narenas %zu lg_dirty_mult %zd\n",
	    narenas, mult);
	say("", "", line);
	if (argc < 2) {
		free(p);
		return 0;
	}
	if (strcmp(argv[1], "null") == 0)
		malloc_message = NULL;
	else if (strcmp(argv[1], "other") == 0)
		malloc_message = other;
	/* Inside an object. */
	free((char *)p + 8);
	return 0;
}
