/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What a program finds when its constructors and main begin: arguments,
 * environment, auxiliary vector, TLS with its initial values and alignment,
 * errno, relocated pointers, read-only relocations, the stack's alignment.
 */

#include <sys/auxv.h>

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "../libc_test.h"

static __thread int tls_set = 12345;
static __thread int tls_zero;
static __thread char tls_aligned[100] __attribute__((__aligned__(256))) =
    "aligned";

static int order[8], order_n;
static int target = 77;
static int *const relocated[3] = { &target, NULL, &order[3] };
static int *volatile relocated_data = &target;

static void
check_tls(void)
{
	CHECK(tls_set == 12345);
	CHECK(tls_zero == 0);
	CHECK(((uintptr_t)tls_aligned & 255) == 0);
	CHECK(strcmp(tls_aligned, "aligned") == 0);
}

static void
preinit(int argc, char **argv, char **envp)
{
	order[order_n++] = 1;
	CHECK(argc == 1 && argv[1] == NULL && envp == environ);
	check_tls();
	errno = EDOM;
	CHECK(errno == EDOM);
	errno = 0;
}

static void (*const preinit_entry)(int, char **, char **)
    __attribute__((__section__(".preinit_array"), __used__)) = preinit;

__attribute__((__constructor__(101))) static void
early(void)
{
	order[order_n++] = 2;
	check_tls();
}

__attribute__((__constructor__)) static void
late(void)
{
	order[order_n++] = 3;
}

static void
check_auxv(void)
{
	errno = 0;
	CHECK(getauxval(AT_PAGESZ) == 4096 && errno == 0);
	CHECK(getpagesize() == 4096);
	CHECK(getauxval(AT_PHDR) != 0);
	CHECK(getauxval(0x7654321) == 0 && errno == ENOENT);
	CHECK(issetugid() == 0);
}

int
main(int argc, char **argv, char **envp)
{
	extern const char *__progname;
	uintptr_t frame;

	frame = (uintptr_t)__builtin_frame_address(0);
	CHECK((frame & 15) == 0);
	CHECK(order_n == 3);
	CHECK(order[0] == 1 && order[1] == 2 && order[2] == 3);
	CHECK(argc == 1 && argv[1] == NULL);
	CHECK(envp == environ);
	CHECK(strchr(__progname, '/') == NULL && strncmp(__progname, "t_",
	    2) == 0);
	CHECK(strcmp(program_invocation_name, argv[0]) == 0);
	CHECK(program_invocation_short_name == __progname);
	check_tls();
	check_auxv();
	CHECK(*relocated[0] == 77 && relocated[1] == NULL);
	CHECK(relocated[2] == order + 3);
	CHECK(*relocated_data == 77);
	return (test_failures != 0);
}
