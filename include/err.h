/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Messages of a program on standard error, "name: text: error text"; the
 * functions with an x leave out errno's text.  From 4.4BSD.
 */
#ifndef _ERR_H_
#define	_ERR_H_

#include <sys/cdefs.h>
#include <stdarg.h>

__BEGIN_DECLS
/* These end the program with the status given. */
void	err(int, const char *, ...) __dead2 __printflike(2, 3);
void	errc(int, int, const char *, ...) __dead2 __printflike(3, 4);
void	errx(int, const char *, ...) __dead2 __printflike(2, 3);
void	verr(int, const char *, va_list) __dead2 __printflike(2, 0);
void	verrc(int, int, const char *, va_list) __dead2 __printflike(3, 0);
void	verrx(int, const char *, va_list) __dead2 __printflike(2, 0);

void	vwarn(const char *, va_list) __printflike(1, 0);
void	vwarnc(int, const char *, va_list) __printflike(2, 0);
void	vwarnx(const char *, va_list) __printflike(1, 0);
void	warn(const char *, ...) __printflike(1, 2);
void	warnc(int, const char *, ...) __printflike(2, 3);
void	warnx(const char *, ...) __printflike(1, 2);
__END_DECLS

#endif /* !_ERR_H_ */
