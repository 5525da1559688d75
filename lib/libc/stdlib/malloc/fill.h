/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 2, frozen: what opt.junk and opt.zero write.  Threads take the slow
 * paths under either, so that every byte is seen.
 */

#ifndef _FILL_H_
#define	_FILL_H_

#include "size_class.h"

#define	FILL_NEW	0xa5
#define	FILL_FREED	0x5a
#define	FILL_FREED_WORD	UINT64_C(0x5a5a5a5a5a5a5a5a)

static inline bool
fill_enabled(void)
{

	return (config_fill && (conf.junk || conf.zero));
}

/* Bytes that became usable and were not asked to be zero; junk wins. */
static inline void
fill_new(void *p, size_t size)
{

	if (conf.junk || conf.zero)
		__builtin_memset(p, conf.junk ? FILL_NEW : 0, size);
}

/* Bytes that are usable no more. */
static inline void
fill_freed(void *p, size_t size)
{

	if (config_fill && conf.junk)
		__builtin_memset(p, FILL_FREED, size);
}

#endif /* !_FILL_H_ */
