/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* strchr(3), strrchr(3) and their old names index(3) and rindex(3). */
#include <string.h>
#include <strings.h>

#include "string_private.h"

char *
strchr(const char *s, int c)
{
	char *p = __strchrnul(s, c);

	return (*p == (char)c ? p : NULL);
}

char *
strrchr(const char *s, int c)
{

	return (__memrchr(s, c, strlen(s) + 1));
}

__weak_reference(strchr, index);
__weak_reference(strrchr, rindex);
