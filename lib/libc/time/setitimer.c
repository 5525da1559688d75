/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * alarm (POSIX), setitimer, getitimer (XSI).
 */

#include <sys/time.h>
#include <unistd.h>

#include "libc_private.h"

__weak int
setitimer(int which, const struct itimerval *restrict new,
    struct itimerval *restrict old)
{
	return ((int)__syscall_ret(__syscall3(__NR_setitimer, which,
	    (long)new, (long)old)));
}

__weak int
getitimer(int which, struct itimerval *value)
{
	return ((int)__syscall_ret(__syscall2(__NR_getitimer, which,
	    (long)value)));
}

/* Returns the seconds that were left; at least 1 if an alarm was set. */
__weak unsigned int
alarm(unsigned int seconds)
{
	struct itimerval new, old;

	new.it_value.tv_sec = seconds;
	new.it_value.tv_usec = 0;
	timerclear(&new.it_interval);
	timerclear(&old.it_value);
	(void)__syscall3(__NR_setitimer, ITIMER_REAL, (long)&new, (long)&old);
	if (old.it_value.tv_usec >= 500000 ||
	    (old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0))
		old.it_value.tv_sec++;
	return ((unsigned int)old.it_value.tv_sec);
}
