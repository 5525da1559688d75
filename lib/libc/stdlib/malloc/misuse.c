/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Says what a wrong pointer is.  What it reads may change meanwhile: the
 * words may be off, but the program ends here in any case.
 */

#include "arena.h"
#include "huge.h"
#include "malloc_print.h"
#include "misuse.h"

static _Noreturn void
inside_small(uintptr_t addr, unsigned ind, const char *caller)
{
	const struct run *r;
	uintptr_t start;
	size_t region, size;

	r = run_of(addr);
	size = size_classes.bins[ind].reg_size;
	region = (addr - r->addr) / size;
	start = r->addr + region * size;
	if (region >= size_classes.bins[ind].nregs)
		print_fatal("Error in %s(): invalid pointer 0x%lx: behind the "
		    "last region of %zu bytes of a run, arena %u", caller,
		    addr, size, arena_of((void *)addr)->ind);
	if (start == addr)
		print_fatal("Error in %s(): double free of 0x%lx: "
		    "region of %zu bytes, arena %u", caller, addr, size,
		    arena_of((void *)addr)->ind);
	print_fatal("Error in %s(): invalid pointer 0x%lx: inside a region of "
	    "%zu bytes at 0x%lx, arena %u", caller, addr, size, start,
	    arena_of((void *)addr)->ind);
}

static _Noreturn void
unknown(uintptr_t addr, const char *caller)
{
	const void *start;
	size_t size;

	start = huge_containing((const void *)addr, &size);
	if (start != NULL)
		print_fatal("Error in %s(): invalid pointer 0x%lx: inside a "
		    "huge object of %zu bytes at 0x%lx", caller, addr, size,
		    (uintptr_t)start);
	if (addr >> 48 == 0 && chunk_is_runs(addr))
		print_fatal("Error in %s(): invalid pointer 0x%lx: free page "
		    "of arena %u", caller, addr, arena_of((void *)addr)->ind);
	print_fatal("Error in %s(): invalid pointer 0x%lx: not memory of "
	    "this allocator", caller, addr);
}

static _Noreturn void
inside_large(uintptr_t addr, const char *caller)
{
	uintptr_t start;

	start = ALIGN_DOWN(addr, page_size());
	while (pagemap_class((void *)start) == CLASS_INSIDE)
		start -= page_size();
	if (pagemap_class((void *)start) == CLASS_NONE)
		unknown(addr, caller);	/* ready, see run.h */
	if (start == addr)
		print_fatal("Error in %s(): double free of 0x%lx: "
		    "large object of %zu bytes, arena %u", caller, addr,
		    arena_large_size((void *)start),
		    arena_of((void *)start)->ind);
	print_fatal("Error in %s(): invalid pointer 0x%lx: inside a large "
	    "object of %zu bytes at 0x%lx, arena %u", caller, addr,
	    arena_large_size((void *)start), start,
	    arena_of((void *)start)->ind);
}

_Noreturn void
misuse_pointer(const void *p, const char *caller)
{
	uintptr_t addr = (uintptr_t)p;
	unsigned class;

	class = pagemap_class(p);
	if (class_is_small(class))
		inside_small(addr, class - 1, caller);
	if (class == CLASS_NONE || class == CLASS_HUGE || class == CLASS_CHUNK)
		unknown(addr, caller);
	inside_large(addr, caller);
}

