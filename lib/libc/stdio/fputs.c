/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fputs(3) and puts(3) */
#include <string.h>

#include "stdio_private.h"

static int
put_string(const char *s, FILE *f)
{
	size_t n = strlen(s);

	return (__swrite(f, s, n) == n ? 0 : EOF);
}

int
fputs(const char *__restrict s, FILE *__restrict f)
{
	int r;

	__slock(f);
	r = put_string(s, f);
	__sunlock(f);
	return (r);
}

int
puts(const char *s)
{
	int r;

	__slock(stdout);
	r = put_string(s, stdout) == EOF || __sputc(stdout, '\n') == EOF ?
	    EOF : 0;
	__sunlock(stdout);
	return (r);
}

__weak int
fputs_unlocked(const char *__restrict s, FILE *__restrict f)
{

	return (put_string(s, f));
}
