/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Non-local jumps: ISO C 7.13, POSIX <setjmp.h>.  setjmp and _setjmp do not
 * save the signal mask; sigsetjmp does when asked to.
 */

#ifndef _SETJMP_H_
#define	_SETJMP_H_

#include <sys/cdefs.h>
#include <sys/_sigset.h>

/*
 * What calls preserve (rbx, rbp, r12 to r15), rsp and the return address;
 * then whether the mask is there, and the mask.
 */
typedef struct {
	unsigned long	__regs[8];
	unsigned long	__mask_saved;
	sigset_t	__mask;
} jmp_buf[1];

typedef jmp_buf	sigjmp_buf;

__BEGIN_DECLS
void	_longjmp(jmp_buf, int) __dead2;
int	_setjmp(jmp_buf) __returns_twice;
void	longjmp(jmp_buf, int) __dead2;
int	setjmp(jmp_buf) __returns_twice;
void	siglongjmp(sigjmp_buf, int) __dead2;
int	sigsetjmp(sigjmp_buf, int) __returns_twice;
__END_DECLS

#define	setjmp(env)	setjmp(env)

#endif /* !_SETJMP_H_ */
