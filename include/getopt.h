/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Options with long names, as GNU getopt_long reads them.  optind 0 starts
 * anew.  Operands before options are moved behind them, unless the string
 * begins with '+' or POSIXLY_CORRECT is set; '-' returns them as option 1.
 */
#ifndef _GETOPT_H_
#define	_GETOPT_H_

#include <sys/cdefs.h>

#define	no_argument		0
#define	required_argument	1
#define	optional_argument	2

struct option {
	const char	*name;
	int		has_arg;	/* one of the three above */
	int		*flag;		/* NULL, or where val is stored */
	int		val;
};

__BEGIN_DECLS
extern char	*optarg;
extern int	opterr, optind, optopt, optreset;

/* POSIX: also in <unistd.h>. */
int	getopt(int, char *const *, const char *);
int	getopt_long(int, char *const *, const char *, const struct option *,
	    int *);
int	getopt_long_only(int, char *const *, const char *,
	    const struct option *, int *);
__END_DECLS

#endif /* !_GETOPT_H_ */
