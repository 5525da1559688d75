/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * brk, sbrk: 4BSD.  The lock makes one step of asking for the break and
 * moving it.  It is asked for each time: a program may move it by the bare
 * system call, and a remembered one would then take away its memory.
 */

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "libc_private.h"

int __brk_lock;

/* Move the break; 0 or -1.  The kernel returns the old one if it cannot. */
static int
set_break(uintptr_t wanted)
{
	return ((uintptr_t)__syscall1(__NR_brk, (long)wanted) == wanted ? 0 :
	    -1);
}

__weak int
brk(void *addr)
{
	int r;

	__libc_lock(&__brk_lock);
	r = set_break((uintptr_t)addr);
	__libc_unlock(&__brk_lock);
	if (r != 0)
		errno = ENOMEM;
	return (r);
}

__weak void *
sbrk(intptr_t increment)
{
	uintptr_t old, new;
	int r;

	r = 0;
	__libc_lock(&__brk_lock);
	old = (uintptr_t)__syscall1(__NR_brk, 0);
	new = old + (uintptr_t)increment;
	if (increment != 0) {
		if ((increment > 0) != (new > old))
			r = -1;		/* past an end of the addresses */
		else
			r = set_break(new);
	}
	__libc_unlock(&__brk_lock);
	if (r != 0) {
		errno = ENOMEM;
		return ((void *)-1);
	}
	return ((void *)old);
}
