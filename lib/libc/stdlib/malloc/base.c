/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Records of one size, rounded up to BASE_STEP, are carved from blocks and
 * kept in a list when freed.  The first block is part of the program image:
 * start-up needs no mapping for it, and pages never used are never touched.
 *
 * State: private, under base_lock.
 */

#include "base.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "port.h"

#define	BASE_STEP	((size_t)16)
#define	CARVE_ALIGN	((size_t)64)
#define	BASE_BLOCK	((size_t)256 << 10)	/* bytes mapped at a time */
#define	BASE_FIRST	((size_t)64 << 10)

struct free_record {
	struct free_record	*next;
};

static struct lock base_lock;
static struct free_record *free_records[BASE_SIZE_MAX / BASE_STEP + 1];
static _Alignas(4096) char first_block[BASE_FIRST];
static char *cursor = first_block;
static char *limit = first_block + sizeof(first_block);
static size_t mapped;

static size_t
record_align(size_t size)
{
	size_t align;

	align = size & -size;
	return (align < BASE_STEP ? BASE_STEP : align > 4096 ? 4096 : align);
}

/* What is left of the old block is given up: less than one record. */
static bool
block_new(void)
{
	char *block;

	block = port_map(NULL, BASE_BLOCK);
	if (block == NULL)
		return (false);
	cursor = block;
	limit = block + BASE_BLOCK;
	mapped += BASE_BLOCK;
	return (true);
}

static char *
carve(size_t size)
{
	size_t gap;

	gap = -(uintptr_t)cursor & (record_align(size) - 1);
	if ((size_t)(limit - cursor) < gap + size)
		return (NULL);
	cursor += gap + size;
	return (cursor - size);
}

void *
base_alloc(size_t size)
{
	struct free_record *r;
	void *p;

	size = ALIGN_UP(size, BASE_STEP);
	massert(size <= BASE_SIZE_MAX);
	lock_acquire(&base_lock, LOCK_BASE);
	r = free_records[size / BASE_STEP];
	if (r != NULL) {
		free_records[size / BASE_STEP] = r->next;
		p = r;
	} else {
		p = carve(size);
		if (p == NULL && block_new())
			p = carve(size);
	}
	lock_release(&base_lock, LOCK_BASE);
	return (p);
}

void *
base_alloc_forever(size_t size)
{
	void *p;

	size = ALIGN_UP(size, CARVE_ALIGN);
	lock_acquire(&base_lock, LOCK_BASE);
	p = (size_t)(limit - cursor) >= size ? carve(size) : NULL;
	if (p == NULL) {
		size = ALIGN_UP(size, (size_t)65536);
		p = port_map(NULL, size);
		if (p != NULL)
			mapped += size;
	}
	lock_release(&base_lock, LOCK_BASE);
	return (p);
}

void
base_dalloc(void *p, size_t size)
{
	struct free_record *r = p;

	size = ALIGN_UP(size, BASE_STEP);
	lock_acquire(&base_lock, LOCK_BASE);
	r->next = free_records[size / BASE_STEP];
	free_records[size / BASE_STEP] = r;
	lock_release(&base_lock, LOCK_BASE);
}

size_t
base_mapped(void)
{
	size_t n;

	lock_acquire(&base_lock, LOCK_BASE);
	n = mapped;
	lock_release(&base_lock, LOCK_BASE);
	return (n);
}

void
base_prefork(void)
{

	lock_prefork(&base_lock, LOCK_BASE);
}

void
base_postfork(bool child)
{

	if (child)
		lock_reset(&base_lock);
	else
		lock_release(&base_lock, LOCK_BASE);
}
