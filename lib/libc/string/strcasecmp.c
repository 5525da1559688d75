/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strcasecmp(3) and strncasecmp(3), for the C locale. */
#include <ctype.h>
#include <strings.h>

#include "string_private.h"

int
__strncasecmp(const char *s, const char *t, size_t n)
{
	int a, b;

	for (; n != 0; n--, s++, t++) {
		a = tolower((unsigned char)*s);
		b = tolower((unsigned char)*t);
		if (a != b || a == '\0')
			return (a - b);
	}
	return (0);
}

int
__strcasecmp(const char *s, const char *t)
{

	return (__strncasecmp(s, t, (size_t)-1));
}

__weak_reference(__strcasecmp, strcasecmp);
__weak_reference(__strncasecmp, strncasecmp);
