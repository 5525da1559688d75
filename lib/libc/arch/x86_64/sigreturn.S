/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Where a signal handler returns to: rt_sigreturn.  The unwinder knows the
 * code by its bytes, so they must be these two instructions.
 */

	.text
	nop
	.globl	__sigreturn
	.hidden	__sigreturn
	.type	__sigreturn, @function
__sigreturn:
	movq	$15, %rax
	syscall
	.size	__sigreturn, . - __sigreturn

	.section .note.GNU-stack, "", @progbits
