/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 1, kit: text without stdio and without allocation, and the two ways
 * to complain.  Every message is one line on the standard error that begins
 * with "<jemalloc>: ".
 *
 * Formats: %s %c %d %u %x, with l or z for the wide ones; %% too.  A width
 * (with 0 or -) is honoured; nothing else is.
 */

#ifndef _MALLOC_PRINT_H_
#define	_MALLOC_PRINT_H_

#include <stdarg.h>

#include "malloc_config.h"

#define	PRINT_MAX	1024	/* bytes of one message; the rest is cut */

#define	PRINTFLIKE(f, a)	__attribute__((__format__(__printf__, f, a)))

/*
 * Where messages go; NULL: to the standard error.  A program may set it, or
 * define it.  It is called with whatever locks the complainer holds.
 */
extern void (*malloc_message)(void *opaque, const char *text);

/* Text as it is, to write or else, if that is NULL, to malloc_message. */
void	print_text(void (*write)(void *, const char *), void *opaque,
	    const char *text);

size_t	print_vformat(char *, size_t, const char *, va_list)
	    PRINTFLIKE(3, 0);
size_t	print_format(char *, size_t, const char *, ...) PRINTFLIKE(3, 4);
void	print_message(const char *, ...) PRINTFLIKE(1, 2);
_Noreturn void print_fatal(const char *, ...) PRINTFLIKE(1, 2);
_Noreturn void print_assertion(const char *, int, const char *);

/* What the code itself must guarantee; a user can never make one fail. */
#define	massert(e) do {							\
	if (config_debug && unlikely(!(e)))				\
		print_assertion(__FILE__, __LINE__, #e);		\
} while (0)

#endif /* !_MALLOC_PRINT_H_ */
