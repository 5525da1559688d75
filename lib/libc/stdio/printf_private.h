/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * printf: where the text goes and what one conversion asks for.
 */
#ifndef _PRINTF_PRIVATE_H_
#define	_PRINTF_PRIVATE_H_

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "stdio_private.h"

/*
 * Text goes to a FILE, whose lock is held, or to a string.  total counts the
 * bytes of the whole text, also those for which the string had no room.
 */
struct print_out {
	FILE	*file;		/* or NULL */
	char	*p;		/* where the string goes on */
	size_t	room;		/* bytes left in the string */
	int	total;
	int	error;		/* an errno value; the text has ended */
};

/* flags */
#define	PF_LEFT		0x01	/* '-' */
#define	PF_PLUS		0x02	/* '+' */
#define	PF_SPACE	0x04	/* ' ' */
#define	PF_ALT		0x08	/* '#' */
#define	PF_ZERO		0x10	/* '0' */

enum print_length { PL_INT, PL_CHAR, PL_SHORT, PL_LONG, PL_LLONG, PL_MAX,
    PL_PTRDIFF, PL_SIZE, PL_LDOUBLE };

/* Numbers of arguments: 0 is none, positive is n$. */
#define	ARG_NEXT	(-1)

struct print_spec {
	int		flags;
	int		width;		/* at least so many bytes */
	int		prec;		/* -1: not given */
	int		width_arg;	/* where '*' takes it from */
	int		prec_arg;
	int		arg;		/* the value */
	enum print_length length;
	char		conv;		/* 'd', 's', ... */
};

/* All append to the text and note errors in out. */
void	__print_bytes(struct print_out *, const char *, size_t);
void	__print_pad(struct print_out *, char, int);
void	__print_error(struct print_out *, int);
void	__print_integer(struct print_out *, const struct print_spec *,
	    uintmax_t, int negative);

/* Reads the conversion after a '%'; the byte after it, NULL if malformed. */
const char *
	__print_parse(const char *, struct print_spec *);

/* The whole of printf into out: the length of the text or -1. */
int	__print(struct print_out *, const char *, va_list);

/*
 * The conversions a, e, f and g.  Libc links without it; they then fail with
 * ENOTSUP.
 */
void	__printf_float(struct print_out *, const struct print_spec *,
	    long double) __weak;

#endif /* !_PRINTF_PRIVATE_H_ */
