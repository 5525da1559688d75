/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 5: threads and arenas.  A thread is attached by its first call that
 * needs more than the fast path: it gets the arena that serves the fewest
 * threads, and a cache; it is detached when it exits.
 */

#ifndef _MALLOC_THREAD_H_
#define	_MALLOC_THREAD_H_

#include "tcache.h"

/*
 * The cache of the calling thread, never NULL; constant while the thread has
 * none of its own.  thread_fast is what the fast paths see.
 */
extern THREAD_LOCAL struct tcache *thread_self;
extern THREAD_LOCAL struct tcache_fast thread_fast;

/* Count the bytes of the calling thread as it goes; NULL: it has no cache. */
struct tcache *thread_count_bytes(void);

/* Makes the first arena.  False: no memory. */
bool	 thread_boot(void);

/*
 * The cache of the calling thread, which is attached if it is not; NULL if it
 * cannot have one now.
 */
struct tcache *thread_attach(void);

/* The arena for a thread without a cache. */
struct arena *thread_arena(void);

/* The thread of a cache ends. */
void	 thread_detach(struct tcache *);

/*
 * A request failed: give up what is kept in case it is wanted again.  True if
 * there was anything.
 */
bool	 thread_reclaim(void);

/* Give all that idle memory back: caches of this thread, pages, chunks. */
void	 thread_trim(void);

/* Arenas in use are arenas_get(0) ... arenas_get(narenas_open() - 1). */
unsigned narenas_open(void);
struct arena *arenas_get(unsigned ind);
/* Arena ind, opened if it is not; NULL: beyond opt.narenas, or no memory. */
struct arena *thread_arena_open(unsigned ind);

unsigned thread_count(const struct arena *);

/* The same for all arenas at one moment, told under the lock of arenas. */
void	 thread_counts(void (*tell)(const struct arena *, unsigned nthreads));

/*
 * Tell the requests that caches served and have not yet told their arenas, by
 * arena and class.  Threads go on meanwhile: a snapshot.  tell() runs under
 * the lock of threads.
 */
void	 thread_requests(void (*tell)(const struct arena *, unsigned class,
	    uint64_t nrequests));

/* Return what the calling thread has cached. */
void	 thread_flush(const char *caller);

/* The number of the arena of the calling thread. */
unsigned thread_arena_number(void);

/*
 * Move the calling thread and its cache.  False: there is no such arena and
 * cannot be, or the thread has none of its own.
 */
bool	 thread_arena_move(unsigned ind);

void	 thread_prefork(void);
void	 thread_postfork(bool child);

static inline struct tcache *
thread_get(void)
{
	struct tcache *tc = thread_self;

	return (likely(tc->arena != NULL) ? tc : thread_attach());
}

#endif /* !_MALLOC_THREAD_H_ */
