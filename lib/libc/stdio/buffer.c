/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Bytes between a FILE's buffer and its file.
 *
 * Writing: a byte is accepted when it is in the file or in the buffer, and
 * the counts returned are of accepted bytes.  After an error the buffer keeps
 * what is not yet written, so that a later call can go on where the file
 * stopped: nothing is lost or written twice.
 */
#include <sys/uio.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stdio_private.h"
#include "string_private.h"

static void
set_buffer(FILE *f, unsigned char *area, size_t size)
{

	f->buf = area + UNGET_MAX;
	f->size = size;
}

/* Gives f a buffer; without memory, one of a single byte. */
void
__sbuffer(FILE *f)
{
	int saved = errno;
	size_t size = f->want != 0 ? f->want : BUFSIZ;
	unsigned char *area = NULL;

	if (f->buf != NULL)
		return;
	if (f->mode == _IONBF) {
		set_buffer(f, f->tiny, 1);
		return;
	}
	if ((f->spare == NULL || size > BUFSIZ) &&
	    size <= SIZE_MAX - UNGET_MAX)
		area = malloc(BUFFER_AREA(size));
	if (area != NULL) {
		f->flags |= F_BUF_MALLOC;
		set_buffer(f, area, size);
	} else if (f->spare != NULL)
		set_buffer(f, f->spare, size < BUFSIZ ? size : BUFSIZ);
	else
		set_buffer(f, f->tiny, 1);
	errno = saved;
}

void
__sbuffer_free(FILE *f)
{

	if (f->flags & F_BUF_MALLOC)
		free(f->buf - UNGET_MAX);
	f->flags &= ~F_BUF_MALLOC;
	f->buf = f->pos = f->rend = f->wend = NULL;
	f->size = 0;
}

static int
fail(FILE *f, int error)
{

	f->flags |= F_ERROR;
	errno = error;
	return (EOF);
}

void
__sidle(FILE *f)
{

	f->flags &= ~(F_READING | F_WRITING);
	f->pos = f->rend = f->wend = NULL;
}

int
__sto_read(FILE *f)
{

	if (f->flags & F_READING)
		return (0);
	if (!(f->flags & F_CAN_READ))
		return (fail(f, EBADF));
	if ((f->flags & F_WRITING) && __sflush(f) == EOF)
		return (EOF);
	__sbuffer(f);
	f->flags = (f->flags & ~F_WRITING) | F_READING;
	f->pos = f->rend = f->buf;
	f->wend = NULL;
	return (0);
}

int
__sto_write(FILE *f)
{
	int saved = errno;

	if (f->flags & F_WRITING)
		return (0);
	if (!(f->flags & F_CAN_WRITE))
		return (fail(f, EBADF));
	/* Where the program stopped reading is where it writes. */
	if ((f->flags & F_READING) && __ssync(f) == EOF && errno != ESPIPE)
		return (EOF);
	if (f->mode == MODE_UNKNOWN)
		f->mode = __sys_isatty(f->fd) ? _IOLBF : _IOFBF;
	errno = saved;
	__sbuffer(f);
	f->flags = (f->flags & ~(F_READING | F_EOF)) | F_WRITING;
	f->pos = f->buf;
	f->rend = NULL;
	f->wend = f->mode == _IOFBF ? f->buf + f->size : NULL;
	return (0);
}

/* Writes out all that waits. */
int
__sflush(FILE *f)
{
	unsigned char *p = f->buf;
	size_t left;
	ssize_t r;

	if (!(f->flags & F_WRITING))
		return (0);
	while (p < f->pos) {
		left = (size_t)(f->pos - p);
		r = __sys_write(f->fd, p, left);
		if (r <= 0) {
			memmove(f->buf, p, left);
			f->pos = f->buf + left;
			return (fail(f, r == 0 ? EIO : errno));
		}
		p += r;
	}
	f->pos = f->buf;
	return (0);
}

/*
 * Makes the file's position that of the stream and empties the buffer.  A
 * file that cannot seek keeps what was read: EOF and ESPIPE.
 */
int
__ssync(FILE *f)
{
	off_t ahead;

	if (f->flags & F_READING) {
		/* What was pushed back before the buffer is dropped. */
		ahead = f->rend - (f->pos < f->buf ? f->buf : f->pos);
		if (ahead != 0 &&
		    __sys_lseek(f->fd, -ahead, SEEK_CUR) == -1)
			return (EOF);
	} else if (__sflush(f) == EOF)
		return (EOF);
	__sidle(f);
	return (0);
}

/* Whoever waits for input should have seen the question. */
static void
flush_stdout(FILE *f)
{
	FILE *out = stdout;

	if (f->mode == _IOFBF || f == out || __ftrylockfile(out) != 0)
		return;
	if (out->mode == _IOLBF && (out->flags & F_WRITING)) {
		int saved = errno;

		__sflush(out);
		errno = saved;
	}
	__funlockfile(out);
}

/* Reads once into p.  0 at the end of the file and on errors. */
static size_t
read_once(FILE *f, unsigned char *p, size_t n)
{
	ssize_t r;

	/* The end has been told: it stays, even on a terminal (C 7.21.7). */
	if (f->flags & F_EOF)
		return (0);
	r = __sys_read(f->fd, p, n);
	if (r > 0)
		return ((size_t)r);
	f->flags |= r == 0 ? F_EOF : F_ERROR;
	return (0);
}

/* Fills the empty buffer of a stream. */
int
__sfill(FILE *f)
{
	size_t n;

	if (__sto_read(f) == EOF)
		return (EOF);
	flush_stdout(f);
	n = read_once(f, f->buf, f->size);
	f->pos = f->buf;
	f->rend = f->buf + n;
	return (n == 0 ? EOF : 0);
}

int
__sgetc_slow(FILE *f)
{

	return (__sfill(f) == EOF ? EOF : *f->pos++);
}

/* Up to n bytes, fewer at the end of the file or on an error. */
size_t
__sread(FILE *f, void *dst, size_t n)
{
	unsigned char *p = dst;
	size_t left = n, got;

	if (left == 0 || __sto_read(f) == EOF)
		return (0);
	for (;;) {
		got = (size_t)(f->rend - f->pos);
		if (got > left)
			got = left;
		memcpy(p, f->pos, got);
		f->pos += got;
		p += got;
		left -= got;
		if (left == 0)
			return (n);
		if (left < f->size) {
			if (__sfill(f) == EOF)
				return (n - left);
			continue;
		}
		/* The buffer is empty and would only be a detour. */
		flush_stdout(f);
		f->pos = f->rend = f->buf;
		got = read_once(f, p, left);
		if (got == 0)
			return (n - left);
		p += got;
		left -= got;
		if (left == 0)
			return (n);
	}
}

/* Writes what waits and n bytes of s; returns how many of s are written. */
static size_t
write_through(FILE *f, const unsigned char *s, size_t n)
{
	size_t done = 0, waiting;
	struct iovec iov[2];
	ssize_t r;

	while (done < n) {
		waiting = (size_t)(f->pos - f->buf);
		iov[0].iov_base = f->buf;
		iov[0].iov_len = waiting;
		iov[1].iov_base = __DECONST(void *, s + done);
		iov[1].iov_len = n - done;
		r = waiting != 0 ? __sys_writev(f->fd, iov, 2) :
		    __sys_write(f->fd, s + done, n - done);
		if (r <= 0) {
			fail(f, r == 0 ? EIO : errno);
			return (done);
		}
		if ((size_t)r < waiting) {
			memmove(f->buf, f->buf + r, waiting - (size_t)r);
			f->pos -= r;
			continue;
		}
		f->pos = f->buf;
		done += (size_t)r - waiting;
	}
	return (done);
}

/* Accepts n bytes, in the buffer as long as they fit. */
static size_t
write_buffered(FILE *f, const unsigned char *s, size_t n)
{

	if (n > (size_t)(f->buf + f->size - f->pos))
		return (write_through(f, s, n));
	memcpy(f->pos, s, n);
	f->pos += n;
	return (n);
}

/*
 * Accepts n bytes of which the last ends a line, and writes all that waits.
 * What fails to be written is taken out of the buffer again: it has not been
 * accepted.
 */
static size_t
write_lines(FILE *f, const unsigned char *s, size_t n)
{
	size_t done, waiting;

	done = write_buffered(f, s, n);
	if (done < n || __sflush(f) == 0)
		return (done);
	waiting = (size_t)(f->pos - f->buf);
	if (waiting > n)
		waiting = n;
	f->pos -= waiting;
	return (n - waiting);
}

size_t
__swrite(FILE *f, const void *src, size_t n)
{
	const unsigned char *s = src, *line;
	size_t done, lines;

	if (n == 0 || __sto_write(f) == EOF)
		return (0);
	if (f->mode == _IOFBF)
		return (write_buffered(f, s, n));
	if (f->mode == _IONBF)
		return (write_through(f, s, n));
	line = __memrchr(s, '\n', n);
	if (line == NULL)
		return (write_buffered(f, s, n));
	lines = (size_t)(line - s) + 1;
	done = write_lines(f, s, lines);
	if (done < lines)
		return (done);
	return (done + write_buffered(f, s + lines, n - lines));
}

int
__sputc_slow(FILE *f, int c)
{
	unsigned char b = (unsigned char)c;

	return (__swrite(f, &b, 1) == 1 ? b : EOF);
}
