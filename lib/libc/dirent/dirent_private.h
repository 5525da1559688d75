/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The inside of a DIR. */
#ifndef _DIRENT_PRIVATE_H_
#define	_DIRENT_PRIVATE_H_

#include <dirent.h>
#include <stddef.h>

#include "libc_private.h"

struct __dir {
	int	fd;
	int	lock;
	size_t	at;		/* of the next entry in buf, bytes */
	size_t	end;		/* of what the kernel gave, bytes */
	off_t	offset;		/* of the next entry, in the directory */
	/* Entries as the kernel writes them, each aligned. */
	_Alignas(struct dirent) char	buf[4096];
};

#endif /* !_DIRENT_PRIVATE_H_ */
