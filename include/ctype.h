/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Classes of characters in the C locale: ASCII only.  The argument is EOF or
 * the value of an unsigned char.
 */
#ifndef _CTYPE_H_
#define	_CTYPE_H_

#include <sys/cdefs.h>

__BEGIN_DECLS
/* ISO C. */
int	isalnum(int);
int	isalpha(int);
int	isblank(int);
int	iscntrl(int);
int	isdigit(int);
int	isgraph(int);
int	islower(int);
int	isprint(int);
int	ispunct(int);
int	isspace(int);
int	isupper(int);
int	isxdigit(int);
int	tolower(int);
int	toupper(int);

/* POSIX, withdrawn in 2024. */
int	isascii(int);
int	toascii(int);
__END_DECLS

/* Old names of the conversions, for arguments of the other case only. */
#define	_tolower(c)	((c) | 0x20)
#define	_toupper(c)	((c) & 0x5f)

#endif /* !_CTYPE_H_ */
