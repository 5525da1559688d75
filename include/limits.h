/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Limits of the types (ISO C) and of this system (POSIX).  All sizes are in
 * bytes; _POSIX_ names are the least that POSIX lets any system have.
 */
#ifndef _LIMITS_H_
#define	_LIMITS_H_

#define	CHAR_BIT		__CHAR_BIT__
#define	SCHAR_MAX		__SCHAR_MAX__
#define	SCHAR_MIN		(-SCHAR_MAX - 1)
#define	UCHAR_MAX		(SCHAR_MAX * 2 + 1)
#ifdef __CHAR_UNSIGNED__
#define	CHAR_MAX		UCHAR_MAX
#define	CHAR_MIN		0
#else
#define	CHAR_MAX		SCHAR_MAX
#define	CHAR_MIN		SCHAR_MIN
#endif
#define	SHRT_MAX		__SHRT_MAX__
#define	SHRT_MIN		(-SHRT_MAX - 1)
#define	USHRT_MAX		(SHRT_MAX * 2 + 1)
#define	INT_MAX			__INT_MAX__
#define	INT_MIN			(-INT_MAX - 1)
#define	UINT_MAX		(INT_MAX * 2U + 1U)
#define	LONG_MAX		__LONG_MAX__
#define	LONG_MIN		(-LONG_MAX - 1L)
#define	ULONG_MAX		(LONG_MAX * 2UL + 1UL)
#define	LLONG_MAX		__LONG_LONG_MAX__
#define	LLONG_MIN		(-LLONG_MAX - 1LL)
#define	ULLONG_MAX		(LLONG_MAX * 2ULL + 1ULL)
#define	MB_LEN_MAX		4

#define	SSIZE_MAX		LONG_MAX
#define	WORD_BIT		32
#define	LONG_BIT		64

/* The kernel's. */
#define	ARG_MAX			131072	/* with the least of stack limits */
#define	FILESIZEBITS		64
#define	HOST_NAME_MAX		64
#define	IOV_MAX			1024	/* buffers in one readv or writev */
#define	NAME_MAX		255
#define	NGROUPS_MAX		65536
#define	NZERO			20
#define	PATH_MAX		4096	/* with the terminating null */
#define	PIPE_BUF		4096	/* written as a whole */
#define	SYMLOOP_MAX		40
#define	TTY_NAME_MAX		32

/* This libc's. */
#define	BC_BASE_MAX		99
#define	BC_DIM_MAX		2048
#define	BC_SCALE_MAX		99
#define	BC_STRING_MAX		1000
#define	CHARCLASS_NAME_MAX	14
#define	COLL_WEIGHTS_MAX	2
#define	EXPR_NEST_MAX		32
#define	LINE_MAX		4096
#define	LOGIN_NAME_MAX		256
#define	NL_ARGMAX		64	/* arguments named by number */
#define	NL_LANGMAX		14
#define	NL_MSGMAX		32767
#define	NL_SETMAX		255
#define	NL_TEXTMAX		2048
#define	PTHREAD_DESTRUCTOR_ITERATIONS	4
#define	PTHREAD_KEYS_MAX	128
#define	PTHREAD_STACK_MIN	16384
#define	RE_DUP_MAX		255
#define	SEM_VALUE_MAX		INT_MAX
#define	TZNAME_MAX		6

#define	_POSIX_AIO_LISTIO_MAX	2
#define	_POSIX_AIO_MAX		1
#define	_POSIX_ARG_MAX		4096
#define	_POSIX_CHILD_MAX	25
#define	_POSIX_CLOCKRES_MIN	20000000	/* nanoseconds */
#define	_POSIX_DELAYTIMER_MAX	32
#define	_POSIX_HOST_NAME_MAX	255
#define	_POSIX_LINK_MAX		8
#define	_POSIX_LOGIN_NAME_MAX	9
#define	_POSIX_MAX_CANON	255
#define	_POSIX_MAX_INPUT	255
#define	_POSIX_NAME_MAX		14
#define	_POSIX_NGROUPS_MAX	8
#define	_POSIX_OPEN_MAX		20
#define	_POSIX_PATH_MAX		256
#define	_POSIX_PIPE_BUF		512
#define	_POSIX_RE_DUP_MAX	255
#define	_POSIX_RTSIG_MAX	8
#define	_POSIX_SEM_NSEMS_MAX	256
#define	_POSIX_SEM_VALUE_MAX	32767
#define	_POSIX_SIGQUEUE_MAX	32
#define	_POSIX_SSIZE_MAX	32767
#define	_POSIX_STREAM_MAX	8
#define	_POSIX_SYMLINK_MAX	255
#define	_POSIX_SYMLOOP_MAX	8
#define	_POSIX_THREAD_DESTRUCTOR_ITERATIONS	4
#define	_POSIX_THREAD_KEYS_MAX	128
#define	_POSIX_THREAD_THREADS_MAX	64
#define	_POSIX_TIMER_MAX	32
#define	_POSIX_TTY_NAME_MAX	9
#define	_POSIX_TZNAME_MAX	6
#define	_POSIX2_BC_BASE_MAX	99
#define	_POSIX2_BC_DIM_MAX	2048
#define	_POSIX2_BC_SCALE_MAX	99
#define	_POSIX2_BC_STRING_MAX	1000
#define	_POSIX2_CHARCLASS_NAME_MAX	14
#define	_POSIX2_COLL_WEIGHTS_MAX	2
#define	_POSIX2_EXPR_NEST_MAX	32
#define	_POSIX2_LINE_MAX	2048
#define	_POSIX2_RE_DUP_MAX	255
#define	_XOPEN_IOV_MAX		16
#define	_XOPEN_NAME_MAX		255
#define	_XOPEN_PATH_MAX		1024

#endif /* !_LIMITS_H_ */
