/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The thread pointer of x86_64: fs points at the control block, whose first
 * word is its own address; TLS lies below it (variant II of the ELF TLS ABI).
 */

#ifndef _THREAD_ARCH_H_
#define	_THREAD_ARCH_H_

#include <asm/prctl.h>

#include "syscall_arch.h"

/* Space below the control block is a multiple of this, bytes. */
#define	TLS_TCB_ALIGN	64

static inline struct pthread *
__thread_self(void)
{
	struct pthread *self;

	__asm__("mov %%fs:0,%0" : "=r" (self));
	return (self);
}

/* Returns 0 or -errno. */
static inline long
__set_thread_pointer(struct pthread *self)
{
	return (__syscall2(__NR_arch_prctl, ARCH_SET_FS, (long)self));
}

#endif /* !_THREAD_ARCH_H_ */
