/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A set of signals, as the kernel has it: bit n - 1 is signal n.
 */

#ifndef _SYS__SIGSET_H_
#define	_SYS__SIGSET_H_

typedef struct {
	unsigned long	__bits[1];
} sigset_t;

#endif /* !_SYS__SIGSET_H_ */
