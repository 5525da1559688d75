/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8: start-up, once, by whoever calls first; and fork.
 */

#ifndef _MALLOC_BOOT_H_
#define	_MALLOC_BOOT_H_

#include <stdatomic.h>

#include "malloc_config.h"

extern _Atomic bool boot_done;

/* Boot if nobody has; false if there is no memory to boot with. */
bool	boot_slow(void);

static inline bool
boot(void)
{

	return (likely(atomic_load_explicit(&boot_done,
	    memory_order_acquire)) || boot_slow());
}

#endif /* !_MALLOC_BOOT_H_ */
