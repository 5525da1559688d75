/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The snapshot of all counters, while the heap changes between the readings
 * of its rooms: what belongs together must fit all the same.
 */
#include "unit.h"

#include "malloc_snapshot.h"

#define OBJECTS		4400	/* of 3840 bytes: some 17 MiB */

/*
 * The linker puts this before the allocator's own: something happens once,
 * when the lock of some room is about to be taken for reading.
 */
static void (*between)(void);
static enum lock_rank between_at;

bool __real___malloc_lock_acquire_to_read(struct lock *, enum lock_rank);
bool __wrap___malloc_lock_acquire_to_read(struct lock *, enum lock_rank);

bool
__wrap___malloc_lock_acquire_to_read(struct lock *lock, enum lock_rank rank)
{
	void (*body)(void) = between;

	if (body != NULL && rank == between_at) {
		between = NULL;
		body();
	}
	return __real___malloc_lock_acquire_to_read(lock, rank);
}

static void
refresh_with(enum lock_rank rank, void (*body)(void))
{
	between_at = rank;
	between = body;
	MUST(snapshot_refresh(), "no snapshot");
	MUST(between == NULL, "that lock was not taken");
}

static void
need_stats(void)
{
	if (!config_stats || !config_tls)
		atf_tc_skip("built without statistics or TLS");
}

/* A figure of 8 bytes: of the process, or the sum over the arenas. */
static uint64_t
figure(enum snapshot_part part, size_t offset)
{
	uint64_t value;

	MUST(snapshot_read(part, conf.narenas, 0, offset, &value,
	    sizeof(value)), "not read");
	return value;
}

#define OF_PROCESS(m)							\
	figure(SNAPSHOT_PROCESS, offsetof(struct process_snapshot, m))
#define OF_ARENAS(m)							\
	figure(SNAPSHOT_ARENA, offsetof(struct arena_snapshot, m))

static void
must_fit(void)
{
	MUST(OF_ARENAS(mapped) >= OF_ARENAS(pactive) * PAGE,
	    "%ju bytes mapped, %ju pages active",
	    (uintmax_t)OF_ARENAS(mapped), (uintmax_t)OF_ARENAS(pactive));
	MUST(OF_PROCESS(active) >= OF_PROCESS(allocated), "%ju active, %ju",
	    (uintmax_t)OF_PROCESS(active), (uintmax_t)OF_PROCESS(allocated));
	MUST(OF_PROCESS(mapped) >= OF_PROCESS(active), "%ju mapped, %ju",
	    (uintmax_t)OF_PROCESS(mapped), (uintmax_t)OF_PROCESS(active));
	MUST(OF_PROCESS(chunks.high) >= OF_PROCESS(chunks.current),
	    "%ju chunks, %ju", (uintmax_t)OF_PROCESS(chunks.high),
	    (uintmax_t)OF_PROCESS(chunks.current));
	MUST(OF_PROCESS(chunks.total) >= OF_PROCESS(chunks.high),
	    "%ju chunks, %ju", (uintmax_t)OF_PROCESS(chunks.total),
	    (uintmax_t)OF_PROCESS(chunks.high));
}

/* The cache tells its arena what it served: after that was read. */
static void
tell(void)
{
	thread_flush("test");
}

static void
requests(void *arg)
{
	uint64_t small, large;
	size_t i;

	(void)arg;
	for (i = 0; i < 100; i++) {
		free(opaque(malloc(48)));
		free(opaque(malloc(2 * PAGE)));
	}
	MUST(snapshot_refresh(), "no snapshot");
	small = OF_ARENAS(small.nrequests);
	large = OF_ARENAS(large.nrequests);
	MUST(small >= 100 && large >= 100, "%ju, %ju", (uintmax_t)small,
	    (uintmax_t)large);
	refresh_with(LOCK_ARENAS, tell);
	MUST(OF_ARENAS(small.nrequests) >= small, "%ju, then %ju",
	    (uintmax_t)small, (uintmax_t)OF_ARENAS(small.nrequests));
	MUST(OF_ARENAS(large.nrequests) >= large, "%ju, then %ju",
	    (uintmax_t)large, (uintmax_t)OF_ARENAS(large.nrequests));
	/* And they are all known in the end, none twice. */
	MUST(snapshot_refresh(), "no snapshot");
	MUST(OF_ARENAS(small.nrequests) == small &&
	    OF_ARENAS(large.nrequests) == large, "%ju, %ju",
	    (uintmax_t)OF_ARENAS(small.nrequests),
	    (uintmax_t)OF_ARENAS(large.nrequests));
}

ATF_TC_WITHOUT_HEAD(requests_do_not_go_back);
ATF_TC_BODY(requests_do_not_go_back, tc)
{
	need_stats();
	if (!config_tcache || !conf.tcache)
		atf_tc_skip("no caches");
	run_child(requests, NULL, 30);
}

static void *object[OBJECTS], *huge;

static void
take_objects(void)
{
	size_t i;

	for (i = 0; i < OBJECTS; i++) {
		object[i] = opaque(malloc(3840));
		MUST(object[i] != NULL, "object %zu", i);
	}
}

static void
give_objects(void)
{
	size_t i;

	for (i = 0; i < OBJECTS; i++)
		free(object[i]);
	thread_flush("test");
}

static void
vanish(void *arg)
{
	(void)arg;
	take_objects();
	MUST(snapshot_refresh(), "no snapshot");
	must_fit();
	/* The bins have been read, the chunks have not. */
	refresh_with(LOCK_ARENA, give_objects);
	MUST(OF_ARENAS(small.allocated) >= (size_t)OBJECTS * 3840,
	    "the bins were read later");
	must_fit();
	MUST(snapshot_refresh(), "no snapshot");
	MUST(OF_ARENAS(small.allocated) < (size_t)OBJECTS * 3840,
	    "they are still there");
	must_fit();
}

ATF_TC_WITHOUT_HEAD(objects_freed_while_it_is_taken);
ATF_TC_BODY(objects_freed_while_it_is_taken, tc)
{
	need_stats();
	run_child(vanish, NULL, 30);
}

/* Small objects make room for a huge one. */
static void
exchange(void)
{
	give_objects();
	huge = opaque(malloc((size_t)OBJECTS * 3840));
	MUST(huge != NULL, "no memory");
}

static void
become_huge(void *arg)
{
	uint64_t high, total;

	(void)arg;
	take_objects();
	/* The arenas have been read, the huge blocks have not. */
	refresh_with(LOCK_HUGE, exchange);
	MUST(OF_PROCESS(allocated) >= (size_t)2 * OBJECTS * 3840,
	    "not both were seen");
	must_fit();
	/* What was told is not taken back. */
	high = OF_PROCESS(chunks.high);
	total = OF_PROCESS(chunks.total);
	MUST(snapshot_refresh(), "no snapshot");
	MUST(OF_PROCESS(chunks.high) >= high && OF_PROCESS(chunks.total) >=
	    total, "%ju of %ju chunks, then %ju of %ju", (uintmax_t)high,
	    (uintmax_t)total, (uintmax_t)OF_PROCESS(chunks.high),
	    (uintmax_t)OF_PROCESS(chunks.total));
	free(huge);
}

ATF_TC_WITHOUT_HEAD(objects_exchanged_while_it_is_taken);
ATF_TC_BODY(objects_exchanged_while_it_is_taken, tc)
{
	need_stats();
	run_child(become_huge, NULL, 30);
}

/* This thread goes to an arena that the snapshot does not know. */
static void
move_on(void)
{
	MUST(thread_arena_move(snapshot_narenas() + 3), "no such arena");
	free(opaque(malloc(48)));
	free(opaque(malloc(2 * PAGE)));
}

static void
new_arena(void *arg)
{
	unsigned before;

	(void)arg;
	MUST(snapshot_refresh(), "no snapshot");
	before = snapshot_narenas();
	if (before + 3 >= conf.narenas)
		child_skip("too few arenas");
	refresh_with(LOCK_ARENA, move_on);
	MUST(snapshot_narenas() == before, "%u arenas", snapshot_narenas());
	must_fit();
	MUST(snapshot_refresh(), "no snapshot");
	MUST(snapshot_narenas() == before + 4, "%u arenas",
	    snapshot_narenas());
	must_fit();
}

ATF_TC_WITHOUT_HEAD(arena_opened_while_it_is_taken);
ATF_TC_BODY(arena_opened_while_it_is_taken, tc)
{
	need_stats();
	run_child(new_arena, NULL, 30);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, requests_do_not_go_back);
	ATF_TP_ADD_TC(tp, objects_freed_while_it_is_taken);
	ATF_TP_ADD_TC(tp, objects_exchanged_while_it_is_taken);
	ATF_TP_ADD_TC(tp, arena_opened_while_it_is_taken);
	return atf_no_error();
}
