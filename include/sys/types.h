/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Types: POSIX <sys/types.h>, and the short unsigned names of BSD.
 */

#ifndef _SYS_TYPES_H_
#define	_SYS_TYPES_H_

#include <sys/cdefs.h>
#include <sys/_types.h>
#include <sys/_pthreadtypes.h>
#include <stdint.h>

typedef	unsigned char		u_char;
typedef	unsigned short		u_short;
typedef	unsigned int		u_int;
typedef	unsigned long		u_long;
typedef	unsigned int		uint;
typedef	unsigned short		ushort;
typedef	unsigned long		ulong;
typedef	uint8_t			u_int8_t;
typedef	uint16_t		u_int16_t;
typedef	uint32_t		u_int32_t;
typedef	uint64_t		u_int64_t;
typedef	char			*caddr_t;
typedef	long			quad_t;
typedef	unsigned long		u_quad_t;
typedef	off_t			off64_t;

#endif /* !_SYS_TYPES_H_ */
