/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Reserved names of functions that ISO C leaves to the program: libc itself
 * calls these, so that a program may have a function of the plain name.
 */
#ifndef _STRING_PRIVATE_H_
#define	_STRING_PRIVATE_H_

#include <sys/cdefs.h>

#include <stddef.h>
#include <stdint.h>

#include "libc_private.h"

/* The same address, through a type that loses const: for strchr(3)'s kin. */
#define	__DECONST(type, p)	((type)(uintptr_t)(const void *)(p))

void	*__memrchr(const void *, int, size_t);
void	*__memmem(const void *, size_t, const void *, size_t);
void	*__mempcpy(void *__restrict, const void *__restrict, size_t);
char	*__stpcpy(char *__restrict, const char *__restrict);
char	*__stpncpy(char *__restrict, const char *__restrict, size_t);
char	*__strchrnul(const char *, int);
size_t	 __strnlen(const char *, size_t);
int	 __strcasecmp(const char *, const char *);
int	 __strncasecmp(const char *, const char *, size_t);
char	*__strdup(const char *);
char	*__strtok_r(char *__restrict, const char *__restrict,
	    char **__restrict);
char	*__text_with_number(char *, const char *, int);
int	 __strerror_r(int, char *, size_t);
const char *
	 __strerror_text(int);

/*
 * A set of bytes, one bit each: strspn and its kin test membership in one
 * step however long the list of bytes is.
 */
struct byteset {
	unsigned long	bits[256 / (8 * sizeof(unsigned long))];
};

#define	BYTESET_BITS	(8 * sizeof(unsigned long))

static inline void
byteset_add(struct byteset *set, unsigned char c)
{

	set->bits[c / BYTESET_BITS] |= 1UL << (c % BYTESET_BITS);
}

static inline int
byteset_has(const struct byteset *set, unsigned char c)
{

	return ((set->bits[c / BYTESET_BITS] >> (c % BYTESET_BITS) & 1) != 0);
}

#endif /* !_STRING_PRIVATE_H_ */
