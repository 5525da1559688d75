/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strtok(3), strtok_r(3) and strsep(3) */
#include <string.h>

#include "string_private.h"

char *
__strtok_r(char *__restrict s, const char *__restrict sep,
    char **__restrict state)
{
	char *end;

	if (s == NULL)
		s = *state;
	if (s == NULL)
		return (NULL);
	s += strspn(s, sep);
	if (*s == '\0') {
		*state = NULL;
		return (NULL);
	}
	end = s + strcspn(s, sep);
	if (*end == '\0')
		*state = NULL;
	else {
		*end = '\0';
		*state = end + 1;
	}
	return (s);
}

char *
strtok(char *__restrict s, const char *__restrict sep)
{
	static char *state;

	return (__strtok_r(s, sep, &state));
}

__weak char *
strsep(char **__restrict string, const char *__restrict sep)
{
	char *s = *string, *end;

	if (s == NULL)
		return (NULL);
	end = s + strcspn(s, sep);
	if (*end == '\0')
		*string = NULL;
	else {
		*end = '\0';
		*string = end + 1;
	}
	return (s);
}

__weak_reference(__strtok_r, strtok_r);
