/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * brk, sbrk: 4BSD.  The kernel tells the break only when asked to set one;
 * it is remembered here, under a lock, and asked for at the first use.
 */

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "libc_private.h"

int __brk_lock;
static uintptr_t current;	/* the break, 0: not yet known */

/* Move the break; 0 or -1.  The kernel returns the old one if it cannot. */
static int
set_break(uintptr_t wanted)
{
	if ((uintptr_t)__syscall1(__NR_brk, (long)wanted) != wanted)
		return (-1);
	current = wanted;
	return (0);
}

int
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

void *
sbrk(intptr_t increment)
{
	uintptr_t old, new;
	int r;

	r = 0;
	__libc_lock(&__brk_lock);
	if (current == 0)
		current = (uintptr_t)__syscall1(__NR_brk, 0);
	old = current;
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
