/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * getauxval, issetugid, getpagesize: facts of the auxiliary vector.
 */

#include <errno.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "start_private.h"

unsigned long
__auxv_get(unsigned long type, unsigned long missing)
{
	const unsigned long *p;

	for (p = __auxv; p[0] != AT_NULL; p += 2)
		if (p[0] == type)
			return (p[1]);
	return (missing);
}

__weak unsigned long
getauxval(unsigned long type)
{
	const unsigned long *p;

	for (p = __auxv; p[0] != AT_NULL; p += 2)
		if (p[0] == type)
			return (p[1]);
	errno = ENOENT;
	return (0);
}

__weak int
issetugid(void)
{
	return (__auxv_get(AT_SECURE, 0) != 0);
}

__weak int
getpagesize(void)
{
	return ((int)__auxv_get(AT_PAGESZ, 4096));
}
