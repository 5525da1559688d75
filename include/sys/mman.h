/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Memory mappings: POSIX <sys/mman.h>, with mremap, madvise and mincore of
 * Linux.  Lengths and offsets in bytes.
 */

#ifndef _SYS_MMAN_H_
#define	_SYS_MMAN_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <linux/mman.h>

#define	MAP_FAILED	((void *)-1)
#define	MAP_ANON	MAP_ANONYMOUS

#define	POSIX_MADV_NORMAL	0
#define	POSIX_MADV_RANDOM	1
#define	POSIX_MADV_SEQUENTIAL	2
#define	POSIX_MADV_WILLNEED	3
#define	POSIX_MADV_DONTNEED	4

__BEGIN_DECLS
int	madvise(void *, size_t, int);
int	mincore(void *, size_t, unsigned char *);
int	mlock(const void *, size_t);
int	mlockall(int);
void	*mmap(void *, size_t, int, int, int, off_t);
int	mprotect(void *, size_t, int);
void	*mremap(void *, size_t, size_t, int, ...);
int	msync(void *, size_t, int);
int	munlock(const void *, size_t);
int	munlockall(void);
int	munmap(void *, size_t);
int	posix_madvise(void *, size_t, int);
__END_DECLS

#endif /* !_SYS_MMAN_H_ */
