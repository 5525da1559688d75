/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* perror(3) */
#include <stdio.h>

void
perror(const char *s)
{

	if (s != NULL && *s != '\0')
		fprintf(stderr, "%s: %m\n", s);
	else
		fprintf(stderr, "%m\n");
}
