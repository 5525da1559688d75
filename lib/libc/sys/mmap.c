/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Mappings: mmap, munmap, mprotect, mremap, msync, madvise, mincore: POSIX
 * and Linux.  Lengths and offsets in bytes.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>

#include "libc_private.h"

void *
__sys_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
	/* A greater object could not be indexed by ptrdiff_t. */
	if (len > PTRDIFF_MAX) {
		errno = ENOMEM;
		return (MAP_FAILED);
	}
	return ((void *)__syscall_ret(__syscall6(__NR_mmap, (long)addr,
	    (long)len, prot, flags, fd, offset)));
}
__weak_reference(__sys_mmap, mmap);

int
__sys_munmap(void *addr, size_t len)
{
	return ((int)__syscall_ret(__syscall2(__NR_munmap, (long)addr,
	    (long)len)));
}
__weak_reference(__sys_munmap, munmap);

int
__sys_mprotect(void *addr, size_t len, int prot)
{
	return ((int)__syscall_ret(__syscall3(__NR_mprotect, (long)addr,
	    (long)len, prot)));
}
__weak_reference(__sys_mprotect, mprotect);

__weak void *
mremap(void *addr, size_t old_len, size_t new_len, int flags, ...)
{
	va_list ap;
	void *new_addr;

	if (new_len > PTRDIFF_MAX) {
		errno = ENOMEM;
		return (MAP_FAILED);
	}
	new_addr = NULL;
	if ((flags & MREMAP_FIXED) != 0) {
		va_start(ap, flags);
		new_addr = va_arg(ap, void *);
		va_end(ap);
	}
	return ((void *)__syscall_ret(__syscall5(__NR_mremap, (long)addr,
	    (long)old_len, (long)new_len, flags, (long)new_addr)));
}

__weak int
msync(void *addr, size_t len, int flags)
{
	return ((int)__syscall_ret(__syscall3(__NR_msync, (long)addr,
	    (long)len, flags)));
}

int
__sys_madvise(void *addr, size_t len, int advice)
{
	return ((int)__syscall_ret(__syscall3(__NR_madvise, (long)addr,
	    (long)len, advice)));
}
__weak_reference(__sys_madvise, madvise);

/*
 * Returns the error.  POSIX's DONTNEED may not lose data, as Linux's
 * MADV_DONTNEED does: it is taken as no advice.
 */
__weak int
posix_madvise(void *addr, size_t len, int advice)
{
	if (advice == POSIX_MADV_DONTNEED)
		return (0);
	return ((int)-__syscall3(__NR_madvise, (long)addr, (long)len,
	    advice));
}

__weak int
mincore(void *addr, size_t len, unsigned char *vec)
{
	return ((int)__syscall_ret(__syscall3(__NR_mincore, (long)addr,
	    (long)len, (long)vec)));
}
