/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The auxiliary vector that the kernel gives to a new program.
 */

#ifndef _SYS_AUXV_H_
#define	_SYS_AUXV_H_

#include <sys/cdefs.h>
#include <linux/auxvec.h>

__BEGIN_DECLS
/* 0, and errno ENOENT, when the vector has no such entry. */
unsigned long	getauxval(unsigned long);
__END_DECLS

#endif /* !_SYS_AUXV_H_ */
