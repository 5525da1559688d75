/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Synchronous multiplexing: POSIX <sys/select.h>.
 */

#ifndef _SYS_SELECT_H_
#define	_SYS_SELECT_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <sys/_timeval.h>

#define	FD_SETSIZE	1024

typedef struct {
	unsigned long	__fds_bits[FD_SETSIZE / 64];
} fd_set;

#define	__FD_WORD(n, s)	((s)->__fds_bits[(unsigned int)(n) / 64])
#define	__FD_BIT(n)	(1UL << ((unsigned int)(n) % 64))
#define	FD_SET(n, s)	((void)(__FD_WORD(n, s) |= __FD_BIT(n)))
#define	FD_CLR(n, s)	((void)(__FD_WORD(n, s) &= ~__FD_BIT(n)))
#define	FD_ISSET(n, s)	((__FD_WORD(n, s) & __FD_BIT(n)) != 0)
#define	FD_ZERO(s)	((void)(*(s) = (fd_set){ { 0 } }))

__BEGIN_DECLS
int	pselect(int, fd_set *__restrict, fd_set *__restrict,
	    fd_set *__restrict, const struct timespec *__restrict,
	    const sigset_t *__restrict);
int	select(int, fd_set *__restrict, fd_set *__restrict,
	    fd_set *__restrict, struct timeval *__restrict);
__END_DECLS

#endif /* !_SYS_SELECT_H_ */
