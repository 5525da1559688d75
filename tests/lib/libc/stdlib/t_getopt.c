/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* getopt, getopt_long: what is returned, and the order of words left. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "../libc_test.h"

#define	WORDS	12

static char	*words[WORDS];
static int	nwords;

/* Splits a line at blanks into words; words[0] is the program. */
static void
set_words(const char *line)
{
	static char buf[200];
	char *p, *state;

	buf[0] = 'p';
	buf[1] = ' ';
	strcpy(buf + 2, line);
	nwords = 0;
	for (p = strtok_r(buf, " ", &state); p != NULL;
	    p = strtok_r(NULL, " ", &state))
		words[nwords++] = p;
	words[nwords] = NULL;
	optind = 0;
	opterr = 0;
}

/* All options as a text: x, x=argument; then the operands. */
static const char *
run(const char *spec, const struct option *options, int only)
{
	static char out[200];
	int c, i;

	out[0] = '\0';
	for (;;) {
		if (options == NULL)
			c = getopt(nwords, words, spec);
		else if (only)
			c = getopt_long_only(nwords, words, spec, options,
			    NULL);
		else
			c = getopt_long(nwords, words, spec, options, NULL);
		if (c == -1)
			break;
		i = (int)strlen(out);
		out[i] = c == 0 ? '0' : c == 1 ? '1' : (char)c;
		out[i + 1] = '\0';
		if (c == '?' || c == ':') {
			out[i + 1] = (char)(optopt > 32 ? optopt : '#');
			out[i + 2] = '\0';
		} else if (optarg != NULL) {
			strcat(out, "=");
			strcat(out, optarg);
		}
		strcat(out, " ");
	}
	strcat(out, "|");
	for (i = optind; i < nwords; i++) {
		strcat(out, " ");
		strcat(out, words[i]);
	}
	return (out);
}

static void
check(int line, const char *spec, const struct option *options, int only,
    const char *input, const char *want)
{
	const char *got;

	set_words(input);
	got = run(spec, options, only);
	if (strcmp(got, want) != 0) {
		test_write(got);
		test_write("\n");
		test_failed(want, line, 0, 0);
	}
}

#define	SHORT(spec, in, out)	check(__LINE__, spec, NULL, 0, in, out)
#define	LONG(spec, in, out)	check(__LINE__, spec, options, 0, in, out)
#define	ONLY(spec, in, out)	check(__LINE__, spec, options, 1, in, out)

static const struct option options[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "file", required_argument, NULL, 'f' },
	{ "filter", optional_argument, NULL, 'F' },
	{ "verbose", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 }
};

static void
test_short(void)
{

	SHORT("ab:c::", "", "|");
	SHORT("ab:c::", "-a x -a", "a | x -a");
	SHORT("ab:c::", "-ab x y", "a b=x | y");
	SHORT("ab:c::", "-bx -a", "b=x a |");
	SHORT("ab:c::", "-c -cx -c x", "c c=x c | x");
	SHORT("ab:c::", "-a -- -a", "a | -a");
	SHORT("ab:c::", "-a - -a", "a | - -a");
	SHORT("ab:", "-z -a", "?z a |");
	SHORT("ab:", "-zab x", "?z a b=x |");
	SHORT("ab:", "-b", "?b |");
	SHORT(":ab:", "-b", ":b |");
	SHORT(":ab:", "-:", "?: |");
	SHORT("+a", "x -a", "| x -a");
}

static void
test_long(void)
{

	LONG("af:v", "x --all y -v z", "a v | x y z");
	LONG("af:v", "--file=1 --file 2 --fil 3", "f=1 f=2 ?# | 3");
	LONG("af:v", "--filter --filter=x --file= y", "F F=x f= | y");
	LONG("af:v", "op -va arg -f file end", "v a f=file | op arg end");
	LONG("af:v", "op -vf file end", "v f=file | op end");
	LONG("af:v", "--al --verb", "a v |");
	LONG("af:v", "--all=1", "?a |");
	LONG(":af:v", "--file", ":f |");
	LONG("af:v", "--nothing x", "?# | x");
	LONG("af:v", "x -- --all", "| x --all");
	LONG("+af:v", "-v x --all", "v | x --all");
	LONG("-af:v", "x --all y", "1=x a 1=y |");
	ONLY("af:v", "-all -file 1 -v", "a f=1 v |");
	ONLY("af:v", "-verbose x -z", "v ?# | x");
	setenv("POSIXLY_CORRECT", "1", 1);
	LONG("af:v", "-v x --all", "v | x --all");
	unsetenv("POSIXLY_CORRECT");
}

static void
test_flag(void)
{
	static int flag;
	static const struct option with_flag[] = {
		{ "set", no_argument, &flag, 7 },
		{ NULL, 0, NULL, 0 }
	};
	int index = -1;

	set_words("--set");
	CHECK(getopt_long(nwords, words, "", with_flag, &index) == 0);
	CHECK(flag == 7 && index == 0);
	CHECK(getopt_long(nwords, words, "", with_flag, &index) == -1);
}

int
main(void)
{

	test_short();
	test_long();
	test_flag();
	return (test_failures != 0);
}
