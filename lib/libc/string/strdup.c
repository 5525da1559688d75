/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strdup(3) and strndup(3) */
#include <stdlib.h>
#include <string.h>

#include "string_private.h"

static char *
duplicate(const char *s, size_t len)
{
	char *p = malloc(len + 1);

	if (p == NULL)
		return (NULL);
	memcpy(p, s, len);
	p[len] = '\0';
	return (p);
}

char *
__strdup(const char *s)
{

	return (duplicate(s, strlen(s)));
}

__weak char *
strndup(const char *s, size_t n)
{

	return (duplicate(s, __strnlen(s, n)));
}

__weak_reference(__strdup, strdup);
