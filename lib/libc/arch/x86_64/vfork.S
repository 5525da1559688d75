/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * pid_t vfork(void): 4.3BSD.  The child runs on the parent's stack and will
 * overwrite the return address, so it is kept in a register.
 */

	.text
	.globl	__sys_vfork
	.hidden	__sys_vfork
	.type	__sys_vfork, @function
	.weak	vfork
	.type	vfork, @function
__sys_vfork:
vfork:
	.cfi_startproc
	popq	%rdx
	.cfi_adjust_cfa_offset -8
	.cfi_register rip, rdx
	movl	$58, %eax
	syscall
	pushq	%rdx
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset rip, 0
	movq	%rax, %rdi
	jmp	__syscall_ret
	.cfi_endproc
	.size	__sys_vfork, . - __sys_vfork
	.size	vfork, . - vfork

	.section .note.GNU-stack, "", @progbits
