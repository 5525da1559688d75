/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * From the entry point to main.
 */

#ifndef _START_PRIVATE_H_
#define	_START_PRIVATE_H_

#include <linux/elf.h>
#include <stdint.h>

#include "libc_private.h"

/*
 * Called by crt1.o with the stack as the kernel made it: argc, argv, NULL,
 * environment, NULL, auxiliary vector.
 */
void	__libc_start(uintptr_t *stack, int (*main)(int, char **, char **))
	    __dead2;

/* Say why on fd 2 and end the program: before there is a libc to do more. */
void	__start_fatal(const char *message) __hidden __dead2;

void	__tls_init(const Elf64_Phdr *tls, uintptr_t base) __hidden;

/* The auxiliary vector: pairs of type and value, AT_NULL last. */
extern const unsigned long *__auxv __hidden;
/* A value of it, or what to say when it is missing; leaves errno alone. */
unsigned long	__auxv_get(unsigned long type, unsigned long missing)
		    __hidden;

#endif /* !_START_PRIVATE_H_ */
