/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Vectored input and output: POSIX <sys/uio.h>.
 */

#ifndef _SYS_UIO_H_
#define	_SYS_UIO_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

struct iovec {
	void	*iov_base;
	size_t	iov_len;	/* bytes */
};

__BEGIN_DECLS
ssize_t	preadv(int, const struct iovec *, int, off_t);
ssize_t	pwritev(int, const struct iovec *, int, off_t);
ssize_t	readv(int, const struct iovec *, int);
ssize_t	writev(int, const struct iovec *, int);
__END_DECLS

#endif /* !_SYS_UIO_H_ */
