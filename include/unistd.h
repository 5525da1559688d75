/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * System interface: POSIX <unistd.h>, with what BSD and Linux add to it.
 */

#ifndef _UNISTD_H_
#define	_UNISTD_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#define	__need_NULL
#include <stddef.h>
#include <stdint.h>

#define	_POSIX_VERSION		200809L
#define	_POSIX2_VERSION		200809L
#define	_POSIX_THREADS		200809L
#define	_POSIX_TIMEOUTS		200809L
#define	_POSIX_TIMERS		200809L
#define	_POSIX_MONOTONIC_CLOCK	200809L
#define	_POSIX_SEMAPHORES	200809L
#define	_POSIX_BARRIERS		200809L
#define	_POSIX_SPIN_LOCKS	200809L
#define	_POSIX_READER_WRITER_LOCKS 200809L
#define	_POSIX_CLOCK_SELECTION	200809L
#define	_POSIX_MAPPED_FILES	200809L
#define	_POSIX_MEMLOCK		200809L
#define	_POSIX_MEMLOCK_RANGE	200809L
#define	_POSIX_MEMORY_PROTECTION 200809L
#define	_POSIX_FSYNC		200809L
#define	_POSIX_THREAD_ATTR_STACKADDR 200809L
#define	_POSIX_THREAD_ATTR_STACKSIZE 200809L
#define	_POSIX_THREAD_SAFE_FUNCTIONS 200809L
#define	_POSIX_JOB_CONTROL	1
#define	_POSIX_SAVED_IDS	1
#define	_POSIX_NO_TRUNC		1
#define	_POSIX_CHOWN_RESTRICTED	1
#define	_POSIX_VDISABLE		0

#define	STDIN_FILENO	0
#define	STDOUT_FILENO	1
#define	STDERR_FILENO	2

#define	F_OK		0
#define	X_OK		1
#define	W_OK		2
#define	R_OK		4

#ifndef SEEK_SET
#define	SEEK_SET	0
#define	SEEK_CUR	1
#define	SEEK_END	2
#endif

/* For lockf. */
#define	F_ULOCK		0
#define	F_LOCK		1
#define	F_TLOCK		2
#define	F_TEST		3

/* For sysconf. */
#define	_SC_ARG_MAX			0
#define	_SC_CHILD_MAX			1
#define	_SC_CLK_TCK			2
#define	_SC_NGROUPS_MAX			3
#define	_SC_OPEN_MAX			4
#define	_SC_STREAM_MAX			5
#define	_SC_TZNAME_MAX			6
#define	_SC_JOB_CONTROL			7
#define	_SC_SAVED_IDS			8
#define	_SC_VERSION			9
#define	_SC_PAGESIZE			10
#define	_SC_PAGE_SIZE			_SC_PAGESIZE
#define	_SC_NPROCESSORS_CONF		11
#define	_SC_NPROCESSORS_ONLN		12
#define	_SC_PHYS_PAGES			13
#define	_SC_AVPHYS_PAGES		14
#define	_SC_IOV_MAX			15
#define	_SC_HOST_NAME_MAX		16
#define	_SC_LOGIN_NAME_MAX		17
#define	_SC_LINE_MAX			18
#define	_SC_GETPW_R_SIZE_MAX		19
#define	_SC_GETGR_R_SIZE_MAX		20
#define	_SC_THREADS			21
#define	_SC_THREAD_KEYS_MAX		22
#define	_SC_THREAD_STACK_MIN		23
#define	_SC_THREAD_DESTRUCTOR_ITERATIONS 24
#define	_SC_THREAD_THREADS_MAX		25
#define	_SC_THREAD_SAFE_FUNCTIONS	26
#define	_SC_ATEXIT_MAX			27
#define	_SC_MONOTONIC_CLOCK		28
#define	_SC_SEM_NSEMS_MAX		29
#define	_SC_SEM_VALUE_MAX		30
#define	_SC_SYMLOOP_MAX			31
#define	_SC_RTSIG_MAX			32
#define	_SC_SIGQUEUE_MAX		33
#define	_SC_TIMER_MAX			34
#define	_SC_TTY_NAME_MAX		35
#define	_SC_2_VERSION			36
#define	_SC_BC_BASE_MAX			37
#define	_SC_BC_DIM_MAX			38
#define	_SC_BC_SCALE_MAX		39
#define	_SC_BC_STRING_MAX		40
#define	_SC_COLL_WEIGHTS_MAX		41
#define	_SC_EXPR_NEST_MAX		42
#define	_SC_RE_DUP_MAX			43
#define	_SC_FSYNC			44
#define	_SC_MAPPED_FILES		45
#define	_SC_TIMERS			46
#define	_SC_SEMAPHORES			47
#define	_SC_BARRIERS			48
#define	_SC_SPIN_LOCKS			49
#define	_SC_READER_WRITER_LOCKS		50
#define	_SC_NPROCESSORS_MAX		_SC_NPROCESSORS_CONF

/* For pathconf. */
#define	_PC_LINK_MAX		0
#define	_PC_MAX_CANON		1
#define	_PC_MAX_INPUT		2
#define	_PC_NAME_MAX		3
#define	_PC_PATH_MAX		4
#define	_PC_PIPE_BUF		5
#define	_PC_CHOWN_RESTRICTED	6
#define	_PC_NO_TRUNC		7
#define	_PC_VDISABLE		8
#define	_PC_FILESIZEBITS	9
#define	_PC_SYMLINK_MAX		10

__BEGIN_DECLS
extern char **environ;
extern char *optarg;
extern int opterr, optind, optopt;

void	_exit(int) __dead2;
int	access(const char *, int);
unsigned int alarm(unsigned int);
int	brk(void *);
int	chdir(const char *);
int	chown(const char *, uid_t, gid_t);
int	close(int);
int	dup(int);
int	dup2(int, int);
int	dup3(int, int, int);
int	execl(const char *, const char *, ...);
int	execle(const char *, const char *, ...);
int	execlp(const char *, const char *, ...);
int	execv(const char *, char *const []);
int	execve(const char *, char *const [], char *const []);
int	execvp(const char *, char *const []);
int	execvpe(const char *, char *const [], char *const []);
int	faccessat(int, const char *, int, int);
int	fchdir(int);
int	fchown(int, uid_t, gid_t);
int	fchownat(int, const char *, uid_t, gid_t, int);
int	fdatasync(int);
pid_t	_Fork(void);
pid_t	fork(void);
long	fpathconf(int, int);
int	fsync(int);
int	ftruncate(int, off_t);
char	*getcwd(char *, size_t);
gid_t	getegid(void);
int	getentropy(void *, size_t);
uid_t	geteuid(void);
gid_t	getgid(void);
int	getgroups(int, gid_t []);
int	gethostname(char *, size_t);
int	getopt(int, char *const [], const char *);
int	getpagesize(void);
pid_t	getpgid(pid_t);
pid_t	getpgrp(void);
pid_t	getpid(void);
pid_t	getppid(void);
pid_t	getsid(pid_t);
pid_t	gettid(void);
uid_t	getuid(void);
int	isatty(int);
int	issetugid(void);
int	lchown(const char *, uid_t, gid_t);
int	link(const char *, const char *);
int	linkat(int, const char *, int, const char *, int);
int	lockf(int, int, off_t);
off_t	lseek(int, off_t, int);
int	nice(int);
long	pathconf(const char *, int);
int	pause(void);
int	pipe(int [2]);
int	pipe2(int [2], int);
ssize_t	pread(int, void *, size_t, off_t);
ssize_t	pwrite(int, const void *, size_t, off_t);
ssize_t	read(int, void *, size_t);
ssize_t	readlink(const char *__restrict, char *__restrict, size_t);
ssize_t	readlinkat(int, const char *__restrict, char *__restrict, size_t);
int	renameat(int, const char *, int, const char *);
int	rmdir(const char *);
void	*sbrk(intptr_t);
int	setpgid(pid_t, pid_t);
pid_t	setsid(void);
unsigned int sleep(unsigned int);
int	symlink(const char *, const char *);
int	symlinkat(const char *, int, const char *);
void	sync(void);
long	syscall(long, ...);
long	sysconf(int);
int	truncate(const char *, off_t);
int	unlink(const char *);
int	unlinkat(int, const char *, int);
int	usleep(useconds_t);
pid_t	vfork(void) __returns_twice;
ssize_t	write(int, const void *, size_t);
__END_DECLS

#endif /* !_UNISTD_H_ */
