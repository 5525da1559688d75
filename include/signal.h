/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Signals: ISO C 7.14, POSIX <signal.h>.
 */

#ifndef _SIGNAL_H_
#define	_SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/_pthreadtypes.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>
#include <sys/_types.h>
#include <sys/ucontext.h>

#define	SIGHUP		1
#define	SIGINT		2
#define	SIGQUIT		3
#define	SIGILL		4
#define	SIGTRAP		5
#define	SIGABRT		6
#define	SIGIOT		SIGABRT
#define	SIGBUS		7
#define	SIGFPE		8
#define	SIGKILL		9
#define	SIGUSR1		10
#define	SIGSEGV		11
#define	SIGUSR2		12
#define	SIGPIPE		13
#define	SIGALRM		14
#define	SIGTERM		15
#define	SIGSTKFLT	16
#define	SIGCHLD		17
#define	SIGCONT		18
#define	SIGSTOP		19
#define	SIGTSTP		20
#define	SIGTTIN		21
#define	SIGTTOU		22
#define	SIGURG		23
#define	SIGXCPU		24
#define	SIGXFSZ		25
#define	SIGVTALRM	26
#define	SIGPROF		27
#define	SIGWINCH	28
#define	SIGIO		29
#define	SIGPOLL		SIGIO
#define	SIGPWR		30
#define	SIGSYS		31
#define	SIGRTMIN	32
#define	SIGRTMAX	64
#define	NSIG		65
#define	_NSIG		NSIG

typedef	int	sig_atomic_t;
typedef	void	(*sighandler_t)(int);
typedef	void	(*sig_t)(int);

#define	SIG_DFL		((void (*)(int))0)
#define	SIG_IGN		((void (*)(int))1)
#define	SIG_ERR		((void (*)(int))-1)

union sigval {
	int	sival_int;
	void	*sival_ptr;
};

/* As the kernel writes it: 128 bytes. */
typedef struct {
	int	si_signo;
	int	si_errno;
	int	si_code;
	int	__pad;
	union {
		char	__bytes[112];
		struct {
			union {
				struct {
					pid_t	__pid;
					uid_t	__uid;
				} __sender;
				struct {
					int	__tid;
					int	__overrun;
				} __timer;
			} __first;
			union {
				union sigval	__value;
				struct {
					int	__status;
					clock_t	__utime;
					clock_t	__stime;
				} __child;
			} __second;
		} __kill;
		struct {
			void		*__addr;
			short		__lsb;
			short		__pad1[3];
			void		*__lower;
			void		*__upper;
		} __fault;
		struct {
			long		__band;
			int		__fd;
		} __poll;
		struct {
			void		*__call_addr;
			int		__call;
			unsigned int	__arch;
		} __sys;
	} __u;
} siginfo_t;

#define	si_pid		__u.__kill.__first.__sender.__pid
#define	si_uid		__u.__kill.__first.__sender.__uid
#define	si_timerid	__u.__kill.__first.__timer.__tid
#define	si_overrun	__u.__kill.__first.__timer.__overrun
#define	si_value	__u.__kill.__second.__value
#define	si_int		si_value.sival_int
#define	si_ptr		si_value.sival_ptr
#define	si_status	__u.__kill.__second.__child.__status
#define	si_utime	__u.__kill.__second.__child.__utime
#define	si_stime	__u.__kill.__second.__child.__stime
#define	si_addr		__u.__fault.__addr
#define	si_addr_lsb	__u.__fault.__lsb
#define	si_lower	__u.__fault.__lower
#define	si_upper	__u.__fault.__upper
#define	si_band		__u.__poll.__band
#define	si_fd		__u.__poll.__fd
#define	si_call_addr	__u.__sys.__call_addr
#define	si_syscall	__u.__sys.__call
#define	si_arch		__u.__sys.__arch

#define	SI_USER		0
#define	SI_KERNEL	128
#define	SI_QUEUE	(-1)
#define	SI_TIMER	(-2)
#define	SI_MESGQ	(-3)
#define	SI_ASYNCIO	(-4)
#define	SI_SIGIO	(-5)
#define	SI_TKILL	(-6)
#define	ILL_ILLOPC	1
#define	ILL_ILLOPN	2
#define	ILL_ILLADR	3
#define	ILL_ILLTRP	4
#define	ILL_PRVOPC	5
#define	ILL_PRVREG	6
#define	ILL_COPROC	7
#define	ILL_BADSTK	8
#define	FPE_INTDIV	1
#define	FPE_INTOVF	2
#define	FPE_FLTDIV	3
#define	FPE_FLTOVF	4
#define	FPE_FLTUND	5
#define	FPE_FLTRES	6
#define	FPE_FLTINV	7
#define	FPE_FLTSUB	8
#define	SEGV_MAPERR	1
#define	SEGV_ACCERR	2
#define	SEGV_BNDERR	3
#define	SEGV_PKUERR	4
#define	BUS_ADRALN	1
#define	BUS_ADRERR	2
#define	BUS_OBJERR	3
#define	TRAP_BRKPT	1
#define	TRAP_TRACE	2
#define	CLD_EXITED	1
#define	CLD_KILLED	2
#define	CLD_DUMPED	3
#define	CLD_TRAPPED	4
#define	CLD_STOPPED	5
#define	CLD_CONTINUED	6
#define	POLL_IN		1
#define	POLL_OUT	2
#define	POLL_MSG	3
#define	POLL_ERR	4
#define	POLL_PRI	5
#define	POLL_HUP	6

struct sigaction {
	union {
		void	(*__sa_handler)(int);
		void	(*__sa_sigaction)(int, siginfo_t *, void *);
	} __sa;
	sigset_t	sa_mask;
	int		sa_flags;
};

#define	sa_handler	__sa.__sa_handler
#define	sa_sigaction	__sa.__sa_sigaction

#define	SA_NOCLDSTOP	0x00000001
#define	SA_NOCLDWAIT	0x00000002
#define	SA_SIGINFO	0x00000004
#define	SA_ONSTACK	0x08000000
#define	SA_RESTART	0x10000000
#define	SA_NODEFER	0x40000000
#define	SA_RESETHAND	0x80000000

#define	SIG_BLOCK	0
#define	SIG_UNBLOCK	1
#define	SIG_SETMASK	2

__BEGIN_DECLS
int	kill(pid_t, int);
int	killpg(pid_t, int);
int	pthread_kill(pthread_t, int);
int	pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int	raise(int);
int	sigaction(int, const struct sigaction *__restrict,
	    struct sigaction *__restrict);
int	sigaddset(sigset_t *, int);
int	sigaltstack(const stack_t *__restrict, stack_t *__restrict);
int	sigdelset(sigset_t *, int);
int	sigemptyset(sigset_t *);
int	sigfillset(sigset_t *);
int	siginterrupt(int, int);
int	sigismember(const sigset_t *, int);
void	(*signal(int, void (*)(int)))(int);
int	sigpending(sigset_t *);
int	sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int	sigqueue(pid_t, int, const union sigval);
int	sigsuspend(const sigset_t *);
int	sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict,
	    const struct timespec *__restrict);
int	sigwait(const sigset_t *__restrict, int *__restrict);
int	sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);
__END_DECLS

#endif /* !_SIGNAL_H_ */
