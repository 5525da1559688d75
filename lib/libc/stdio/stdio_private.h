/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The inside of a FILE.
 *
 * A stream is idle, reading or writing.  What bytes of the buffer mean:
 *
 *	idle	 pos, rend and wend are NULL
 *	reading	 [pos, rend) can be read.  pos may lie up to UNGET_MAX bytes
 *		 below buf after ungetc.  wend is NULL
 *	writing	 [buf, pos) waits to be written.  putc may store up to wend:
 *		 the end of the buffer, or NULL where each byte needs a closer
 *		 look (line buffered, unbuffered).  rend is NULL
 *
 * So pos < rend and pos < wend are all that getc and putc test.
 *
 * Functions that begin with __s expect the caller to hold the lock.  Locks
 * are taken in this order: list of files, FILE, allocator.
 */
#ifndef _STDIO_PRIVATE_H_
#define	_STDIO_PRIVATE_H_

#include <sys/queue.h>
#include <stddef.h>
#include <stdio.h>

#include "libc_private.h"

#define	UNGET_MAX	8
/* Room for pushed back bytes in front, and n more. */
#define	BUFFER_AREA(n)	(UNGET_MAX + (n))

/* flags */
#define	F_CAN_READ	0x001
#define	F_CAN_WRITE	0x002
#define	F_APPEND	0x004
#define	F_READING	0x008
#define	F_WRITING	0x010
#define	F_EOF		0x020
#define	F_ERROR		0x040
#define	F_BUF_MALLOC	0x080	/* the buffer is to be freed */
#define	F_STATIC	0x100	/* the FILE itself is not */

/* mode, beside _IOFBF, _IOLBF and _IONBF */
#define	MODE_UNKNOWN	(-1)	/* decided at the first write: a tty? */

struct __file {
	unsigned char	*pos;
	unsigned char	*rend;
	unsigned char	*wend;
	unsigned char	*buf;		/* NULL before the first use */
	size_t		size;		/* of the buffer, bytes */
	size_t		want;		/* size asked for by setvbuf, or 0 */
	unsigned char	*spare;		/* static buffer of BUFSIZ, or NULL */
	int		fd;
	int		flags;
	int		mode;
	pid_t		pid;		/* child of popen, or 0 */

	/* The recursive lock. */
	int		lock;		/* 0 free, 1 held, 2 also waited for */
	int		depth;
	void		*owner;		/* address of the holder's errno */

	TAILQ_ENTRY(__file) link;	/* under the lock of the list */
	unsigned char	tiny[BUFFER_AREA(1)];	/* buffer of the unbuffered */
};

/* files.c */
FILE	*__snew(int fd, int flags);
void	 __sdelete(FILE *);
FILE	*__files_next(FILE *);
void	 __files_lock(void);
void	 __files_unlock(void);

/* flockfile.c */
void	 __flockfile(FILE *);
int	 __ftrylockfile(FILE *);
void	 __funlockfile(FILE *);

/* buffer.c: 0, or EOF with errno. */
void	 __sbuffer(FILE *);
void	 __sbuffer_free(FILE *);
int	 __sto_read(FILE *);
int	 __sto_write(FILE *);
int	 __sfill(FILE *);
int	 __sflush(FILE *);
void	 __sidle(FILE *);
int	 __ssync(FILE *);
size_t	 __sread(FILE *, void *, size_t);
size_t	 __swrite(FILE *, const void *, size_t);
int	 __sgetc_slow(FILE *);
int	 __sputc_slow(FILE *, int);

/* fopen.c: open(2)'s flags for a mode, or -1 and EINVAL. */
int	 __smode(const char *mode, int *flags);

/* fseek.c */
int	 __fseeko(FILE *, off_t, int);
off_t	 __ftello(FILE *);

/* ungetc.c */
int	 __sungetc(FILE *, int);

/* Locking is skipped until there are threads; flockfile itself never is. */
static inline void
__slock(FILE *f)
{

	if (__isthreaded)
		__flockfile(f);
}

static inline void
__sunlock(FILE *f)
{

	if (__isthreaded)
		__funlockfile(f);
}

static inline int
__sgetc(FILE *f)
{

	return (f->pos < f->rend ? *f->pos++ : __sgetc_slow(f));
}

static inline int
__sputc(FILE *f, int c)
{

	if (f->pos < f->wend)
		return (*f->pos++ = (unsigned char)c);
	return (__sputc_slow(f, c));
}

#endif /* !_STDIO_PRIVATE_H_ */
