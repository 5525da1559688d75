/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Memory and strings.  Lengths and sizes are in bytes throughout.  The only
 * locale is "C", so strcoll and strcmp order alike.
 */
#ifndef _STRING_H_
#define	_STRING_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <strings.h>

#define	__need_NULL
#define	__need_size_t
#include <stddef.h>

__BEGIN_DECLS
/* ISO C. */
void	*memchr(const void *, int, size_t);
int	 memcmp(const void *, const void *, size_t);
void	*memcpy(void *__restrict, const void *__restrict, size_t);
void	*memmove(void *, const void *, size_t);
void	*memset(void *, int, size_t);
char	*strcat(char *__restrict, const char *__restrict);
char	*strchr(const char *, int);
int	 strcmp(const char *, const char *);
int	 strcoll(const char *, const char *);
char	*strcpy(char *__restrict, const char *__restrict);
size_t	 strcspn(const char *, const char *);
char	*strerror(int);
size_t	 strlen(const char *);
char	*strncat(char *__restrict, const char *__restrict, size_t);
int	 strncmp(const char *, const char *, size_t);
char	*strncpy(char *__restrict, const char *__restrict, size_t);
char	*strpbrk(const char *, const char *);
char	*strrchr(const char *, int);
size_t	 strspn(const char *, const char *);
char	*strstr(const char *, const char *);
char	*strtok(char *__restrict, const char *__restrict);
size_t	 strxfrm(char *__restrict, const char *__restrict, size_t);

/* POSIX.  strdup and strndup: NULL and ENOMEM when memory is short. */
void	*memccpy(void *__restrict, const void *__restrict, int, size_t);
void	*memmem(const void *, size_t, const void *, size_t);
char	*stpcpy(char *__restrict, const char *__restrict);
char	*stpncpy(char *__restrict, const char *__restrict, size_t);
char	*strdup(const char *);
char	*strndup(const char *, size_t);
size_t	 strnlen(const char *, size_t);
/* Returns the length it tried to make: truncated if >= the size given. */
size_t	 strlcat(char *__restrict, const char *__restrict, size_t);
size_t	 strlcpy(char *__restrict, const char *__restrict, size_t);
/* 0; EINVAL for an unknown number; ERANGE if the text did not fit. */
int	 strerror_r(int, char *, size_t);
char	*strsignal(int);
char	*strtok_r(char *__restrict, const char *__restrict,
	    char **__restrict);

/* Others, found in BSD or GNU systems. */
void	*mempcpy(void *__restrict, const void *__restrict, size_t);
void	*memrchr(const void *, int, size_t);
void	*rawmemchr(const void *, int);
char	*strcasestr(const char *, const char *);
char	*strchrnul(const char *, int);
char	*strsep(char **__restrict, const char *__restrict);
/* POSIX has it in <unistd.h>. */
void	 swab(const void *__restrict, void *__restrict, ssize_t);
__END_DECLS

#endif /* !_STRING_H_ */
