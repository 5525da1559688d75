/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 3: memory for the allocator's own records, away from user data.  It
 * grows by mapping blocks of its own and never shrinks; freed records are
 * kept by size.  Memory is zeroed when first handed out, not when reused.
 */

#ifndef _BASE_H_
#define	_BASE_H_

#include "malloc_config.h"

#define	BASE_SIZE_MAX	((size_t)16384)	/* largest record, in bytes */

/* size: up to BASE_SIZE_MAX; aligned to 16, or to the size for 64, 128 ... */
void	*base_alloc(size_t size);
/* Of any size, zeroed, never freed. */
void	*base_alloc_forever(size_t size);

void	 base_dalloc(void *, size_t size);

size_t	 base_mapped(void);		/* bytes taken from the system */

void	 base_prefork(void);
void	 base_postfork(bool child);

#endif /* !_BASE_H_ */
