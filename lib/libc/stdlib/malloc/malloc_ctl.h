/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 7: the names of mallctl.  Called after boot and with no lock held.
 * 0 or an errno value; errno is left alone.
 */

#ifndef _MALLOC_CTL_H_
#define	_MALLOC_CTL_H_

#include "malloc_config.h"

int	ctl_by_name(const char *name, void *oldp, size_t *oldlenp, void *newp,
	    size_t newlen);
int	ctl_by_mib(const size_t *mib, size_t miblen, void *oldp,
	    size_t *oldlenp, void *newp, size_t newlen);

/* *miblenp: room in mib; then how many numbers are there. */
int	ctl_name_to_mib(const char *name, size_t *mib, size_t *miblenp);

#endif /* !_MALLOC_CTL_H_ */
