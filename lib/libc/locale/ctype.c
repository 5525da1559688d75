/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Classes of characters in the C locale.  EOF and bytes above 127 belong to
 * no class.
 */
#include <ctype.h>

#include "libc_private.h"

/* lo <= c <= hi, with one comparison; lo is not below 0. */
static inline int
between(int c, int lo, int hi)
{

	return ((unsigned int)c - (unsigned int)lo <=
	    (unsigned int)hi - (unsigned int)lo);
}

int
isalnum(int c)
{

	return (between(c | 0x20, 'a', 'z') || between(c, '0', '9'));
}

int
isalpha(int c)
{

	return (between(c | 0x20, 'a', 'z'));
}

__weak int
isascii(int c)
{

	return (between(c, 0, 127));
}

int
isblank(int c)
{

	return (c == ' ' || c == '\t');
}

int
iscntrl(int c)
{

	return (between(c, 0, 31) || c == 127);
}

int
isdigit(int c)
{

	return (between(c, '0', '9'));
}

int
isgraph(int c)
{

	return (between(c, '!', '~'));
}

int
islower(int c)
{

	return (between(c, 'a', 'z'));
}

int
isprint(int c)
{

	return (between(c, ' ', '~'));
}

int
ispunct(int c)
{

	return (isgraph(c) && !isalnum(c));
}

int
isspace(int c)
{

	return (c == ' ' || between(c, '\t', '\r'));
}

int
isupper(int c)
{

	return (between(c, 'A', 'Z'));
}

int
isxdigit(int c)
{

	return (between(c, '0', '9') || between(c | 0x20, 'a', 'f'));
}

__weak int
toascii(int c)
{

	return (c & 127);
}

int
tolower(int c)
{

	return (between(c, 'A', 'Z') ? c + ('a' - 'A') : c);
}

int
toupper(int c)
{

	return (between(c, 'a', 'z') ? c - ('a' - 'A') : c);
}
