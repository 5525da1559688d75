/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * errno: one for each thread, in its control block, so that it is there as
 * soon as the thread pointer is.
 */

#include <errno.h>

#include "pthread_private.h"

int *
__errno_location(void)
{
	return (&__thread_self()->errno_value);
}

long
__syscall_ret(long r)
{
	/* The kernel's errors are -1 .. -4095. */
	if ((unsigned long)r >= (unsigned long)-4095) {
		errno = (int)-r;
		return (-1);
	}
	return (r);
}
