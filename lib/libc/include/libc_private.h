/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What the parts of libc know of each other.  Nothing here is for programs.
 *
 * Names: a function that a program may define itself (read, write, open, ...)
 * exists under a reserved name, __sys_read and so on, and the plain name is
 * a weak alias of it.  Code inside libc calls the reserved name.
 */

#ifndef _LIBC_PRIVATE_H_
#define	_LIBC_PRIVATE_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <stddef.h>

#include "syscall_arch.h"

#define	__hidden	__attribute__((__visibility__("hidden")))
#define	__weak		__attribute__((__weak__))

/* Make alias a weak second name of the function or object sym. */
#define	__weak_reference(sym, alias)					\
	extern __typeof(sym) alias __attribute__((__weak__, __alias__(#sym)))

struct iovec;
struct rlimit;
struct rusage;
struct sigaction;
struct stat;
struct timespec;
struct tm;

/*
 * 0 until the first pthread_create, 1 from just before that thread exists,
 * for ever; 0 again in the child of a fork.
 */
extern int __isthreaded;

/* Set errno and return -1 if r is a kernel's -errno, else return r. */
long	__syscall_ret(long r);

/*
 * Locks of libc's own data: an int that is 0 when free, so that static ones
 * need no initialisation.  Not recursive.  In the child of a fork a lock is
 * made free again by storing 0.  They keep errno.
 */
void	__libc_lock(int *lock);
void	__libc_unlock(int *lock);

/*
 * Hooks of the allocator.  A program that brings its own malloc links
 * without them: compare with NULL before the call.
 */
void	_malloc_first_thread(void) __weak;	/* before 1st pthread_create */
void	_malloc_thread_cleanup(void) __weak;	/* last in a dying thread */
void	_malloc_prefork(void) __weak;
void	_malloc_postfork(void) __weak;		/* in the parent */
void	_malloc_postfork_child(void) __weak;
void	_malloc_exit(void) __weak;		/* last in exit() */

/*
 * Hooks of stdio, weak in the same way: they are there when a program uses
 * a FILE.  __stdio_cleanup flushes everything at exit.  The fork hooks run
 * around the allocator's (stdio allocates while it holds locks, not the
 * other way round); __stdio_prefork takes the lock of the list of files but
 * of no FILE, for a thread may sleep in a read of one; the child's hook
 * makes every lock free.
 */
void	__stdio_cleanup(void) __weak;
void	__stdio_prefork(void) __weak;
void	__stdio_postfork(void) __weak;
void	__stdio_postfork_child(void) __weak;

/* Start-up facts, valid before any constructor runs. */
extern char **__environ;
extern const char *__progname;			/* last part of argv[0] */
unsigned long	getauxval(unsigned long type);	/* 0 when not given */
int	issetugid(void);		/* the kernel says AT_SECURE */
int	getpagesize(void);		/* bytes */

/*
 * The break.  sbrk asks for it and moves it under a lock, so that an
 * allocator and a program that both move it share it.
 */
int	brk(void *addr);
void	*sbrk(long increment);

/* System calls under reserved names: errno and -1, as their plain names. */
int	__sys_open(const char *path, int flags, ...);
int	__sys_openat(int dirfd, const char *path, int flags, ...);
int	__sys_close(int fd);
ssize_t	__sys_read(int fd, void *buf, size_t len);
ssize_t	__sys_write(int fd, const void *buf, size_t len);
ssize_t	__sys_readv(int fd, const struct iovec *iov, int n);
ssize_t	__sys_writev(int fd, const struct iovec *iov, int n);
off_t	__sys_lseek(int fd, off_t offset, int whence);
int	__sys_fcntl(int fd, int cmd, ...);
int	__sys_ioctl(int fd, unsigned long request, ...);
int	__sys_fstat(int fd, struct stat *st);
int	__sys_fstatat(int dirfd, const char *path, struct stat *st, int flags);
int	__sys_isatty(int fd);
int	__sys_dup2(int from, int to);
int	__sys_unlink(const char *path);
int	__sys_rename(const char *from, const char *to);
int	__sys_mkdir(const char *path, mode_t mode);
int	__sys_rmdir(const char *path);
int	__sys_ftruncate(int fd, off_t length);
ssize_t	__sys_readlink(const char *__restrict path, char *__restrict buf,
	    size_t len);
void	*__sys_mmap(void *addr, size_t len, int prot, int flags, int fd,
	    off_t offset);
int	__sys_munmap(void *addr, size_t len);
int	__sys_mprotect(void *addr, size_t len, int prot);
int	__sys_madvise(void *addr, size_t len, int advice);
pid_t	__sys_getpid(void);
int	__sys_kill(pid_t pid, int sig);
int	__sys_raise(int sig);
int	__sys_prlimit(pid_t pid, int resource, const struct rlimit *new,
	    struct rlimit *old);
int	__sys_sched_yield(void);
ssize_t	__sys_getrandom(void *buf, size_t len, unsigned int flags);
int	__clock_nanosleep(clockid_t clock, int flags,
	    const struct timespec *request, struct timespec *left);
int	__nanosleep(const struct timespec *request, struct timespec *left);
struct tm *__gmtime_r(const time_t *__restrict, struct tm *__restrict);
int	__sys_clock_gettime(clockid_t clock, struct timespec *ts);
int	__sys_sigaction(int sig, const struct sigaction *__restrict act,
	    struct sigaction *__restrict oact);
pid_t	__sys_fork(void);
int	__sys_execve(const char *path, char *const argv[], char *const envp[]);
pid_t	__sys_wait4(pid_t pid, int *status, int options, struct rusage *ru);
void	__sys_exit(int status) __dead2;	/* _exit */

#endif /* !_LIBC_PRIVATE_H_ */
