/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * State: private, under swap_lock; the bounds are set once and then only
 * read, and swap_on is published after them.
 */

#include <stdatomic.h>

#include "base.h"
#include "chunk.h"
#include "chunk_swap.h"
#include "extent.h"
#include "malloc_lock.h"
#include "port.h"
#include "size_class.h"

#define	SWAP_FDS_MAX	(BASE_SIZE_MAX / sizeof(int))

static struct lock swap_lock;
static _Atomic bool swap_on;
static uintptr_t low, high;		/* the mapping, whole chunks */
static uintptr_t next;			/* never handed out from here on */
static struct extent_set swap_free;
static size_t avail;			/* bytes */
static bool prezeroed;
static int *files;
static size_t nfiles;

static size_t
file_size(int fd)
{

	return (ALIGN_DOWN(port_file_size(fd), page_size()));
}

/* One file in two places would be one memory at two addresses. */
static bool
is_twice(const int *fds, size_t ind)
{
	size_t i;

	for (i = 0; i < ind; i++) {
		if (port_same_file(fds[i], fds[ind]))
			return (true);
	}
	return (false);
}

/* Sum of the whole pages of the files; 0 if one has none or is twice there. */
static size_t
files_size(const int *fds, size_t n)
{
	size_t i, size, sum = 0;

	for (i = 0; i < n; i++) {
		size = file_size(fds[i]);
		if (size == 0 || sum + size < sum || is_twice(fds, i))
			return (0);
		sum += size;
	}
	return (sum);
}

static bool
files_map(const int *fds, size_t n, uintptr_t addr)
{
	size_t i, size;

	for (i = 0; i < n; i++) {
		size = file_size(fds[i]);
		if (port_map_file((void *)addr, size, fds[i]) != 0)
			return (false);
		addr += size;
	}
	return (true);
}

/* Once all are mapped: files that are refused stay as they are. */
static bool
files_cut(const int *fds, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (port_cut_file(fds[i], file_size(fds[i])) != 0)
			return (false);
	}
	return (true);
}

/* Under swap_lock. */
static int
enable(const int *fds, size_t n)
{
	uintptr_t addr, start;
	size_t size, room;
	int *list;

	size = n == 0 || n > SWAP_FDS_MAX ? 0 : files_size(fds, n);
	room = size + chunk_size();
	if (size < chunk_size() || room < size)
		return (PORT_EFAULT);
	list = base_alloc(n * sizeof(*list));
	if (list == NULL)
		return (PORT_EFAULT);
	addr = (uintptr_t)port_reserve(room);
	start = ALIGN_UP(addr, chunk_size());
	if (addr == 0 || !files_map(fds, n, start) || !files_cut(fds, n)) {
		if (addr != 0)
			(void)port_unmap((void *)addr, room);
		base_dalloc(list, n * sizeof(*list));
		return (PORT_EFAULT);
	}
	__builtin_memcpy(list, fds, n * sizeof(*list));
	files = list;
	nfiles = n;
	low = next = start;
	high = start + ALIGN_DOWN(size, chunk_size());
	avail = size;
	atomic_store_explicit(&swap_on, true, memory_order_release);
	return (0);
}

int
swap_enable(const int *fds, size_t n)
{
	int error;

	lock_acquire(&swap_lock, LOCK_SWAP);
	error = swap_on ? PORT_EPERM : enable(fds, n);
	lock_release(&swap_lock, LOCK_SWAP);
	return (error);
}

bool
swap_enabled(void)
{

	return (config_swap &&
	    atomic_load_explicit(&swap_on, memory_order_acquire));
}

bool
swap_owns(const void *p)
{

	return (swap_enabled() && (uintptr_t)p >= low && (uintptr_t)p < high);
}

bool
swap_prezeroed(void)
{

	return (prezeroed);
}

void
swap_set_prezeroed(bool value)
{

	lock_acquire(&swap_lock, LOCK_SWAP);
	if (!swap_on)
		prezeroed = value;
	lock_release(&swap_lock, LOCK_SWAP);
}

size_t
swap_nfds(void)
{
	size_t n;

	lock_acquire(&swap_lock, LOCK_SWAP);
	n = nfiles;
	lock_release(&swap_lock, LOCK_SWAP);
	return (n);
}

size_t
swap_fds_read(int *fds, size_t max)
{
	size_t i;

	lock_acquire(&swap_lock, LOCK_SWAP);
	for (i = 0; i < nfiles && i < max; i++)
		fds[i] = files[i];
	lock_release(&swap_lock, LOCK_SWAP);
	return (i);
}

size_t
swap_avail(void)
{
	size_t n;

	if (!lock_acquire_to_read(&swap_lock, LOCK_SWAP))
		return (0);
	n = avail;
	lock_release(&swap_lock, LOCK_SWAP);
	return (n);
}

/* Under swap_lock; what alignment leaves out is kept for later. */
static void *
fresh(size_t size, size_t align)
{
	uintptr_t start;

	start = ALIGN_UP(next, align);
	if (start < next || start > high || high - start < size)
		return (NULL);
	if (start != next)
		(void)extent_give(&swap_free, (void *)next, start - next);
	next = start + size;
	return ((void *)start);
}

static void *
swap_alloc(size_t size, size_t align, bool *zeroed)
{
	void *p;

	if (!swap_enabled())
		return (NULL);
	lock_acquire(&swap_lock, LOCK_SWAP);
	*zeroed = false;
	p = extent_take(&swap_free, size, align);
	if (p == NULL) {
		p = fresh(size, align);
		*zeroed = prezeroed;
	}
	if (p != NULL)
		avail -= size;
	lock_release(&swap_lock, LOCK_SWAP);
	return (p);
}

/* A range that cannot be remembered is lost. */
static bool
swap_dalloc(void *p, size_t size)
{

	if (!swap_owns(p))
		return (false);
	(void)port_purge(p, size);
	lock_acquire(&swap_lock, LOCK_SWAP);
	if (extent_give(&swap_free, p, size))
		avail += size;
	lock_release(&swap_lock, LOCK_SWAP);
	return (true);
}

static void
swap_prefork(void)
{

	lock_prefork(&swap_lock, LOCK_SWAP);
}

static void
swap_postfork(bool child)
{

	if (child)
		lock_reset(&swap_lock);
	else
		lock_release(&swap_lock, LOCK_SWAP);
}

const struct chunk_source chunk_source_swap = {
	swap_alloc, swap_dalloc, swap_prefork, swap_postfork
};
