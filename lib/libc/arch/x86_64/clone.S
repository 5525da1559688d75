/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * int __clone_thread(unsigned long flags, void *stack_top, int *tid,
 *     struct pthread *tp, void (*start)(void *), void *arg)
 *
 * Make a thread that runs start(arg) on its own stack with tp as thread
 * pointer; tid is set in the parent and cleared when the thread is gone.
 * Returns the thread's id or -errno.  start does not return.
 */

	.text
	.globl	__clone_thread
	.hidden	__clone_thread
	.type	__clone_thread, @function
__clone_thread:
	.cfi_startproc
	/* clone(flags, stack, parent_tid, child_tid, tls) */
	andq	$-16, %rsi
	subq	$16, %rsi
	movq	%r8, (%rsi)
	movq	%r9, 8(%rsi)
	movq	%rcx, %r8
	movq	%rdx, %r10
	movl	$56, %eax
	syscall
	testq	%rax, %rax
	jz	1f
	ret
1:
	.cfi_undefined rip
	xorl	%ebp, %ebp
	popq	%rax
	popq	%rdi
	call	*%rax
	ud2
	.cfi_endproc
	.size	__clone_thread, . - __clone_thread

/*
 * void __unmap_exit(void *addr, size_t len)
 *
 * Unmap the memory that holds the caller's stack and end the thread: after
 * munmap nothing may touch the stack, so this cannot be C.
 */
	.globl	__unmap_exit
	.hidden	__unmap_exit
	.type	__unmap_exit, @function
__unmap_exit:
	.cfi_startproc
	movl	$11, %eax
	syscall
	xorl	%edi, %edi
	movl	$60, %eax
	syscall
	ud2
	.cfi_endproc
	.size	__unmap_exit, . - __unmap_exit

	.section .note.GNU-stack, "", @progbits
