/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Limits and arithmetic of BSD <sys/param.h>.
 */

#ifndef _SYS_PARAM_H_
#define	_SYS_PARAM_H_

#include <sys/types.h>
#include <limits.h>

#define	NBBY		8		/* bits in a byte */
#define	MAXPATHLEN	4096		/* bytes, with the NUL */
#define	MAXHOSTNAMELEN	64
#define	MAXSYMLINKS	40
#define	NOFILE		256
#define	DEV_BSIZE	512		/* bytes in a unit of st_blocks */

#define	howmany(x, y)	(((x) + ((y) - 1)) / (y))
#define	roundup(x, y)	((((x) + ((y) - 1)) / (y)) * (y))
#define	powerof2(x)	((((x) - 1) & (x)) == 0)
#define	MIN(a, b)	((a) < (b) ? (a) : (b))
#define	MAX(a, b)	((a) > (b) ? (a) : (b))
#define	setbit(a, i)	((a)[(i) / NBBY] |= 1 << ((i) % NBBY))
#define	clrbit(a, i)	((a)[(i) / NBBY] &= ~(1 << ((i) % NBBY)))
#define	isset(a, i)	((a)[(i) / NBBY] & (1 << ((i) % NBBY)))
#define	isclr(a, i)	(((a)[(i) / NBBY] & (1 << ((i) % NBBY))) == 0)

#endif /* !_SYS_PARAM_H_ */
