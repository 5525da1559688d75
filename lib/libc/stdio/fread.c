/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* fread(3) and fwrite(3) */
#include <errno.h>

#include "stdio_private.h"

/* size * n.  More bytes than there are addresses cannot be transferred. */
static int
multiply(FILE *f, size_t size, size_t n, size_t *bytes)
{

	if (!__builtin_mul_overflow(size, n, bytes))
		return (0);
	f->flags |= F_ERROR;
	errno = EOVERFLOW;
	return (-1);
}

static size_t
read_items(void *dst, size_t size, size_t n, FILE *f)
{
	size_t bytes, done;

	if (multiply(f, size, n, &bytes) == -1 || bytes == 0)
		return (0);
	done = __sread(f, dst, bytes);
	return (done == bytes ? n : done / size);
}

size_t
fread(void *__restrict dst, size_t size, size_t n, FILE *__restrict f)
{

	__slock(f);
	n = read_items(dst, size, n, f);
	__sunlock(f);
	return (n);
}

static size_t
write_items(const void *src, size_t size, size_t n, FILE *f)
{
	size_t bytes, done;

	if (multiply(f, size, n, &bytes) == -1 || bytes == 0)
		return (0);
	done = __swrite(f, src, bytes);
	return (done == bytes ? n : done / size);
}

size_t
fwrite(const void *__restrict src, size_t size, size_t n, FILE *__restrict f)
{

	__slock(f);
	n = write_items(src, size, n, f);
	__sunlock(f);
	return (n);
}

__weak size_t
fread_unlocked(void *__restrict dst, size_t size, size_t n,
    FILE *__restrict f)
{

	return (read_items(dst, size, n, f));
}

__weak size_t
fwrite_unlocked(const void *__restrict src, size_t size, size_t n,
    FILE *__restrict f)
{

	return (write_items(src, size, n, f));
}
