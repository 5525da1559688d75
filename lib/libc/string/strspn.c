/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strspn(3), strcspn(3) and strpbrk(3) */
#include <string.h>

#include "string_private.h"

size_t
strspn(const char *s, const char *accept)
{
	struct byteset set = { { 0 } };
	const char *p = s;

	if (*accept == '\0')
		return (0);
	if (accept[1] == '\0') {
		while (*p == *accept)
			p++;
		return ((size_t)(p - s));
	}
	for (; *accept != '\0'; accept++)
		byteset_add(&set, (unsigned char)*accept);
	/* '\0' is never in the set, so the terminator stops the scan. */
	while (byteset_has(&set, (unsigned char)*p))
		p++;
	return ((size_t)(p - s));
}

size_t
strcspn(const char *s, const char *reject)
{
	struct byteset set = { { 0 } };
	const char *p = s;

	if (*reject == '\0' || reject[1] == '\0')
		return ((size_t)(__strchrnul(s, *reject) - s));
	do {
		byteset_add(&set, (unsigned char)*reject);
	} while (*reject++ != '\0');
	while (!byteset_has(&set, (unsigned char)*p))
		p++;
	return ((size_t)(p - s));
}

char *
strpbrk(const char *s, const char *accept)
{

	s += strcspn(s, accept);
	return (*s == '\0' ? NULL : __DECONST(char *, s));
}
