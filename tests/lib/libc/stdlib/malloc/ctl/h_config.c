/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Whether config.* says what the allocator was built with: KNOB_X is 1 if
 * MK_MALLOC_X was yes.  Prints what is wrong.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <jemalloc/jemalloc.h>

static const struct {
	const char	*name;
	bool		 yes;
} knobs[] = {
	{ "config.debug", KNOB_DEBUG },
	{ "config.dss", KNOB_DSS },
	{ "config.dynamic_page_shift", KNOB_DYNAMIC_PAGE_SHIFT },
	{ "config.fill", KNOB_FILL },
	{ "config.lazy_lock", KNOB_LAZY_LOCK },
	{ "config.stats", KNOB_STATS },
	{ "config.swap", KNOB_SWAP },
	{ "config.sysv", KNOB_SYSV },
	{ "config.tcache", KNOB_TCACHE && KNOB_TLS },
	{ "config.tiny", KNOB_TINY },
	{ "config.tls", KNOB_TLS },
	{ "config.xmalloc", KNOB_XMALLOC },
};

int
main(void)
{
	size_t i, len;
	int wrong = 0;
	bool yes;

	for (i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		len = sizeof(yes);
		if (mallctl(knobs[i].name, &yes, &len, NULL, 0) != 0 ||
		    yes != knobs[i].yes) {
			printf("%s is not %d\n", knobs[i].name, knobs[i].yes);
			wrong = 1;
		}
	}
	return wrong;
}
