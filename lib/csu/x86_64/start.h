/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The entry point: the kernel jumps to _start with the stack pointer at
 * argc and no return address.  ENTRY calls a C function with that stack.
 */

#ifndef _START_H_
#define	_START_H_

#include <stdint.h>

#define	ENTRY(func)							\
__asm__(								\
	".text\n"							\
	".globl _start\n"						\
	".type _start, @function\n"					\
	"_start:\n"							\
	"	.cfi_startproc\n"					\
	"	.cfi_undefined rip\n"					\
	"	xorl	%ebp, %ebp\n"					\
	"	movq	%rsp, %rdi\n"					\
	"	andq	$-16, %rsp\n"					\
	"	call	" #func "\n"					\
	"	ud2\n"							\
	"	.cfi_endproc\n"						\
	"	.size	_start, . - _start\n"				\
)

int	main(int, char **, char **);
void	__libc_start(uintptr_t *, int (*)(int, char **, char **))
	    __attribute__((__noreturn__));
void	__start_c(uintptr_t *) __attribute__((__noreturn__,
	    __visibility__("hidden"), __used__));

/* For C++ without the compiler's crtbegin.o; a strong one there wins. */
extern void *__dso_handle __attribute__((__visibility__("hidden")));
void *__dso_handle __attribute__((__weak__));

#endif /* !_START_H_ */
