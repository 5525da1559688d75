/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* scanf: where the text comes from and what one conversion asks for. */
#ifndef _SCANF_PRIVATE_H_
#define	_SCANF_PRIVATE_H_

#include <stdarg.h>
#include <stddef.h>

#include "stdio_private.h"

/* Text comes from a FILE, whose lock is held, or from a string. */
struct scan_in {
	FILE			*file;	/* or NULL */
	const unsigned char	*s;	/* where the string goes on */
	int			count;	/* bytes taken, for %n */
};

enum scan_length { SL_INT, SL_CHAR, SL_SHORT, SL_LONG, SL_LDOUBLE };

struct scan_spec {
	int		suppress;	/* '*' */
	int		allocate;	/* 'm' */
	int		arg;		/* n$, or 0: the next one */
	size_t		width;		/* at most so many bytes; 0: no limit */
	enum scan_length length;
	char		conv;
	const char	*set;		/* of '[': the first byte inside */
};

/* What became of a conversion. */
enum scan_result {
	SCAN_DONE,
	SCAN_MISMATCH,			/* the text is another */
	SCAN_END,			/* there was no text */
	SCAN_ERROR			/* errno says why */
};

/* The next byte, or EOF.  One byte can be given back. */
int	__scan_get(struct scan_in *);
void	__scan_unget(struct scan_in *, int);

/* The conversion after '%'; the byte after it, or NULL and EINVAL. */
const char *
	__scan_parse(const char *, struct scan_spec *);

enum scan_result
	__scan_integer(struct scan_in *, const struct scan_spec *, void *);
enum scan_result
	__scan_string(struct scan_in *, const struct scan_spec *, void *);

/* As __printf_float: while it is not there, a, e, f and g are ENOTSUP. */
enum scan_result
	__scanf_float(struct scan_in *, const struct scan_spec *, void *)
	    __weak;

int	__scan(struct scan_in *, const char *, va_list);

#endif /* !_SCANF_PRIVATE_H_ */
