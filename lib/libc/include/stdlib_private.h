/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the functions of <stdlib.h> share, under reserved names. */
#ifndef _STDLIB_PRIVATE_H_
#define	_STDLIB_PRIVATE_H_

#include <stddef.h>

void	__qsort_r(void *, size_t, size_t,
	    int (*)(const void *, const void *, void *), void *);

/*
 * Replaces the last six of the name but `suffix' bytes, which must be X's,
 * and calls make until it does not fail with EEXIST.  -1 and errno, or what
 * make returned.
 */
int	__mktemp(char *name, int suffix, int flags,
	    int (*make)(const char *, int));
int	__mkostemps(char *, int, int);

#endif /* !_STDLIB_PRIVATE_H_ */
