/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * poll, ppoll, select, pselect: POSIX.
 */

#include <errno.h>
#include <poll.h>
#include <sys/select.h>

#include "libc_private.h"

__weak int
poll(struct pollfd *fds, nfds_t n, int timeout)
{
	return ((int)__syscall_ret(__syscall3(__NR_poll, (long)fds, (long)n,
	    timeout)));
}

/* The kernel writes the time left over; ours is const. */
__weak int
ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
    const sigset_t *mask)
{
	struct timespec ts, *tsp;

	tsp = NULL;
	if (timeout != NULL) {
		ts = *timeout;
		tsp = &ts;
	}
	return ((int)__syscall_ret(__syscall5(__NR_ppoll, (long)fds, (long)n,
	    (long)tsp, (long)mask, sizeof(*mask))));
}

static int
select_call(int n, fd_set *rd, fd_set *wr, fd_set *ex,
    const struct timespec *timeout, const sigset_t *mask)
{
	struct { const sigset_t *set; size_t size; } sixth;
	struct timespec ts, *tsp;

	sixth.set = mask;
	sixth.size = sizeof(*mask);
	tsp = NULL;
	if (timeout != NULL) {
		ts = *timeout;
		tsp = &ts;
	}
	return ((int)__syscall_ret(__syscall6(__NR_pselect6, n, (long)rd,
	    (long)wr, (long)ex, (long)tsp, (long)&sixth)));
}

__weak int
pselect(int n, fd_set *restrict rd, fd_set *restrict wr, fd_set *restrict ex,
    const struct timespec *restrict timeout, const sigset_t *restrict mask)
{
	return (select_call(n, rd, wr, ex, timeout, mask));
}

__weak int
select(int n, fd_set *restrict rd, fd_set *restrict wr, fd_set *restrict ex,
    struct timeval *restrict tv)
{
	struct timespec ts;

	if (tv != NULL) {
		if (tv->tv_sec < 0 || tv->tv_usec < 0 ||
		    tv->tv_usec >= 1000000) {
			errno = EINVAL;
			return (-1);
		}
		ts.tv_sec = tv->tv_sec;
		ts.tv_nsec = tv->tv_usec * 1000;
	}
	return (select_call(n, rd, wr, ex, tv != NULL ? &ts : NULL, NULL));
}
