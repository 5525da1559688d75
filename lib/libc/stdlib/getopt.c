/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getopt(3) of POSIX: stops at the first operand.  An optional argument ("::")
 * must follow its option in the same word.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "getopt_private.h"
#include "libc_private.h"

/* Weak: a program may bring a getopt of its own. */
__weak char	*optarg;
__weak int	opterr = 1;
__weak int	optind = 1;
__weak int	optopt;
__weak int	optreset;

/* The rest of the word of options being read, NULL or "" between words. */
static char *rest;

void
__getopt_message(char *const *argv, const char *text, const char *option,
    size_t len)
{

	fprintf(stderr, "%s: %s -- %.*s\n", argv[0] != NULL ? argv[0] : "",
	    text, (int)len, option);
}

/* Both 0 in optind and optreset say that another list is to be read. */
int
__getopt_restarted(void)
{

	if (optind != 0 && !optreset)
		return (0);
	if (optind == 0)
		optind = 1;
	optreset = 0;
	rest = NULL;
	return (1);
}

int
__getopt_in_word(void)
{

	return (rest != NULL && *rest != '\0');
}

/* Takes the argument of an option from its word or the next one. */
static int
take_argument(int argc, char *const *argv, const char *spec, int silent)
{

	if (*rest != '\0' || spec[2] == ':') {
		optarg = *rest != '\0' ? rest : NULL;
		optind++;
	} else if (++optind < argc)
		optarg = argv[optind++];
	else {
		rest = NULL;
		if (silent)
			return (':');
		if (opterr)
			__getopt_message(argv, "option requires an argument",
			    spec, 1);
		return ('?');
	}
	rest = NULL;
	return ((unsigned char)*spec);
}

/* One option; `spec' is the string without a leading '+' or '-'. */
int
__getopt_short(int argc, char *const *argv, const char *spec)
{
	const char *found;
	char *word, c;
	int silent = *spec == ':';

	optarg = NULL;
	if (!__getopt_in_word()) {
		word = optind < argc ? argv[optind] : NULL;
		if (word == NULL || word[0] != '-' || word[1] == '\0')
			return (-1);
		if (word[1] == '-' && word[2] == '\0') {
			optind++;
			return (-1);
		}
		rest = word + 1;
	}
	c = *rest++;
	optopt = (unsigned char)c;
	found = c == ':' || c == '-' ? NULL : strchr(spec + silent, c);
	if (found != NULL && found[1] == ':')
		return (take_argument(argc, argv, found, silent));
	if (*rest == '\0')
		optind++;
	if (found == NULL) {
		if (opterr && !silent)
			__getopt_message(argv, "illegal option", &c, 1);
		return ('?');
	}
	return ((unsigned char)c);
}

__weak int
getopt(int argc, char *const *argv, const char *spec)
{

	__getopt_restarted();
	return (__getopt_short(argc, argv, *spec == '+' ? spec + 1 : spec));
}
