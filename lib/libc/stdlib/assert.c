/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the macro assert(3) calls. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "libc_private.h"

void
__assert_fail(const char *expr, const char *file, unsigned int line,
    const char *func)
{

	fprintf(stderr, "%s%sAssertion failed: (%s), function %s, file %s, "
	    "line %u.\n", __progname != NULL ? __progname : "",
	    __progname != NULL ? ": " : "", expr,
	    func != NULL ? func : "?", file, line);
	abort();
}
