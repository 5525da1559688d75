/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * clock_gettime: POSIX.  The kernel maps a small shared object (the vDSO)
 * with a clock_gettime that needs no system call for the common clocks; it
 * is looked up at the first use.
 */

#include <linux/auxvec.h>
#include <linux/elf.h>
#include <string.h>
#include <time.h>

#include "start_private.h"
#include "libc_private.h"

typedef int (*vdso_func)(clockid_t, struct timespec *);

/* Address of a function of the vDSO, or NULL. */
static vdso_func
vdso_lookup(const char *name)
{
	const Elf64_Ehdr *eh;
	const Elf64_Phdr *ph;
	const Elf64_Dyn *dyn;
	const Elf64_Sym *sym;
	const char *base, *str;
	const unsigned int *hash;
	unsigned int i;

	base = (const char *)__auxv_get(AT_SYSINFO_EHDR, 0);
	if (base == NULL)
		return (NULL);
	eh = (const Elf64_Ehdr *)base;
	ph = (const Elf64_Phdr *)(base + eh->e_phoff);
	dyn = NULL;
	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_DYNAMIC)
			dyn = (const Elf64_Dyn *)(base + ph[i].p_offset);
	/* It is linked at 0 and not relocated: addresses are offsets. */
	str = NULL;
	sym = NULL;
	hash = NULL;
	for (; dyn != NULL && dyn->d_tag != DT_NULL; dyn++) {
		if (dyn->d_tag == DT_STRTAB)
			str = base + dyn->d_un.d_ptr;
		else if (dyn->d_tag == DT_SYMTAB)
			sym = (const Elf64_Sym *)(base + dyn->d_un.d_ptr);
		else if (dyn->d_tag == DT_HASH)
			hash = (const unsigned int *)(base + dyn->d_un.d_ptr);
	}
	if (str == NULL || sym == NULL || hash == NULL)
		return (NULL);
	for (i = 0; i < hash[1]; i++)	/* the number of symbols */
		if (sym[i].st_shndx != SHN_UNDEF &&
		    strcmp(str + sym[i].st_name, name) == 0)
			return ((vdso_func)(uintptr_t)(base +
			    sym[i].st_value));
	return (NULL);
}

static int
by_syscall(clockid_t clock, struct timespec *ts)
{
	return ((int)__syscall2(__NR_clock_gettime, clock, (long)ts));
}

int
__sys_clock_gettime(clockid_t clock, struct timespec *ts)
{
	static vdso_func func;
	vdso_func f;

	f = __atomic_load_n(&func, __ATOMIC_RELAXED);
	if (f == NULL) {
		f = vdso_lookup("__vdso_clock_gettime");
		if (f == NULL)
			f = by_syscall;
		__atomic_store_n(&func, f, __ATOMIC_RELAXED);
	}
	return ((int)__syscall_ret(f(clock, ts)));
}
__weak_reference(__sys_clock_gettime, clock_gettime);
