/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The context that a signal handler gets, as the kernel lays it out on the
 * stack: POSIX 2004 <ucontext.h>.
 */

#ifndef _SYS_UCONTEXT_H_
#define	_SYS_UCONTEXT_H_

#include <sys/_sigset.h>
#define	__need_size_t
#include <stddef.h>

typedef struct {
	void	*ss_sp;
	int	ss_flags;
	size_t	ss_size;	/* bytes */
} stack_t;

#define	SS_ONSTACK	1
#define	SS_DISABLE	2
#define	MINSIGSTKSZ	2048
#define	SIGSTKSZ	8192

#if defined(__x86_64__)
/* Indices of gregs. */
enum {
	REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15,
	REG_RDI, REG_RSI, REG_RBP, REG_RBX, REG_RDX, REG_RAX, REG_RCX,
	REG_RSP, REG_RIP, REG_EFL, REG_CSGSFS, REG_ERR, REG_TRAPNO,
	REG_OLDMASK, REG_CR2
};

#define	NGREG	23

typedef	long long	greg_t;
typedef	greg_t		gregset_t[NGREG];

typedef struct {
	gregset_t	gregs;
	void		*fpregs;	/* the FXSAVE or XSAVE area */
	unsigned long	__reserved[8];
} mcontext_t;
#else
#error "no machine context for this processor"
#endif

typedef struct ucontext {
	unsigned long	uc_flags;
	struct ucontext	*uc_link;
	stack_t		uc_stack;
	mcontext_t	uc_mcontext;
	sigset_t	uc_sigmask;
} ucontext_t;

#endif /* !_SYS_UCONTEXT_H_ */
