/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* setlocale(3) and localeconv(3): there is the C locale and no other. */
#include <limits.h>
#include <locale.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "string_private.h"

static char	name_c[] = "C";
static char	empty[] = "";
static char	point[] = ".";

/* By the number of the category; LC_ALL is last. */
static const char variables[][12] = { "LC_CTYPE", "LC_NUMERIC", "LC_TIME",
    "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES" };

static int
is_c(const char *name)
{

	return (strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0);
}

/* What the environment says of one category: POSIX 8.2's precedence. */
static int
environment_is_c(int category)
{
	const char *s;

	if (((s = getenv("LC_ALL")) != NULL && *s != '\0') ||
	    ((s = getenv(variables[category])) != NULL && *s != '\0') ||
	    ((s = getenv("LANG")) != NULL && *s != '\0'))
		return (is_c(s));
	return (1);
}

char *
setlocale(int category, const char *name)
{
	int i;

	if (category < LC_CTYPE || category > LC_ALL)
		return (NULL);
	if (name == NULL || is_c(name))
		return (name_c);
	if (*name != '\0')
		return (NULL);
	if (category != LC_ALL)
		return (environment_is_c(category) ? name_c : NULL);
	for (i = LC_CTYPE; i < LC_ALL; i++)
		if (!environment_is_c(i))
			return (NULL);
	return (name_c);
}

struct lconv *
localeconv(void)
{
	/* CHAR_MAX: the C locale does not say. */
	static struct lconv conv = {
		.decimal_point = point,
		.thousands_sep = empty,
		.grouping = empty,
		.int_curr_symbol = empty,
		.currency_symbol = empty,
		.mon_decimal_point = empty,
		.mon_thousands_sep = empty,
		.mon_grouping = empty,
		.positive_sign = empty,
		.negative_sign = empty,
		.int_frac_digits = CHAR_MAX,
		.frac_digits = CHAR_MAX,
		.p_cs_precedes = CHAR_MAX,
		.p_sep_by_space = CHAR_MAX,
		.n_cs_precedes = CHAR_MAX,
		.n_sep_by_space = CHAR_MAX,
		.p_sign_posn = CHAR_MAX,
		.n_sign_posn = CHAR_MAX,
		.int_p_cs_precedes = CHAR_MAX,
		.int_p_sep_by_space = CHAR_MAX,
		.int_n_cs_precedes = CHAR_MAX,
		.int_n_sep_by_space = CHAR_MAX,
		.int_p_sign_posn = CHAR_MAX,
		.int_n_sign_posn = CHAR_MAX,
	};

	return (&conv);
}
