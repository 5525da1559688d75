/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Locales (ISO C).  There is one, "C", which is also "POSIX". */
#ifndef _LOCALE_H_
#define	_LOCALE_H_

#include <sys/cdefs.h>

#define	__need_NULL
#include <stddef.h>

#define	LC_CTYPE	0
#define	LC_NUMERIC	1
#define	LC_TIME		2
#define	LC_COLLATE	3
#define	LC_MONETARY	4
#define	LC_MESSAGES	5
#define	LC_ALL		6

struct lconv {
	char	*decimal_point;
	char	*thousands_sep;
	char	*grouping;
	char	*int_curr_symbol;
	char	*currency_symbol;
	char	*mon_decimal_point;
	char	*mon_thousands_sep;
	char	*mon_grouping;
	char	*positive_sign;
	char	*negative_sign;
	char	int_frac_digits;
	char	frac_digits;
	char	p_cs_precedes;
	char	p_sep_by_space;
	char	n_cs_precedes;
	char	n_sep_by_space;
	char	p_sign_posn;
	char	n_sign_posn;
	char	int_p_cs_precedes;
	char	int_p_sep_by_space;
	char	int_n_cs_precedes;
	char	int_n_sep_by_space;
	char	int_p_sign_posn;
	char	int_n_sign_posn;
};

__BEGIN_DECLS
struct lconv *localeconv(void);

/*
 * NULL for a locale that does not exist.  "" is what the environment asks
 * for (LC_ALL, the category's name, LANG), and NULL too if that is another.
 */
char	*setlocale(int, const char *);
__END_DECLS

#endif /* !_LOCALE_H_ */
