/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Bytes and bits as in 4.2BSD; POSIX keeps ffs and strcasecmp's family. */
#ifndef _STRINGS_H_
#define	_STRINGS_H_

#include <sys/cdefs.h>

#define	__need_size_t
#include <stddef.h>

__BEGIN_DECLS
/* POSIX.  ffs: number of the lowest bit set, from 1, or 0. */
int	 ffs(int);
int	 ffsl(long);
int	 ffsll(long long);
int	 strcasecmp(const char *, const char *);
int	 strncasecmp(const char *, const char *, size_t);

/* POSIX 2001, since withdrawn. */
int	 bcmp(const void *, const void *, size_t);
void	 bcopy(const void *, void *, size_t);
void	 bzero(void *, size_t);
char	*index(const char *, int);
char	*rindex(const char *, int);

/* BSD.  Never optimised away. */
void	 explicit_bzero(void *, size_t);
__END_DECLS

#endif /* !_STRINGS_H_ */
