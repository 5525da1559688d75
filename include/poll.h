/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Waiting for descriptors: POSIX <poll.h>, with ppoll of POSIX 2024.
 */

#ifndef _POLL_H_
#define	_POLL_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <asm/poll.h>

typedef	unsigned long	nfds_t;

__BEGIN_DECLS
int	poll(struct pollfd *, nfds_t, int);	/* timeout: milliseconds */
int	ppoll(struct pollfd *, nfds_t, const struct timespec *,
	    const sigset_t *);
__END_DECLS

#endif /* !_POLL_H_ */
