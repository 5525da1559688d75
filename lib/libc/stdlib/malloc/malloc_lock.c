/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The futex lock and, in debug builds, the check of lock order.
 *
 * Invariant: a thread sleeps only after it has itself stored 2, so the holder
 * that replaces 2 by 0 wakes whoever sleeps.  The waiter that wakes stores 2
 * again, for it cannot know whether others still sleep.
 */

#include "cpu_pause.h"

#include "malloc_lock.h"
#include "malloc_print.h"
#include "port.h"

#define	SPINS	100		/* loads before sleeping */
#define	EXIT_SPINS	(1u << 20)	/* loads before giving up at exit */

static const char *const rank_names[LOCK_NRANKS] = {
	[LOCK_BOOT] = "boot",
	[LOCK_CTL] = "ctl",
	[LOCK_ARENAS] = "arenas",
	[LOCK_THREADS] = "threads",
	[LOCK_BIN] = "bin",
	[LOCK_ARENA] = "arena",
	[LOCK_HUGE] = "huge",
	[LOCK_STOCK] = "stock",
	[LOCK_SWAP] = "swap",
	[LOCK_DSS] = "dss",
	[LOCK_BASE] = "base",
};

/* Debug only: how many locks of each rank this thread holds. */
static THREAD_LOCAL uint32_t held[LOCK_NRANKS];
static THREAD_LOCAL bool forking;

static _Atomic uintptr_t owner_of_all;

void
lock_fork_owner(uintptr_t thread)
{

	atomic_store_explicit(&owner_of_all, thread, memory_order_relaxed);
}

bool
lock_is_fork_owner(void)
{

	uintptr_t owner;

	owner = atomic_load_explicit(&owner_of_all, memory_order_relaxed);
	return (unlikely(owner != 0) && owner == port_thread_self());
}

void
lock_prefork(struct lock *lock, enum lock_rank rank)
{

	uint32_t held_alone = 1;

	lock_acquire(lock, rank);
	(void)atomic_compare_exchange_strong_explicit(&lock->word, &held_alone,
	    3, memory_order_relaxed, memory_order_relaxed);
}

bool
lock_needed(void)
{

	return (port_threaded());
}

noinline void
lock_acquire_slow(struct lock *lock)
{
	uint32_t expected;
	unsigned i;

	if (lock_is_fork_owner())
		return;
	atomic_fetch_add_explicit(&lock->nwaits, 1, memory_order_relaxed);
	for (i = 0; i < SPINS; i++) {
		expected = 0;
		if (atomic_load_explicit(&lock->word,
		    memory_order_relaxed) == 0 &&
		    atomic_compare_exchange_weak_explicit(&lock->word,
		    &expected, 1, memory_order_acquire, memory_order_relaxed))
			return;
		cpu_pause();
	}
	while (atomic_exchange_explicit(&lock->word, 2,
	    memory_order_acquire) != 0)
		port_wait(&lock->word, 2);
}

noinline void
lock_release_slow(struct lock *lock)
{

	if (lock_is_fork_owner())
		return;
	if (atomic_exchange_explicit(&lock->word, 0, memory_order_release) == 2)
		port_wake(&lock->word);
}

/* In a forked child: no other thread exists, so nobody holds the lock. */
void
lock_reset(struct lock *lock)
{

	atomic_store_explicit(&lock->word, 0, memory_order_relaxed);
}

/* Without TLS there is no place to remember what a thread holds. */
void
lock_rank_push(enum lock_rank rank)
{
	unsigned r;

	if (!config_tls)
		return;
	for (r = forking ? rank + 1 : rank; r < LOCK_NRANKS; r++) {
		if (held[r] != 0)
			print_fatal("lock order: %s wanted while %s is held",
			    rank_names[rank], rank_names[r]);
	}
	held[rank]++;
}

void
lock_rank_pop(enum lock_rank rank)
{

	if (!config_tls)
		return;
	if (held[rank] == 0)
		print_fatal("lock order: %s released but not held",
		    rank_names[rank]);
	held[rank]--;
}

/*
 * Around fork all locks are held at once; in the child they are reset, not
 * released, so what is held is forgotten.
 */
void
lock_fork_ranks(bool begin)
{
	unsigned r;

	forking = begin;
	for (r = 0; r < LOCK_NRANKS && !begin; r++)
		held[r] = 0;
}

/* At exit. */

static _Atomic uintptr_t leaver;	/* the thread that does not wait */
static unsigned given_up;		/* ranks; of the leaver */

void
lock_exit_begin(void)
{

	given_up = 0;
	if (config_debug)
		lock_fork_ranks(false);
	atomic_store_explicit(&leaver, port_thread_self(),
	    memory_order_relaxed);
}

unsigned
lock_exit_end(void)
{

	atomic_store_explicit(&leaver, 0, memory_order_relaxed);
	return (given_up);
}

const char *
lock_rank_name(enum lock_rank rank)
{

	return (rank_names[rank]);
}

static bool
take_soon(struct lock *lock)
{
	uint32_t expected;
	unsigned i;

	for (i = 0; i < EXIT_SPINS; i++) {
		expected = 0;
		if (atomic_compare_exchange_weak_explicit(&lock->word,
		    &expected, 1, memory_order_acquire, memory_order_relaxed))
			return (true);
		cpu_pause();
	}
	return (false);
}

bool
lock_acquire_to_read(struct lock *lock, enum lock_rank rank)
{

	if (likely(atomic_load_explicit(&leaver, memory_order_relaxed) !=
	    port_thread_self())) {
		lock_acquire(lock, rank);
		return (true);
	}
	if (!lock_counts() || lock_is_fork_owner())
		return (true);
	if (!take_soon(lock)) {
		given_up |= 1u << rank;
		return (false);
	}
	if (config_debug)
		lock_rank_push(rank);
	return (true);
}
