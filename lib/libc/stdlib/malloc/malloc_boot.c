/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Start-up and fork, for all rooms in the order of their floors.
 *
 * State: boot_done, and what guards it.  The host's hooks are installed once
 * memory can be had, for the host may allocate meanwhile: the booting thread
 * passes then, the others wait for boot_done.
 */

#include "base.h"
#include "chunk.h"
#include "huge.h"
#include "malloc_boot.h"
#include "malloc_lock.h"
#include "malloc_print.h"
#include "malloc_snapshot.h"
#include "malloc_stats.h"
#include "malloc_thread.h"
#include "port.h"

_Atomic bool boot_done;

static struct lock boot_lock;
static bool core_booted;			/* under boot_lock */
static _Atomic uintptr_t booting;		/* thread that holds it */

static bool
boot_arenas(void)
{

	if (!thread_boot())
		return (false);
	/* Sealing is a safeguard: a system that cannot does without. */
	(void)port_seal(&image.frozen, sizeof(image.frozen));
	return (true);
}

/* Two words give one: neither can be told from it. */
static uintptr_t
key_make(void)
{
	uint64_t seed[2] = { 0, 0 }, key;

	port_seed(seed);
	key = (seed[0] ^ (seed[0] >> 31)) * UINT64_C(0xbf58476d1ce4e5b9);
	key ^= (seed[1] ^ (seed[1] >> 29)) * UINT64_C(0x94d049bb133111eb);
	return ((uintptr_t)(key ^ (key >> 32)) | (uintptr_t)1 << 63);
}

/* May fail and be tried again: the tables are made once. */
static bool
boot_core(void)
{

	if (size_classes.nbins != 0)
		return (boot_arenas());
	conf_boot();
	freed_key = key_make();
	size_class_boot(sizeof(struct chunk), sizeof(struct run *));
	return (boot_arenas());
}

noinline bool
boot_slow(void)
{
	uintptr_t self;

	self = port_thread_self();
	if (atomic_load(&booting) == self)
		return (core_booted);
	lock_acquire(&boot_lock, LOCK_BOOT);
	atomic_store(&booting, self);
	if (!core_booted)
		core_booted = boot_core();
	if (core_booted && !boot_done) {
		port_hooks_init();
		if (conf.stats_print)
			port_atexit(stats_print_exit);
		atomic_store_explicit(&boot_done, true, memory_order_release);
	}
	atomic_store(&booting, 0);
	lock_release(&boot_lock, LOCK_BOOT);
	return (core_booted);
}

/*
 * A program that never allocates pays for nothing, but who gave it options
 * hears what is wrong with them, and gets the statistics.
 */
void
malloc_hook_start(void)
{

	if (conf_is_given())
		(void)boot();
}

/* The thread of a cache, or the calling one, ends. */
void
malloc_hook_thread_exit(void *thread)
{

	thread_detach(thread != NULL ? thread : thread_self);
}

void
malloc_hook_prefork(void)
{

	lock_fork_ranks(true);
	lock_prefork(&boot_lock, LOCK_BOOT);
	snapshot_prefork();
	thread_prefork();
	huge_prefork();
	chunk_prefork();
	base_prefork();
	lock_fork_owner(port_thread_self());
}

static void
postfork(bool child)
{

	lock_fork_owner(0);
	base_postfork(child);
	chunk_postfork(child);
	huge_postfork(child);
	thread_postfork(child);
	snapshot_postfork(child);
	if (child)
		lock_reset(&boot_lock);
	else
		lock_release(&boot_lock, LOCK_BOOT);
	lock_fork_ranks(false);
}

void
malloc_hook_postfork_parent(void)
{

	postfork(false);
}

void
malloc_hook_postfork_child(void)
{

	postfork(true);
}
