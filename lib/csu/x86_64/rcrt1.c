/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * rcrt1.o: start of a static program at any address (static-PIE).  Before
 * anything else it relocates itself: until that is done no pointer in data
 * is right, so this code uses none, and calls nothing outside this file.
 */

#include <linux/auxvec.h>
#include <linux/elf.h>

#include "start.h"

#define	R_X86_64_NONE		0
#define	R_X86_64_RELATIVE	8
#ifndef DT_RELRSZ
#define	DT_RELRSZ	35
#define	DT_RELR		36
#endif

#define	DT_WANTED	37	/* table entries kept, by tag */

extern const Elf64_Dyn _DYNAMIC[] __attribute__((__visibility__("hidden")));

ENTRY(__start_c);

/* Load address: where the dynamic section is, less where it was linked. */
static uintptr_t
load_base(const uintptr_t *auxv)
{
	const Elf64_Phdr *ph;
	uintptr_t n;

	ph = 0;
	n = 0;
	for (; auxv[0] != AT_NULL; auxv += 2) {
		if (auxv[0] == AT_PHDR)
			ph = (const Elf64_Phdr *)auxv[1];
		else if (auxv[0] == AT_PHNUM)
			n = auxv[1];
	}
	for (; n > 0; n--, ph++)
		if (ph->p_type == PT_DYNAMIC)
			return ((uintptr_t)_DYNAMIC - ph->p_vaddr);
	__builtin_trap();
}

static void
relocate_rela(uintptr_t base, const Elf64_Rela *rela, uintptr_t size)
{
	for (; size >= sizeof(*rela); size -= sizeof(*rela), rela++) {
		switch (ELF64_R_TYPE(rela->r_info)) {
		case R_X86_64_RELATIVE:
			*(uintptr_t *)(base + rela->r_offset) =
			    base + (uintptr_t)rela->r_addend;
			break;
		case R_X86_64_NONE:
			break;
		default:
			/* Not something that a static link leaves behind. */
			__builtin_trap();
		}
	}
}

/*
 * An even entry is an address to relocate; an odd one is a bitmap of the
 * 63 words that follow the last address dealt with.
 */
static void
relocate_relr(uintptr_t base, const uintptr_t *relr, uintptr_t size)
{
	uintptr_t bits, *where;
	unsigned int i;

	where = 0;
	for (; size >= sizeof(*relr); size -= sizeof(*relr), relr++) {
		if ((*relr & 1) == 0) {
			where = (uintptr_t *)(base + *relr);
			*where++ += base;
			continue;
		}
		for (bits = *relr >> 1, i = 0; bits != 0; bits >>= 1, i++)
			if ((bits & 1) != 0)
				where[i] += base;
		where += 63;
	}
}

void
__start_c(uintptr_t *stack)
{
	const Elf64_Dyn *dyn;
	uintptr_t base, value[DT_WANTED], *p;
	unsigned int i;

	for (p = stack + 1 + *stack + 1; *p != 0; p++)
		;
	base = load_base(p + 1);
	for (i = 0; i < DT_WANTED; i++)
		((volatile uintptr_t *)value)[i] = 0;
	for (dyn = _DYNAMIC; dyn->d_tag != DT_NULL; dyn++)
		if (dyn->d_tag > 0 && dyn->d_tag < DT_WANTED)
			value[dyn->d_tag] = dyn->d_un.d_val;
	relocate_rela(base, (const Elf64_Rela *)(base + value[DT_RELA]),
	    value[DT_RELASZ]);
	relocate_relr(base, (const uintptr_t *)(base + value[DT_RELR]),
	    value[DT_RELRSZ]);
	/* What follows may read relocated data: keep it after the stores. */
	__asm__ volatile("" : : : "memory");
	__libc_start(stack, main);
}
