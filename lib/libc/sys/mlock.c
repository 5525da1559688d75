/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * mlock, munlock, mlockall, munlockall: POSIX.
 */

#include <sys/mman.h>

#include "libc_private.h"

__weak int
mlock(const void *addr, size_t len)
{
	return ((int)__syscall_ret(__syscall2(__NR_mlock, (long)addr,
	    (long)len)));
}

__weak int
munlock(const void *addr, size_t len)
{
	return ((int)__syscall_ret(__syscall2(__NR_munlock, (long)addr,
	    (long)len)));
}

__weak int
mlockall(int flags)
{
	return ((int)__syscall_ret(__syscall1(__NR_mlockall, flags)));
}

__weak int
munlockall(void)
{
	return ((int)__syscall_ret(__syscall0(__NR_munlockall)));
}
