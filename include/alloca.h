/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* alloca: memory of the caller's stack frame; found in BSD systems. */
#ifndef _ALLOCA_H_
#define	_ALLOCA_H_

#define	alloca(size)	__builtin_alloca(size)

#endif /* !_ALLOCA_H_ */
