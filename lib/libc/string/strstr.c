/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strstr(3): see memmem.c for the search. */
#include <string.h>

#include "string_private.h"

char *
strstr(const char *hay, const char *needle)
{
	size_t n = strlen(needle);

	if (n == 0)
		return (__DECONST(char *, hay));
	/* What lies before the first likely byte need not be measured. */
	hay = strchr(hay, *needle);
	if (hay == NULL || n == 1)
		return (__DECONST(char *, hay));
	return (__memmem(hay, strlen(hay), needle, n));
}
