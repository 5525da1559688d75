/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strcasestr: strstr without regard to the case of ASCII letters. */
#include <ctype.h>
#include <string.h>

#include "string_private.h"

char *
strcasestr(const char *hay, const char *needle)
{
	size_t i;

	for (;; hay++) {
		for (i = 0; needle[i] != '\0'; i++)
			if (tolower((unsigned char)hay[i]) !=
			    tolower((unsigned char)needle[i]))
				break;
		if (needle[i] == '\0')
			return (__DECONST(char *, hay));
		if (*hay == '\0')
			return (NULL);
	}
}
