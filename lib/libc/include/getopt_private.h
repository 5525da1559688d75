/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What getopt and getopt_long share. */
#ifndef _GETOPT_PRIVATE_H_
#define	_GETOPT_PRIVATE_H_

#include <stddef.h>

void	__getopt_message(char *const *, const char *, const char *, size_t);
int	__getopt_in_word(void);
int	__getopt_restarted(void);
int	__getopt_short(int, char *const *, const char *);

#endif /* !_GETOPT_PRIVATE_H_ */
