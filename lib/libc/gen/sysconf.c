/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sysconf, pathconf, fpathconf: POSIX.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/sysinfo.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#include "pthread_private.h"
#include "start_private.h"

#define	NO_LIMIT	(-1L)		/* without touching errno */
#define	BAD_NAME	(-2L)

/*
 * The number at the end of a list like "0-3,8-11", plus one: processors that
 * the kernel knows, or 0.
 */
static long
cpus_configured(void)
{
	char buf[256];
	long fd, len, i, n, range;

	fd = __syscall3(__NR_open,
	    (long)"/sys/devices/system/cpu/possible", O_RDONLY | O_CLOEXEC,
	    0);
	if (fd < 0)
		return (0);
	len = __syscall3(__NR_read, fd, (long)buf, sizeof(buf));
	(void)__syscall1(__NR_close, fd);
	range = n = 0;
	for (i = 0; i < len; i++) {
		if (buf[i] >= '0' && buf[i] <= '9') {
			n = n * 10 + (buf[i] - '0');
			range = n + 1;
		} else
			n = 0;
	}
	return (range);
}

/* Those that this thread may run on: what a program can make use of. */
static long
cpus_usable(void)
{
	unsigned long set[128];		/* 8192 processors; stacks are small */
	long i, n, r;

	r = __syscall3(__NR_sched_getaffinity, 0, sizeof(set), (long)set);
	n = 0;
	for (i = 0; i < r / (long)sizeof(set[0]); i++)
		n += __builtin_popcountl(set[i]);
	if (n == 0)			/* there are more */
		n = cpus_configured();
	return (n > 0 ? n : 1);
}

static long
memory_pages(int name)
{
	struct sysinfo si;
	unsigned long bytes;

	if (__syscall1(__NR_sysinfo, (long)&si) != 0)
		return (BAD_NAME);
	bytes = name == _SC_PHYS_PAGES ? si.totalram :
	    si.freeram + si.bufferram;
	return ((long)(bytes * si.mem_unit / __auxv_get(AT_PAGESZ, 4096)));
}

/* A limit of the process that the kernel may not have set. */
static long
from_limit(int resource)
{
	struct rlimit rl;

	if (__sys_prlimit(0, resource, NULL, &rl) != 0 || rl.rlim_cur == RLIM_INFINITY)
		return (NO_LIMIT);
	return (rl.rlim_cur > LONG_MAX ? LONG_MAX : (long)rl.rlim_cur);
}

/* ARG_MAX: the kernel takes a quarter of the stack, at least 128 KiB. */
static long
arg_max(void)
{
	long stack;

	stack = from_limit(RLIMIT_STACK);
	if (stack == NO_LIMIT || stack / 4 > 6 << 20)
		return (6 << 20);
	return (stack / 4 > 131072 ? stack / 4 : 131072);
}

/* Names whose values never change. */
static const struct {
	int	name;
	long	value;
} constant[] = {
	{ _SC_CLK_TCK, 100 },		/* USER_HZ of the kernel */
	{ _SC_NGROUPS_MAX, 65536 },
	{ _SC_STREAM_MAX, NO_LIMIT },
	{ _SC_TZNAME_MAX, NO_LIMIT },
	{ _SC_JOB_CONTROL, _POSIX_JOB_CONTROL },
	{ _SC_SAVED_IDS, _POSIX_SAVED_IDS },
	{ _SC_VERSION, _POSIX_VERSION },
	{ _SC_IOV_MAX, 1024 },
	{ _SC_HOST_NAME_MAX, 64 },
	{ _SC_LOGIN_NAME_MAX, 256 },
	{ _SC_LINE_MAX, 4096 },
	{ _SC_GETPW_R_SIZE_MAX, NO_LIMIT },
	{ _SC_GETGR_R_SIZE_MAX, NO_LIMIT },
	{ _SC_THREADS, _POSIX_THREADS },
	{ _SC_THREAD_KEYS_MAX, PTHREAD_KEYS_MAX },
	{ _SC_THREAD_STACK_MIN, PTHREAD_STACK_MIN },
	{ _SC_THREAD_DESTRUCTOR_ITERATIONS, PTHREAD_DESTRUCTOR_ITERATIONS },
	{ _SC_THREAD_THREADS_MAX, NO_LIMIT },
	{ _SC_THREAD_SAFE_FUNCTIONS, _POSIX_THREAD_SAFE_FUNCTIONS },
	{ _SC_ATEXIT_MAX, NO_LIMIT },
	{ _SC_MONOTONIC_CLOCK, _POSIX_MONOTONIC_CLOCK },
	{ _SC_SEM_NSEMS_MAX, NO_LIMIT },
	{ _SC_SEM_VALUE_MAX, SEM_VALUE_MAX },
	{ _SC_SYMLOOP_MAX, 40 },
	{ _SC_RTSIG_MAX, SIGRTMAX - SIGRTMIN + 1 },
	{ _SC_TIMER_MAX, NO_LIMIT },
	{ _SC_TTY_NAME_MAX, 32 },
	{ _SC_2_VERSION, _POSIX2_VERSION },
	{ _SC_BC_BASE_MAX, 99 },
	{ _SC_BC_DIM_MAX, 2048 },
	{ _SC_BC_SCALE_MAX, 99 },
	{ _SC_BC_STRING_MAX, 1000 },
	{ _SC_COLL_WEIGHTS_MAX, 2 },
	{ _SC_EXPR_NEST_MAX, 32 },
	{ _SC_RE_DUP_MAX, 255 },
	{ _SC_FSYNC, _POSIX_FSYNC },
	{ _SC_MAPPED_FILES, _POSIX_MAPPED_FILES },
	{ _SC_TIMERS, _POSIX_TIMERS },
	{ _SC_SEMAPHORES, _POSIX_SEMAPHORES },
	{ _SC_BARRIERS, _POSIX_BARRIERS },
	{ _SC_SPIN_LOCKS, _POSIX_SPIN_LOCKS },
	{ _SC_READER_WRITER_LOCKS, _POSIX_READER_WRITER_LOCKS }
};

static long
value_of(int name)
{
	size_t i;
	long n;

	switch (name) {
	case _SC_ARG_MAX:
		return (arg_max());
	case _SC_CHILD_MAX:
		return (from_limit(RLIMIT_NPROC));
	case _SC_OPEN_MAX:
		return (from_limit(RLIMIT_NOFILE));
	case _SC_SIGQUEUE_MAX:
		return (from_limit(11));	/* RLIMIT_SIGPENDING */
	case _SC_PAGESIZE:
		return ((long)__auxv_get(AT_PAGESZ, 4096));
	case _SC_NPROCESSORS_CONF:
		n = cpus_configured();
		return (n > 0 ? n : cpus_usable());
	case _SC_NPROCESSORS_ONLN:
		return (cpus_usable());
	case _SC_PHYS_PAGES:
	case _SC_AVPHYS_PAGES:
		return (memory_pages(name));
	default:
		break;
	}
	for (i = 0; i < sizeof(constant) / sizeof(constant[0]); i++)
		if (constant[i].name == name)
			return (constant[i].value);
	return (BAD_NAME);
}

__weak long
sysconf(int name)
{
	long value;
	int saved_errno;

	saved_errno = errno;
	value = value_of(name);
	errno = saved_errno;
	if (value == BAD_NAME) {
		errno = EINVAL;
		return (-1);
	}
	return (value);
}

static long
path_value(int name)
{
	switch (name) {
	case _PC_LINK_MAX:
		return (127);
	case _PC_MAX_CANON:
	case _PC_MAX_INPUT:
	case _PC_NAME_MAX:
		return (255);
	case _PC_PATH_MAX:
	case _PC_PIPE_BUF:
	case _PC_SYMLINK_MAX:
		return (4096);
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
		return (1);
	case _PC_VDISABLE:
		return (_POSIX_VDISABLE);
	case _PC_FILESIZEBITS:
		return (64);
	default:
		errno = EINVAL;
		return (-1);
	}
}

__weak long
fpathconf(int fd, int name)
{
	(void)fd;
	return (path_value(name));
}

__weak long
pathconf(const char *path, int name)
{
	(void)path;
	return (path_value(name));
}
