/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: introspection.  None of them touches errno.
 */

#include "door.h"
#include "malloc_ctl.h"
#include "malloc_public.h"
#include "malloc_stats.h"

PUBLIC int
mallctl(const char *name, void *oldp, size_t *oldlenp, void *newp,
    size_t newlen)
{

	return (boot() ? ctl_by_name(name, oldp, oldlenp, newp, newlen) :
	    PORT_EAGAIN);
}

PUBLIC int
mallctlnametomib(const char *name, size_t *mibp, size_t *miblenp)
{

	return (boot() ? ctl_name_to_mib(name, mibp, miblenp) : PORT_EAGAIN);
}

PUBLIC int
mallctlbymib(const size_t *mib, size_t miblen, void *oldp, size_t *oldlenp,
    void *newp, size_t newlen)
{

	return (boot() ? ctl_by_mib(mib, miblen, oldp, oldlenp, newp, newlen) :
	    PORT_EAGAIN);
}

PUBLIC void
malloc_stats_print(void (*write)(void *, const char *), void *opaque,
    const char *opts)
{

	if (boot())
		stats_write(write, opaque, opts);
}
