/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * TLS of the initial thread, and the image that every thread's TLS is copied
 * from.  Runs before anything that uses errno, locks or __thread.
 */

#include <errno.h>
#include <linux/elf.h>
#include <linux/mman.h>
#include <string.h>

#include "pthread_private.h"
#include "start_private.h"

/*
 * Room for the TLS of most programs, so that starting one costs no mapping.
 */
static union {
	struct pthread	align_me;
	char		bytes[sizeof(struct pthread) + 1024];
} builtin __attribute__((__aligned__(TLS_TCB_ALIGN)));

static const void *image;
static size_t image_size;	/* bytes; the rest of a block is zero */

size_t __tls_size;
size_t __tls_align = TLS_TCB_ALIGN;
int __thread_count = 1;
int __isthreaded;

void
__tls_copy(struct pthread *tp)
{
	/* The memory of a block is zero to begin with. */
	if (image_size > 0)
		(void)memcpy((char *)tp - __tls_size, image, image_size);
}

static size_t
round_up(size_t n, size_t align)
{
	return ((n + align - 1) & ~(align - 1));
}

/*
 * The block ends at the thread pointer, which is a multiple of the largest
 * alignment in it; the linker rounds its size up to the segment's own
 * alignment to get the offsets it puts in the code.
 */
void
__tls_init(const Elf64_Phdr *tls, uintptr_t base)
{
	struct pthread *tp;
	uintptr_t start;
	size_t room;
	long r;

	if (tls != NULL) {
		image = (const void *)(base + tls->p_vaddr);
		image_size = tls->p_filesz;
		__tls_size = tls->p_memsz;
		if (tls->p_align > 1)
			__tls_size = round_up(__tls_size, tls->p_align);
		if (tls->p_align > __tls_align)
			__tls_align = tls->p_align;
	}
	room = round_up(__tls_size, __tls_align) + sizeof(struct pthread);
	if (room <= sizeof(builtin) && __tls_align == TLS_TCB_ALIGN)
		start = (uintptr_t)&builtin;
	else {
		room += __tls_align;
		r = __syscall6(__NR_mmap, 0, (long)room,
		    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
		if (r < 0 && r >= -4095)
			__start_fatal("no memory for thread-local storage\n");
		start = (uintptr_t)r;
	}
	tp = (struct pthread *)round_up(start + __tls_size, __tls_align);
	tp->self = tp;
	__tls_copy(tp);
	if (__set_thread_pointer(tp) != 0)
		__start_fatal("cannot set the thread pointer\n");
	tp->tid = (int)__syscall1(__NR_set_tid_address, (long)&tp->tid);
}

/*
 * Code that was not relaxed by the linker asks here for the address of a
 * variable.  There is one module, the program.
 */
struct tls_index {
	unsigned long	module;
	unsigned long	offset;
};

void	*__tls_get_addr(const struct tls_index *);

void *
__tls_get_addr(const struct tls_index *index)
{
	return ((char *)__thread_self() - __tls_size + index->offset);
}
