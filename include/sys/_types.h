/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The one place where the arithmetic types of POSIX <sys/types.h> are
 * defined.  Every header that has to know one of them includes this file.
 */

#ifndef _SYS__TYPES_H_
#define	_SYS__TYPES_H_

#define	__need_size_t
#include <stddef.h>

typedef	long			ssize_t;	/* count of bytes or -1 */
typedef	long			off_t;		/* file offset, bytes */
typedef	int			pid_t;
typedef	unsigned int		uid_t;
typedef	unsigned int		gid_t;
typedef	unsigned int		id_t;		/* pid, uid or gid */
typedef	unsigned int		mode_t;
typedef	unsigned long		dev_t;
typedef	unsigned long		ino_t;
typedef	unsigned long		nlink_t;
typedef	long			blksize_t;	/* bytes */
typedef	long			blkcnt_t;	/* units of 512 bytes */
typedef	unsigned long		fsblkcnt_t;
typedef	unsigned long		fsfilcnt_t;
typedef	int			key_t;
typedef	long			time_t;		/* seconds */
typedef	long			suseconds_t;	/* microseconds */
typedef	unsigned int		useconds_t;	/* microseconds */
typedef	long			clock_t;	/* 1 / CLOCKS_PER_SEC s */
typedef	int			clockid_t;
typedef	void			*timer_t;

#endif /* !_SYS__TYPES_H_ */
