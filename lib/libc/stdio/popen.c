/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * popen(3) and pclose(3).  The child of the raw fork only calls the kernel,
 * so locks of other threads do not matter to it.
 */
#include <sys/syscall.h>
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <string.h>
#include <unistd.h>

#include "stdio_private.h"
#include "string_private.h"

/* In the child: `end' becomes its standard input or output, `to'. */
static __dead2 void
run(const char *command, int end, int to)
{
	const char *argv[] = { "sh", "-c", "--", command, NULL };
	FILE *f = NULL;

	/* POSIX: streams of earlier calls are closed. */
	while ((f = __files_next(f)) != NULL)
		if (f->pid != 0 && f->fd != to)
			__sys_close(f->fd);
	if (end != to)
		__sys_dup2(end, to);
	else
		__sys_fcntl(end, F_SETFD, 0);
	__sys_execve(_PATH_BSHELL, __DECONST(char *const *, argv), __environ);
	__sys_exit(127);
}

FILE *
popen(const char *command, const char *mode)
{
	int fds[2], flags, mine, oflags, saved;
	pid_t pid;
	FILE *f;

	oflags = __smode(mode, &flags);
	if (oflags == -1 || (flags & F_APPEND) ||
	    flags == (F_CAN_READ | F_CAN_WRITE)) {
		errno = EINVAL;
		return (NULL);
	}
	if (__syscall_ret(__syscall2(SYS_pipe2, (long)fds, O_CLOEXEC)) == -1)
		return (NULL);
	mine = flags & F_CAN_READ ? 0 : 1;
	f = __snew(fds[mine], flags);
	if (f == NULL)
		goto bad;
	__files_lock();
	pid = __sys_fork();
	if (pid == 0)
		run(command, fds[!mine], !mine);
	if (pid > 0)
		f->pid = pid;
	__files_unlock();
	if (pid == -1)
		goto bad;
	__sys_close(fds[!mine]);
	if (!(oflags & O_CLOEXEC))
		__sys_fcntl(fds[mine], F_SETFD, 0);
	return (f);
bad:
	saved = errno;
	if (f != NULL)
		__sdelete(f);
	__sys_close(fds[0]);
	__sys_close(fds[1]);
	errno = saved;
	return (NULL);
}

int
pclose(FILE *f)
{
	pid_t pid = f->pid;
	int status;

	if (pid == 0) {
		errno = ECHILD;
		return (-1);
	}
	fclose(f);
	while (__sys_wait4(pid, &status, 0, NULL) == -1)
		if (errno != EINTR)
			return (-1);
	return (status);
}
