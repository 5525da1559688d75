/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 5: the thread's cache of free objects.  For each class a stack of
 * pointers, outside the objects, that grows downwards:
 *
 *	full           top             low              end
 *	|  free slots   | cached objects                 |
 *	                |  popped       |  untouched     |
 *	                   since the last gc
 *
 * An allocation pops at top, a free pushes below it.  top == full calls for
 * room, top == low for objects.  low is also the low-water mark: it stands
 * above end - that is, objects are left - when the class was not drained
 * since the last collection.
 *
 * The fast paths know the classes that the page map has bytes for.  Stacks of
 * larger ones, up to lg_tcache_max, stand in blocks that are made when they
 * are used, and are served by the slow paths; they are numbered on, from
 * CLASS_LARGE.
 *
 * The stacks that the fast paths see are empty and full at once in a thread
 * that has no cache (not started, exiting, tcache:false), or whose every call
 * must be looked at (filled, counted): then its stacks are elsewhere.  So the
 * fast paths test for no option.
 */

#ifndef _TCACHE_H_
#define	_TCACHE_H_

#include "arena.h"

/*
 * Usable bytes, since the thread began.  The fast paths do not count them;
 * they follow from the pops and from what was moved between the stacks and
 * the arenas (tcache_bytes()).
 */
struct tcache_bytes {
	uint64_t	allocated;	/* past the stacks; if counted, all */
	uint64_t	deallocated;
	uint64_t	popped;		/* by pops that the arena knows */
	uint64_t	filled;		/* from arenas to the stacks */
	uint64_t	dropped;	/* from the stacks to arenas */
};

/* One stack, as the slow paths handle it. */
struct stack {
	void	**top;
	void	**low;
	void	**full;
	size_t	  nslots;		/* end is full + nslots */
};

/* Stacks of classes that the page map has no bytes for. */
#define	BLOCK_STACKS	64
#define	NBLOCKS		((TCACHE_LARGE_MAX + BLOCK_STACKS - 1) / BLOCK_STACKS)

struct stack_block {
	struct stack	  stacks[BLOCK_STACKS];
	uint64_t	  npops[BLOCK_STACKS];
};

/*
 * What the fast paths read and write, by class; the thread's own.  All zero,
 * every stack is empty and full at once.
 */
struct tcache_fast {
	void		**top[NCLASSES];
	void		**low[NCLASSES];
	void		**full[NCLASSES];
	uint64_t	  npops[NCLASSES];	/* since last told to the arena */
};

/*
 * Owner: the thread, alone; next and prev, and which stacks are its own, are
 * under the lock of threads.
 */
struct tcache {
	struct tcache_fast *fast;
	uint16_t	  nslots[NCLASSES];	/* end is full + nslots */
	struct arena	 *arena;		/* NULL in a constant cache */
	struct tcache	 *next;			/* all caches */
	struct tcache	 *prev;
	struct stack_block *blocks[NBLOCKS];	/* NULL until used */
	size_t		  nbytes;		/* what all slots could hold */
	uint32_t	  nevents;		/* objects moved since the last gc */
	uint16_t	  gc_class;		/* the next class to collect */
	bool		  enabled;
	bool		  counted;	/* allocated and deallocated are live */
	struct tcache_bytes bytes;
};

extern const struct tcache tcache_unstarted;	/* thread has not called yet */
extern const struct tcache tcache_bypass;	/* is attaching, or exiting */

/* The first word of an object, of whatever type the program has there. */
typedef uintptr_t __attribute__((__may_alias__)) fast_word;

/*
 * The mark that a cached object bears in its first word: its address and a
 * key that no program knows.  It is cleared when the object is handed out.
 */
static inline uintptr_t
freed_mark(const void *p, uintptr_t key)
{

	return ((uintptr_t)p ^ key);
}

/*
 * Where pops of a class are counted, NULL if it has no stack.  Others look at
 * it under the lock of threads.
 */
uint64_t *tcache_npops(struct tcache *, unsigned class);

void	 tcache_init(struct tcache *, struct arena *, struct tcache_fast *);

/* Free the cache, which is flushed and known to nobody else. */
void	 tcache_free(struct tcache *);

/* Pop an object of a class whose stack has reached low; NULL: no memory. */
void	*tcache_alloc(struct tcache *, unsigned class, const char *caller);

/* Push an object of a class, whose stack may be full. */
void	 tcache_dalloc(struct tcache *, unsigned class, void *,
	    const char *caller);

/* Bytes the thread allocated and deallocated so far. */
void	 tcache_bytes(struct tcache *, uint64_t *allocated,
	    uint64_t *deallocated);

/* From now on the counters hold these totals at any time. */
void	 tcache_count(struct tcache *);

/* Whether an object is in the stack of its class. */
bool	 tcache_holds(const struct tcache *, unsigned class, const void *);

/* Return everything to the arenas. */
void	 tcache_flush(struct tcache *, const char *caller);

#endif /* !_TCACHE_H_ */
