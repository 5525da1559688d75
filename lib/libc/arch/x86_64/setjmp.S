/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * setjmp, sigsetjmp and longjmp: ISO C 7.13, POSIX.  See <setjmp.h> for the
 * layout: rbx rbp r12 r13 r14 r15 rsp rip, mask_saved at 64, mask at 72.
 */

	.text
	.globl	setjmp
	.type	setjmp, @function
	.globl	_setjmp
	.type	_setjmp, @function
setjmp:
_setjmp:
	.cfi_startproc
	xorl	%esi, %esi
	jmp	__sigsetjmp
	.cfi_endproc
	.size	setjmp, . - setjmp
	.size	_setjmp, . - _setjmp

	.weak	sigsetjmp
	.type	sigsetjmp, @function
	.globl	__sigsetjmp
	.type	__sigsetjmp, @function
sigsetjmp:
__sigsetjmp:
	.cfi_startproc
	movq	%rbx, (%rdi)
	movq	%rbp, 8(%rdi)
	movq	%r12, 16(%rdi)
	movq	%r13, 24(%rdi)
	movq	%r14, 32(%rdi)
	movq	%r15, 40(%rdi)
	leaq	8(%rsp), %rdx
	movq	%rdx, 48(%rdi)
	movq	(%rsp), %rdx
	movq	%rdx, 56(%rdi)
	movslq	%esi, %rsi
	movq	%rsi, 64(%rdi)
	testl	%esi, %esi
	jz	1f
	/* rt_sigprocmask(SIG_BLOCK, NULL, &env->mask, 8) */
	leaq	72(%rdi), %rdx
	xorl	%edi, %edi
	xorl	%esi, %esi
	movl	$8, %r10d
	movl	$14, %eax
	syscall
1:	xorl	%eax, %eax
	ret
	.cfi_endproc
	.size	sigsetjmp, . - sigsetjmp
	.size	__sigsetjmp, . - __sigsetjmp

	.weak	longjmp
	.type	longjmp, @function
	.weak	_longjmp
	.type	_longjmp, @function
	.weak	siglongjmp
	.type	siglongjmp, @function
	.globl	__siglongjmp
	.type	__siglongjmp, @function
longjmp:
_longjmp:
siglongjmp:
__siglongjmp:
	.cfi_startproc
	cmpq	$0, 64(%rdi)
	je	2f
	/* rt_sigprocmask(SIG_SETMASK, &env->mask, NULL, 8) */
	movq	%rdi, %r8
	movl	%esi, %r9d
	leaq	72(%rdi), %rsi
	movl	$2, %edi
	xorl	%edx, %edx
	movl	$8, %r10d
	movl	$14, %eax
	syscall
	movq	%r8, %rdi
	movl	%r9d, %esi
2:	movl	%esi, %eax
	cmpl	$1, %eax		/* 0 becomes 1 */
	adcl	$0, %eax
	movq	(%rdi), %rbx
	movq	8(%rdi), %rbp
	movq	16(%rdi), %r12
	movq	24(%rdi), %r13
	movq	32(%rdi), %r14
	movq	40(%rdi), %r15
	movq	48(%rdi), %rsp
	jmp	*56(%rdi)
	.cfi_endproc
	.size	longjmp, . - longjmp
	.size	_longjmp, . - _longjmp
	.size	siglongjmp, . - siglongjmp
	.size	__siglongjmp, . - __siglongjmp

	.section .note.GNU-stack, "", @progbits
