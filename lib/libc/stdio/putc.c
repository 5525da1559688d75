/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* putc(3) in its many names */
#include "stdio_private.h"

__weak int
putc_unlocked(int c, FILE *f)
{

	return (__sputc(f, c));
}

int
putc(int c, FILE *f)
{

	if (!__isthreaded)
		return (__sputc(f, c));
	__flockfile(f);
	c = __sputc(f, c);
	__funlockfile(f);
	return (c);
}

int
putchar(int c)
{

	return (putc(c, stdout));
}

__weak int
putchar_unlocked(int c)
{

	return (__sputc(stdout, c));
}

__weak_reference(putc, fputc);

__weak int
fputc_unlocked(int c, FILE *f)
{

	return (__sputc(f, c));
}
