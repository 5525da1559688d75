/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Waiting for children: POSIX <sys/wait.h>, and the wait3 and wait4 of BSD.
 */

#ifndef _SYS_WAIT_H_
#define	_SYS_WAIT_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

#define	WNOHANG		1
#define	WUNTRACED	2
#define	WSTOPPED	2
#define	WEXITED		4
#define	WCONTINUED	8

#define	WTERMSIG(s)	((s) & 0x7f)
#define	WEXITSTATUS(s)	(((s) >> 8) & 0xff)
#define	WSTOPSIG(s)	WEXITSTATUS(s)
#define	WIFEXITED(s)	(WTERMSIG(s) == 0)
#define	WIFSTOPPED(s)	(((s) & 0xff) == 0x7f)
#define	WIFSIGNALED(s)	(WTERMSIG(s) != 0 && WTERMSIG(s) != 0x7f)
#define	WIFCONTINUED(s)	((s) == 0xffff)
#define	WCOREDUMP(s)	(((s) & 0x80) != 0)

struct rusage;

__BEGIN_DECLS
pid_t	wait(int *);
pid_t	wait3(int *, int, struct rusage *);
pid_t	wait4(pid_t, int *, int, struct rusage *);
pid_t	waitpid(pid_t, int *, int);
__END_DECLS

#endif /* !_SYS_WAIT_H_ */
