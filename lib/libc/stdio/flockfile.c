/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The recursive lock of a FILE, on a futex.  A thread is known by the address
 * of its errno.  The owner is compared without the lock: only the thread
 * itself can ever have stored its own address there.
 */
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>

#include "stdio_private.h"

static void *
get_owner(FILE *f)
{

	return (__atomic_load_n(&f->owner, __ATOMIC_RELAXED));
}

static void
own(FILE *f, void *self)
{

	__atomic_store_n(&f->owner, self, __ATOMIC_RELAXED);
	f->depth = 1;
}

static int
try_lock(FILE *f)
{
	int unlocked = 0;

	return (__atomic_compare_exchange_n(&f->lock, &unlocked, 1, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
}

void
__flockfile(FILE *f)
{
	void *self = __errno_location();

	if (get_owner(f) == self) {
		f->depth++;
		return;
	}
	if (!try_lock(f))
		while (__atomic_exchange_n(&f->lock, 2, __ATOMIC_ACQUIRE) != 0)
			__syscall4(SYS_futex, (long)&f->lock,
			    FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 2, 0);
	own(f, self);
}

int
__ftrylockfile(FILE *f)
{
	void *self = __errno_location();

	if (get_owner(f) == self) {
		f->depth++;
		return (0);
	}
	if (!try_lock(f))
		return (EBUSY);
	own(f, self);
	return (0);
}

void
__funlockfile(FILE *f)
{

	if (get_owner(f) != __errno_location() || --f->depth != 0)
		return;
	__atomic_store_n(&f->owner, NULL, __ATOMIC_RELAXED);
	if (__atomic_exchange_n(&f->lock, 0, __ATOMIC_RELEASE) == 2)
		__syscall3(SYS_futex, (long)&f->lock,
		    FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
}

__weak_reference(__flockfile, flockfile);
__weak_reference(__ftrylockfile, ftrylockfile);
__weak_reference(__funlockfile, funlockfile);
