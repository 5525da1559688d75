/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Everything that a program can have run at its end, registered before its
 * first allocation and after it; each says so on standard error, and
 * allocates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
say(const char *text)
{
	void *volatile p;

	p = malloc(1000);
	free(p);
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(2);
}

static void
registered_first(void)
{
	say("first\n");
}

static void
registered_second(void)
{
	say("second\n");
}

static void __attribute__((destructor))
destructor(void)
{
	say("destructor\n");
}

int
main(int argc, char *argv[])
{
	void *volatile p;

	if (atexit(registered_first) != 0)
		return 1;
	p = malloc(100);
	free(p);
	if (atexit(registered_second) != 0)
		return 1;
	/* Kept in its buffer until stdio is cleaned up. */
	if (argc > 1 && strcmp(argv[1], "stdio") == 0 &&
	    (setvbuf(stderr, NULL, _IOFBF, BUFSIZ) != 0 ||
	    fputs("stdio\n", stderr) < 0))
		return 1;
	return 0;
}
