/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Streams (ISO C, POSIX).  Each FILE has a recursive lock, held by every
 * function here but those whose names end in _unlocked.  Sizes are in bytes.
 *
 * An interrupted read or write is an error with EINTR, as POSIX asks for: the
 * bytes already accepted stay in the buffer and are written by the next call.
 *
 * printf and scanf convert integers, characters, strings and pointers.  While
 * this libc has no floating-point text, a conversion a, e, f or g makes the
 * whole call fail: printf returns -1, scanf EOF, with ENOTSUP.
 */
#ifndef _STDIO_H_
#define	_STDIO_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <stdarg.h>

#define	__need_NULL
#define	__need_size_t
#include <stddef.h>

typedef struct __file FILE;

/* A position, to be given back to fsetpos only. */
typedef struct {
	off_t	__offset;
} fpos_t;

#define	EOF		(-1)
#define	BUFSIZ		4096
#define	FILENAME_MAX	4096
#define	FOPEN_MAX	16	/* at least; the limit is memory */
#define	L_tmpnam	20
#define	TMP_MAX		10000
#define	P_tmpdir	"/tmp"

#define	_IOFBF		0	/* write when the buffer is full */
#define	_IOLBF		1	/* and at each newline */
#define	_IONBF		2	/* at once */

#ifndef SEEK_SET
#define	SEEK_SET	0
#define	SEEK_CUR	1
#define	SEEK_END	2
#endif

__BEGIN_DECLS
extern FILE	*stdin;
extern FILE	*stdout;
extern FILE	*stderr;
#define	stdin	stdin
#define	stdout	stdout
#define	stderr	stderr

/* ISO C: files. */
int	 fclose(FILE *);
int	 fflush(FILE *);
FILE	*fopen(const char *__restrict, const char *__restrict);
FILE	*freopen(const char *__restrict, const char *__restrict,
	    FILE *__restrict);
int	 remove(const char *);
int	 rename(const char *, const char *);
void	 setbuf(FILE *__restrict, char *__restrict);
int	 setvbuf(FILE *__restrict, char *__restrict, int, size_t);
FILE	*tmpfile(void);
/* A name that was free a moment ago: tmpfile and mkstemp are safe. */
char	*tmpnam(char *);

/* ISO C: bytes. */
int	 fgetc(FILE *);
char	*fgets(char *__restrict, int, FILE *__restrict);
int	 fputc(int, FILE *);
int	 fputs(const char *__restrict, FILE *__restrict);
size_t	 fread(void *__restrict, size_t, size_t, FILE *__restrict);
size_t	 fwrite(const void *__restrict, size_t, size_t, FILE *__restrict);
int	 getc(FILE *);
int	 getchar(void);
int	 putc(int, FILE *);
int	 putchar(int);
int	 puts(const char *);
/* At least eight bytes can be pushed back. */
int	 ungetc(int, FILE *);

/* ISO C: positions and states. */
void	 clearerr(FILE *);
int	 feof(FILE *);
int	 ferror(FILE *);
int	 fgetpos(FILE *__restrict, fpos_t *__restrict);
int	 fseek(FILE *, long, int);
int	 fsetpos(FILE *, const fpos_t *);
long	 ftell(FILE *);
void	 perror(const char *);
void	 rewind(FILE *);

/* ISO C: formats.  Results above INT_MAX: -1 and EOVERFLOW. */
int	 fprintf(FILE *__restrict, const char *__restrict, ...)
	    __printflike(2, 3);
int	 printf(const char *__restrict, ...) __printflike(1, 2);
int	 snprintf(char *__restrict, size_t, const char *__restrict, ...)
	    __printflike(3, 4);
int	 sprintf(char *__restrict, const char *__restrict, ...)
	    __printflike(2, 3);
int	 vfprintf(FILE *__restrict, const char *__restrict, va_list)
	    __printflike(2, 0);
int	 vprintf(const char *__restrict, va_list) __printflike(1, 0);
int	 vsnprintf(char *__restrict, size_t, const char *__restrict, va_list)
	    __printflike(3, 0);
int	 vsprintf(char *__restrict, const char *__restrict, va_list)
	    __printflike(2, 0);
int	 fscanf(FILE *__restrict, const char *__restrict, ...)
	    __scanflike(2, 3);
int	 scanf(const char *__restrict, ...) __scanflike(1, 2);
int	 sscanf(const char *__restrict, const char *__restrict, ...)
	    __scanflike(2, 3);
int	 vfscanf(FILE *__restrict, const char *__restrict, va_list)
	    __scanflike(2, 0);
int	 vscanf(const char *__restrict, va_list) __scanflike(1, 0);
int	 vsscanf(const char *__restrict, const char *__restrict, va_list)
	    __scanflike(2, 0);

/* ISO C until 1999: no buffer is large enough. */
#if !defined(__cplusplus) &&						\
    (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)
char	*gets(char *);
#endif

/* POSIX. */
int	 asprintf(char **__restrict, const char *__restrict, ...)
	    __printflike(2, 3);
int	 dprintf(int, const char *__restrict, ...) __printflike(2, 3);
FILE	*fdopen(int, const char *);
int	 fileno(FILE *);
void	 flockfile(FILE *);
int	 fseeko(FILE *, off_t, int);
off_t	 ftello(FILE *);
int	 ftrylockfile(FILE *);
void	 funlockfile(FILE *);
int	 getc_unlocked(FILE *);
int	 getchar_unlocked(void);
ssize_t	 getdelim(char **__restrict, size_t *__restrict, int,
	    FILE *__restrict);
ssize_t	 getline(char **__restrict, size_t *__restrict, FILE *__restrict);
int	 pclose(FILE *);
FILE	*popen(const char *, const char *);
int	 putc_unlocked(int, FILE *);
int	 putchar_unlocked(int);
int	 renameat(int, const char *, int, const char *);
int	 vasprintf(char **__restrict, const char *__restrict, va_list)
	    __printflike(2, 0);
int	 vdprintf(int, const char *__restrict, va_list) __printflike(2, 0);

/* Others, found in BSD or GNU systems. */
void	 clearerr_unlocked(FILE *);
int	 feof_unlocked(FILE *);
int	 ferror_unlocked(FILE *);
int	 fflush_unlocked(FILE *);
int	 fgetc_unlocked(FILE *);
char	*fgets_unlocked(char *__restrict, int, FILE *__restrict);
int	 fileno_unlocked(FILE *);
int	 fputc_unlocked(int, FILE *);
int	 fputs_unlocked(const char *__restrict, FILE *__restrict);
size_t	 fread_unlocked(void *__restrict, size_t, size_t, FILE *__restrict);
size_t	 fwrite_unlocked(const void *__restrict, size_t, size_t,
	    FILE *__restrict);
void	 setbuffer(FILE *, char *, size_t);
void	 setlinebuf(FILE *);
__END_DECLS

#endif /* !_STDIO_H_ */
