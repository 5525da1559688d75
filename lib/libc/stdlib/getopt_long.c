/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getopt_long and getopt_long_only.  When a word of options and its argument
 * have been read, they are rotated to stand before the operands that were
 * skipped on the way to them; so all operands come last in the end.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "getopt_private.h"
#include "string_private.h"

enum order { PERMUTE, STOP, IN_ORDER };

static int
is_option(const char *word)
{

	return (word[0] == '-' && word[1] != '\0');
}

/* Moves words [from, to) before those of [before, from), in argv. */
static void
rotate(char *const *argv, int before, int from, int to)
{
	char **v = __DECONST(char **, argv), *word;

	for (; from < to; from++, before++) {
		word = v[from];
		memmove(v + before + 1, v + before,
		    (size_t)(from - before) * sizeof(*v));
		v[before] = word;
	}
}

/*
 * The option whose name is name[0, len), or the only one that begins so:
 * -1 none, -2 several.
 */
static int
find_option(const struct option *options, const char *name, size_t len)
{
	int found = -1, i;

	for (i = 0; options[i].name != NULL; i++) {
		if (strncmp(options[i].name, name, len) != 0)
			continue;
		if (options[i].name[len] == '\0')
			return (i);
		if (found == -1)
			found = i;
		else if (found == -2 ||
		    options[found].has_arg != options[i].has_arg ||
		    options[found].flag != options[i].flag ||
		    options[found].val != options[i].val)
			found = -2;
	}
	return (found);
}

static int
complain(char *const *argv, const char *text, const char *name, size_t len,
    int silent)
{

	if (opterr && !silent)
		__getopt_message(argv, text, name, len);
	return ('?');
}

/* The option in argv[optind]; its name begins at `name'. */
static int
long_option(int argc, char *const *argv, const char *name, int found,
    size_t len, const struct option *options, int *index, int silent)
{
	const struct option *o = &options[found];
	char *value = argv[optind] + (name - argv[optind]) + len;

	optarg = NULL;
	optopt = 0;
	optind++;
	if (found == -2)
		return (complain(argv, "ambiguous option", name, len, silent));
	if (found == -1)
		return (complain(argv, "unknown option", name, len, silent));
	if (*value == '=') {
		if (o->has_arg == no_argument) {
			optopt = o->flag == NULL ? o->val : 0;
			return (complain(argv, "option takes no argument",
			    name, len, silent));
		}
		optarg = value + 1;
	} else if (o->has_arg == required_argument) {
		if (optind >= argc) {
			optopt = o->flag == NULL ? o->val : 0;
			complain(argv, "option requires an argument", name,
			    len, silent);
			return (silent ? ':' : '?');
		}
		optarg = argv[optind++];
	}
	if (index != NULL)
		*index = found;
	if (o->flag == NULL)
		return (o->val);
	*o->flag = o->val;
	return (0);
}

/* Reads the option at argv[optind], which is one. */
static int
read_option(int argc, char *const *argv, const char *spec,
    const struct option *options, int *index, int only)
{
	const char *word = argv[optind], *name;
	size_t len;
	int found;

	if (!__getopt_in_word() && (word[1] == '-' || only) &&
	    strcmp(word, "--") != 0) {
		name = word + 1 + (word[1] == '-');
		len = strcspn(name, "=");
		found = find_option(options, name, len);
		/* -x may be short, and is if no long name begins so. */
		if (word[1] == '-' || found >= 0 ||
		    strchr(spec, word[1]) == NULL)
			return (long_option(argc, argv, name, found, len,
			    options, index, *spec == ':'));
	}
	return (__getopt_short(argc, argv, spec));
}

/*
 * The first option at or after argv[optind]; -1 if there is none, or 1 with
 * optarg if an operand is to be returned as an option.
 */
static int
seek_option(int argc, char *const *argv, enum order order)
{
	int i;

	for (i = optind; i < argc && argv[i] != NULL; i++) {
		if (is_option(argv[i])) {
			optind = i;
			return (0);
		}
		if (order == STOP)
			break;
		if (order == IN_ORDER) {
			optarg = argv[optind++];
			return (1);
		}
	}
	return (-1);
}

static int
next_option(int argc, char *const *argv, const char *spec,
    const struct option *options, int *index, int only)
{
	static int skipped;	/* operands before the word being read */
	enum order order = PERMUTE;
	int first, r, start;

	if (__getopt_restarted())
		skipped = 0;
	if (*spec == '-' || *spec == '+')
		order = *spec++ == '-' ? IN_ORDER : STOP;
	else if (getenv("POSIXLY_CORRECT") != NULL)
		order = STOP;
	if (!__getopt_in_word()) {
		first = optind;
		r = seek_option(argc, argv, order);
		if (r != 0)
			return (r);
		skipped = optind - first;
	}
	start = optind;
	r = read_option(argc, argv, spec, options, index, only);
	if (skipped != 0 && !__getopt_in_word()) {
		rotate(argv, start - skipped, start, optind);
		optind -= skipped;
		skipped = 0;
	}
	return (r);
}

__weak int
getopt_long(int argc, char *const *argv, const char *spec,
    const struct option *options, int *index)
{

	return (next_option(argc, argv, spec, options, index, 0));
}

__weak int
getopt_long_only(int argc, char *const *argv, const char *spec,
    const struct option *options, int *index)
{

	return (next_option(argc, argv, spec, options, index, 1));
}
