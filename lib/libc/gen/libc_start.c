/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Start of a program: auxiliary vector, environment and name; thread-local
 * storage of the initial thread; then the constructors, main and exit.
 */

#include <errno.h>
#include <fcntl.h>
#include <linux/auxvec.h>
#include <linux/mman.h>
#include <string.h>

#include "pthread_private.h"
#include "start_private.h"

#define	PAGE	4096UL		/* bytes; what PT_GNU_RELRO is rounded to */

typedef void (*init_func)(int, char **, char **);

/* From the linker; absent in a program without such sections. */
extern init_func __preinit_array_start[] __weak __hidden;
extern init_func __preinit_array_end[] __weak __hidden;
extern init_func __init_array_start[] __weak __hidden;
extern init_func __init_array_end[] __weak __hidden;
extern const Elf64_Dyn _DYNAMIC[] __weak __hidden;

void	exit(int) __dead2;

char **__environ;
__weak_reference(__environ, environ);
const unsigned long *__auxv;
const char *__progname = "";
__weak char *program_invocation_name;
__weak char *program_invocation_short_name;

/* Called by code compiled with -fstack-protector. */
void	__stack_chk_fail(void) __dead2;

void
__start_fatal(const char *message)
{
	(void)__syscall3(__NR_write, 2, (long)message, (long)strlen(message));
	(void)__syscall1(__NR_exit_group, 127);
	__builtin_trap();
}

void
__stack_chk_fail(void)
{
	static const char message[] = "stack smashing detected\n";

	/* Nothing on this stack is to be trusted: no handlers, no abort(). */
	(void)__syscall3(__NR_write, 2, (long)message, sizeof(message) - 1);
	__builtin_trap();
}

static void
set_names(char *argv0)
{
	char *p;

	if (argv0 == NULL)
		return;
	program_invocation_name = argv0;
	program_invocation_short_name = argv0;
	for (p = argv0; *p != '\0'; p++)
		if (*p == '/')
			program_invocation_short_name = p + 1;
	__progname = program_invocation_short_name;
}

/*
 * A set-user-id program that was started without one of descriptors 0, 1
 * and 2 would get it for the next file it opens: fill the gaps.
 */
static void
fill_descriptors(void)
{
	int fd;

	for (fd = 0; fd < 3; fd++)
		if (__syscall2(__NR_fcntl, fd, F_GETFD) == -EBADF &&
		    __syscall3(__NR_open, (long)"/dev/null", O_RDWR, 0) != fd)
			__start_fatal("cannot open /dev/null\n");
}

/* TLS, and read-only relocations; returns when errno and locks work. */
static void
init_program(void)
{
	const Elf64_Phdr *phdr, *ph, *tls, *relro;
	uintptr_t base, start, end;
	size_t n;

	phdr = (const Elf64_Phdr *)__auxv_get(AT_PHDR, 0);
	n = __auxv_get(AT_PHNUM, 0);
	tls = relro = NULL;
	base = 0;
	for (ph = phdr; ph < phdr + n; ph++) {
		if (ph->p_type == PT_TLS)
			tls = ph;
		else if (ph->p_type == PT_GNU_RELRO)
			relro = ph;
		else if (ph->p_type == PT_PHDR)
			base = (uintptr_t)phdr - ph->p_vaddr;
		else if (ph->p_type == PT_DYNAMIC && _DYNAMIC != NULL)
			base = (uintptr_t)_DYNAMIC - ph->p_vaddr;
	}
	__tls_init(tls, base);
	if (relro != NULL) {
		start = (base + relro->p_vaddr) & ~(PAGE - 1);
		end = (base + relro->p_vaddr + relro->p_memsz) & ~(PAGE - 1);
		if (end > start)
			(void)__syscall3(__NR_mprotect, (long)start,
			    (long)(end - start), PROT_READ);
	}
}

/* 8 bytes that an attacker does not know; the first stays NUL, so that no
 * string function can read or write past it. */
static void
init_canary(void)
{
	const void *random;
	uintptr_t canary;

	random = (const void *)__auxv_get(AT_RANDOM, 0);
	if (random != NULL)
		(void)memcpy(&canary, random, sizeof(canary));
	else
		canary = (uintptr_t)&canary * 0x9e3779b97f4a7c15UL;
	__thread_self()->canary = canary & ~(uintptr_t)0xff;
}

void
__libc_start(uintptr_t *stack, int (*main)(int, char **, char **))
{
	char **argv;
	size_t i, n;
	int argc;

	argc = (int)stack[0];
	argv = (char **)(stack + 1);
	__environ = argv + argc + 1;
	for (i = 0; __environ[i] != NULL; i++)
		;
	__auxv = (const unsigned long *)(__environ + i + 1);
	init_program();
	init_canary();
	set_names(argv[0]);
	if (__auxv_get(AT_SECURE, 0) != 0)
		fill_descriptors();

	n = (size_t)(__preinit_array_end - __preinit_array_start);
	for (i = 0; i < n; i++)
		__preinit_array_start[i](argc, argv, __environ);
	n = (size_t)(__init_array_end - __init_array_start);
	for (i = 0; i < n; i++)
		__init_array_start[i](argc, argv, __environ);
	exit(main(argc, argv, __environ));
}
