/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* vfprintf(3) and vdprintf(3) */
#include <errno.h>
#include <string.h>

#include "printf_private.h"

/* Of an unbuffered stream: collect small pieces, write them once. */
#define	PIECES	512

/* Prints to an unbuffered stream as if it had a buffer. */
static int
print_unbuffered(FILE *f, const char *fmt, va_list ap)
{
	unsigned char buf[PIECES];
	FILE tmp;
	struct print_out out = { .file = &tmp };
	int r;

	memset(&tmp, 0, sizeof(tmp));
	tmp.fd = f->fd;
	tmp.flags = F_CAN_WRITE;
	tmp.mode = _IOFBF;
	tmp.buf = buf;
	tmp.size = sizeof(buf);
	r = __print(&out, fmt, ap);
	if (__sflush(&tmp) == EOF)
		r = -1;
	f->flags |= tmp.flags & F_ERROR;
	return (r);
}

int
vfprintf(FILE *__restrict f, const char *__restrict fmt, va_list ap)
{
	struct print_out out = { .file = f };
	int r;

	__slock(f);
	if (__sto_write(f) == EOF)
		r = -1;
	else if (f->mode == _IONBF)
		r = print_unbuffered(f, fmt, ap);
	else
		r = __print(&out, fmt, ap);
	__sunlock(f);
	return (r);
}

__weak int
vdprintf(int fd, const char *__restrict fmt, va_list ap)
{
	FILE f;

	memset(&f, 0, sizeof(f));
	f.fd = fd;
	f.flags = F_CAN_WRITE;
	return (print_unbuffered(&f, fmt, ap));
}
