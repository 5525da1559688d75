/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * System calls of Linux on x86_64.  Each returns what the kernel returned:
 * a result, or -errno.  The kernel destroys rcx and r11.
 */

#ifndef _SYSCALL_ARCH_H_
#define	_SYSCALL_ARCH_H_

#include <asm/unistd.h>

static inline long
__syscall0(long n)
{
	unsigned long ret;

	__asm__ volatile("syscall" : "=a" (ret) : "a" (n)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall1(long n, long a)
{
	unsigned long ret;

	__asm__ volatile("syscall" : "=a" (ret) : "a" (n), "D" (a)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall2(long n, long a, long b)
{
	unsigned long ret;

	__asm__ volatile("syscall" : "=a" (ret) : "a" (n), "D" (a), "S" (b)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall3(long n, long a, long b, long c)
{
	unsigned long ret;

	__asm__ volatile("syscall" : "=a" (ret)
	    : "a" (n), "D" (a), "S" (b), "d" (c)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall4(long n, long a, long b, long c, long d)
{
	unsigned long ret;
	register long r10 __asm__("r10") = d;

	__asm__ volatile("syscall" : "=a" (ret)
	    : "a" (n), "D" (a), "S" (b), "d" (c), "r" (r10)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall5(long n, long a, long b, long c, long d, long e)
{
	unsigned long ret;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;

	__asm__ volatile("syscall" : "=a" (ret)
	    : "a" (n), "D" (a), "S" (b), "d" (c), "r" (r10), "r" (r8)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

static inline long
__syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	unsigned long ret;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall" : "=a" (ret)
	    : "a" (n), "D" (a), "S" (b), "d" (c), "r" (r10), "r" (r8),
	    "r" (r9)
	    : "rcx", "r11", "memory");
	return ((long)ret);
}

#endif /* !_SYSCALL_ARCH_H_ */
