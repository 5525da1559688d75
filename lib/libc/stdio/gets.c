/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* gets, of ISO C until 1999: it cannot know the size of its buffer. */
#include "stdio_private.h"

char	*gets(char *);

char *
gets(char *dst)
{
	char *p = dst;
	int c;

	__slock(stdin);
	while ((c = __sgetc(stdin)) != EOF && c != '\n')
		*p++ = (char)c;
	if (c == EOF && (p == dst || !(stdin->flags & F_EOF)))
		dst = NULL;
	*p = '\0';
	__sunlock(stdin);
	return (dst);
}
