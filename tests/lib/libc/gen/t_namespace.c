/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A strictly conforming C program may use every name that is not of ISO C
 * for functions of its own.  libc must link beside them, and not call them.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int called;

#define	MINE(name)							\
	void	mine_##name(void) __asm__(#name);			\
	void								\
	mine_##name(void)						\
	{								\
		called++;						\
		__builtin_trap();					\
	}								\
	void	mine_##name(void)

MINE(open); MINE(openat); MINE(close); MINE(read); MINE(write); MINE(lseek);
MINE(readv); MINE(writev); MINE(pread); MINE(pwrite); MINE(fcntl);
MINE(ioctl); MINE(isatty); MINE(fstat); MINE(stat); MINE(lstat);
MINE(fstatat); MINE(access); MINE(unlink); MINE(unlinkat); MINE(renameat);
MINE(link); MINE(linkat); MINE(symlink); MINE(readlink); MINE(mkdir);
MINE(rmdir); MINE(chdir); MINE(getcwd); MINE(dup); MINE(dup2); MINE(pipe);
MINE(pipe2); MINE(mmap); MINE(munmap); MINE(mprotect); MINE(mremap);
MINE(madvise); MINE(getpid); MINE(getppid); MINE(kill); MINE(killpg);
MINE(sigaction); MINE(sigprocmask); MINE(sigaddset); MINE(sigemptyset);
MINE(sigsuspend); MINE(pause); MINE(alarm); MINE(setitimer); MINE(sleep);
MINE(usleep); MINE(nanosleep); MINE(clock_gettime); MINE(clock_nanosleep);
MINE(gettimeofday); MINE(gmtime_r); MINE(times); MINE(fork); MINE(vfork);
MINE(execve); MINE(execvp); MINE(wait); MINE(waitpid); MINE(wait4);
MINE(setenv); MINE(unsetenv); MINE(putenv); MINE(_exit); MINE(nice);
MINE(sysconf); MINE(getrlimit); MINE(prlimit); MINE(getrusage);
MINE(sched_yield); MINE(sched_getaffinity); MINE(getrandom); MINE(poll);
MINE(select); MINE(sync); MINE(truncate); MINE(ftruncate); MINE(umask);
MINE(uname); MINE(syscall); MINE(pthread_mutex_lock);
MINE(pthread_mutex_unlock); MINE(pthread_self); MINE(pthread_create);
MINE(pthread_once); MINE(pthread_getspecific); MINE(sem_wait);
MINE(call_once); MINE(thrd_yield);

static volatile sig_atomic_t got;

static void
handler(int sig)
{
	got = sig;
}

static void
at_end(void)
{
	got = 0;
}

int
main(void)
{
	static const char name[] = "t_namespace.tmp";
	struct tm *tm;
	char line[32];
	time_t t;
	FILE *f;
	void *p;

	if (atexit(at_end) != 0 || signal(SIGTERM, handler) == SIG_ERR ||
	    raise(SIGTERM) != 0 || got != SIGTERM)
		return (1);
	f = fopen(name, "w+");
	if (f == NULL || fprintf(f, "%d %s\n", 42, "words") != 9 ||
	    fseek(f, 3, SEEK_SET) != 0 ||
	    fgets(line, sizeof(line), f) == NULL ||
	    strcmp(line, "words\n") != 0 || fclose(f) != 0)
		return (2);
	if (rename(name, name) != 0 || remove(name) != 0)
		return (3);
	p = malloc(100000);
	p = realloc(p, 10000000);
	free(p);
	p = calloc(1000, 10);
	free(p);
	t = time(NULL);
	tm = gmtime(&t);
	if (p == NULL || tm == NULL || tm->tm_year < 120 || clock() == -1)
		return (4);
	if (getenv("NO SUCH NAME") != NULL || printf("done\n") != 5)
		return (5);
	errno = 0;
	return (called);
}
