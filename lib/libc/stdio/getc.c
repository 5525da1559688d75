/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* getc(3) in its many names */
#include "stdio_private.h"

__weak int
getc_unlocked(FILE *f)
{

	return (__sgetc(f));
}

int
getc(FILE *f)
{
	int c;

	if (!__isthreaded)
		return (__sgetc(f));
	__flockfile(f);
	c = __sgetc(f);
	__funlockfile(f);
	return (c);
}

int
getchar(void)
{

	return (getc(stdin));
}

__weak int
getchar_unlocked(void)
{

	return (__sgetc(stdin));
}

__weak_reference(getc, fgetc);

__weak int
fgetc_unlocked(FILE *f)
{

	return (__sgetc(f));
}
