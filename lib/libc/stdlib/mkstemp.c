/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* mkstemp(3), mkostemp, mkstemps, mkostemps and mkdtemp(3) */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "libc_private.h"
#include "stdlib_private.h"
#include "string_private.h"

/* Give up after so many names that exist. */
#define	TRIES	1000
#define	NXS	6

/* Without the kernel's random bytes, the clock and an address must do. */
static uint64_t
random_bits(void)
{
	uint64_t r;
	struct timespec ts;

	if (__sys_getrandom(&r, sizeof(r), 1) == (ssize_t)sizeof(r))
		return (r);
	__sys_clock_gettime(CLOCK_REALTIME, &ts);
	return (((uint64_t)ts.tv_nsec * 0x9e3779b97f4a7c15ULL) ^
	    (uint64_t)ts.tv_sec ^ (uintptr_t)&r);
}

int
__mktemp(char *name, int suffix, int flags, int (*make)(const char *, int))
{
	static const char letters[] = "0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t len = strlen(name);
	int i, r, saved = errno, try;
	uint64_t bits;
	char *x;

	if (suffix < 0 || len < NXS || (size_t)suffix > len - NXS ||
	    memcmp(x = name + len - (size_t)suffix - NXS, "XXXXXX", NXS)
	    != 0) {
		errno = EINVAL;
		return (-1);
	}
	for (try = 0; try < TRIES; try++) {
		bits = random_bits();
		for (i = 0; i < NXS; i++, bits /= 62)
			x[i] = letters[bits % 62];
		r = make(name, flags);
		if (r != -1) {
			errno = saved;
			return (r);
		}
		if (errno != EEXIST)
			break;
	}
	memcpy(x, "XXXXXX", NXS);
	return (-1);
}

static int
make_file(const char *name, int flags)
{

	return (__sys_open(name, flags | O_RDWR | O_CREAT | O_EXCL, 0600));
}

static int
make_directory(const char *name, int flags)
{

	(void)flags;
	return (__sys_mkdir(name, 0700));
}

int
__mkostemps(char *name, int suffix, int flags)
{

	return (__mktemp(name, suffix, flags & ~O_ACCMODE, make_file));
}

__weak int
mkstemp(char *name)
{

	return (__mkostemps(name, 0, 0));
}

__weak int
mkostemp(char *name, int flags)
{

	return (__mkostemps(name, 0, flags));
}

__weak int
mkstemps(char *name, int suffix)
{

	return (__mkostemps(name, suffix, 0));
}

__weak char *
mkdtemp(char *name)
{

	return (__mktemp(name, 0, 0, make_directory) == -1 ? NULL : name);
}

__weak_reference(__mkostemps, mkostemps);
