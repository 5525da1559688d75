/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Random bytes from the kernel: getrandom of Linux, getentropy of POSIX 2024.
 */

#ifndef _SYS_RANDOM_H_
#define	_SYS_RANDOM_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

#define	GRND_NONBLOCK	1
#define	GRND_RANDOM	2
#define	GRND_INSECURE	4

__BEGIN_DECLS
int	getentropy(void *, size_t);
ssize_t	getrandom(void *, size_t, unsigned int);
__END_DECLS

#endif /* !_SYS_RANDOM_H_ */
