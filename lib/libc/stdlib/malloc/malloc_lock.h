/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 1, kit: the lock.  A futex lock of one word that is valid when all
 * zero, so that it needs no initialisation and a forked child can reset it.
 *
 * Locks are taken in the order of enum lock_rank, lower value first, never
 * two of one rank except around fork.  A debug build keeps the ranks held by
 * the thread and aborts on a violation, naming both.
 */

#ifndef _MALLOC_LOCK_H_
#define	_MALLOC_LOCK_H_

#include <stdatomic.h>

#include "malloc_config.h"

enum lock_rank {
	LOCK_BOOT,		/* start-up */
	LOCK_CTL,		/* the copy of the counters that mallctl reads */
	LOCK_ARENAS,		/* arenas[], their number, thread counts */
	LOCK_THREADS,		/* list of live thread caches */
	LOCK_BIN,		/* runs and counters of one bin of an arena */
	LOCK_ARENA,		/* page runs, chunks, counters of an arena */
	LOCK_HUGE,		/* tree and counters of huge blocks */
	LOCK_STOCK,		/* freed chunks kept for reuse, chunk counters */
	LOCK_SWAP,		/* swap files */
	LOCK_DSS,		/* the break, freed chunks below it */
	LOCK_BASE,		/* metadata memory */
	LOCK_NRANKS
};

struct lock {
	_Atomic uint32_t	word;	/* 0 free, 1 held, 2 and waited for, 3 fork */
	_Atomic uint32_t	nwaits;	/* acquisitions that found it held */
};

void	lock_acquire_slow(struct lock *);
void	lock_release_slow(struct lock *);
void	lock_reset(struct lock *);
void	lock_rank_push(enum lock_rank);
void	lock_rank_pop(enum lock_rank);
void	lock_fork_ranks(bool);

/*
 * Statistics at exit: others may have been stopped with a lock held, and the
 * calling thread itself interrupted for good.  From lock_exit_begin() until
 * lock_exit_end(), which returns a bit for each rank (1 << rank) that could
 * not be had, the calling thread waits for no lock but a while.
 */
void	lock_exit_begin(void);
unsigned lock_exit_end(void);
const char *lock_rank_name(enum lock_rank);

/* To read what the lock guards; false, at exit only: it cannot be had. */
bool	lock_acquire_to_read(struct lock *, enum lock_rank);

/*
 * The thread that holds all locks around fork; 0: none.  Other handlers of
 * fork run in it and may allocate: it passes.  The state of a lock held for
 * fork leads both who acquires and who releases it to the slow path.
 */
void	lock_fork_owner(uintptr_t thread);
bool	lock_is_fork_owner(void);
void	lock_prefork(struct lock *, enum lock_rank);
bool	lock_needed(void);

/* Whether the calling thread must take locks now. */
static inline bool
lock_counts(void)
{

	return (!config_lazy_lock || lock_needed());
}

static inline void
lock_acquire(struct lock *lock, enum lock_rank rank)
{
	uint32_t expected = 0;

	if (!lock_counts())
		return;
	if (config_debug && !lock_is_fork_owner())
		lock_rank_push(rank);
	if (!atomic_compare_exchange_strong_explicit(&lock->word, &expected,
	    1, memory_order_acquire, memory_order_relaxed))
		lock_acquire_slow(lock);
}

static inline void
lock_release(struct lock *lock, enum lock_rank rank)
{
	uint32_t expected = 1;

	if (!lock_counts())
		return;
	if (config_debug && !lock_is_fork_owner())
		lock_rank_pop(rank);
	if (!atomic_compare_exchange_strong_explicit(&lock->word, &expected,
	    0, memory_order_release, memory_order_relaxed))
		lock_release_slow(lock);
}

#endif /* !_MALLOC_LOCK_H_ */
