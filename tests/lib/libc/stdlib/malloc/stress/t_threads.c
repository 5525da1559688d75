/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Threads that come, go, free each other's objects and end in odd ways. */
#include <pthread.h>
#include <stdatomic.h>

#include "malloc_atf.h"
#include "shadow.h"

/*
 * How much memory may grow over a churn that leaves nothing behind: address
 * space by a few chunks of arenas that open late too.
 */
#define CHURN_BOUND	(48 * MIB)
#define CHURN_CHUNKS	16

static void
start(pthread_t *t, void *(*body)(void *), void *arg)
{
	int error;

	error = pthread_create(t, NULL, body, arg);
	MUST(error == 0, "pthread_create: error %d", error);
}

static void
join(pthread_t t)
{
	MUST(pthread_join(t, NULL) == 0, "pthread_join");
}

/*
 * Runs so many threads, a few at a time; after the first tenth neither the
 * address space nor the resident memory may grow by more than the bound.
 */
static void
churn(size_t threads, void *(*body)(void *))
{
	size_t after[2], before[2] = { 0, 0 }, i, j;
	pthread_t t[8];

	for (i = 0; i < threads; i += NELEM(t)) {
		for (j = 0; j < NELEM(t); j++)
			start(&t[j], body, (void *)(uintptr_t)(i + j));
		for (j = 0; j < NELEM(t); j++)
			join(t[j]);
		if (before[0] == 0 && i >= threads / 10) {
			before[0] = memory_now(0);
			before[1] = memory_now(1);
		}
	}
	after[0] = memory_now(0);
	after[1] = memory_now(1);
	MUST(after[0] <= before[0] + CHURN_BOUND +
	    CHURN_CHUNKS * geometry().chunk,
	    "address space grew from %zu to %zu", before[0], after[0]);
	MUST(after[1] <= before[1] + CHURN_BOUND,
	    "resident memory grew from %zu to %zu", before[1], after[1]);
}

/* One of each kind, none of them left behind. */
static void
use_all(uint64_t seed)
{
	struct shadow s = { .seed = seed, .lg_max = 19 };
	struct object o[24] = { { NULL, 0, 0, 0, 0 } };

	while (s.steps < 60)
		shadow_step(&s, &o[rng_below(&s.seed, NELEM(o))]);
	shadow_free_all(o, NELEM(o));
}

static void *
churn_body(void *arg)
{
	use_all((uintptr_t)arg);
	return NULL;
}

ATF_TC_WITHOUT_HEAD(churn_of_20000_threads_is_bounded);
ATF_TC_BODY(churn_of_20000_threads_is_bounded, tc)
{
	test_die_hook = test_fail_plainly;
	churn(test_scaled(tc, 20000), churn_body);
}

/* A thread that only frees what others made, or nothing at all. */
static _Atomic(void *) parcel;

static void *
free_only(void *arg)
{
	(void)arg;
	free(atomic_exchange(&parcel, NULL));
	return NULL;
}

ATF_TC_WITHOUT_HEAD(threads_that_never_malloc_end_well);
ATF_TC_BODY(threads_that_never_malloc_end_well, tc)
{
	size_t i;
	pthread_t t;

	test_die_hook = test_fail_plainly;
	for (i = 0; i < test_scaled(tc, 3000); i++) {
		free(atomic_exchange(&parcel, i % 3 == 0 ? NULL :
		    opaque(malloc(i * 7 % 50000))));
		start(&t, free_only, NULL);
		join(t);
	}
	churn(test_scaled(tc, 1000), free_only);
}

/* Thread-local data of the program must not be what the cache stands in. */
#define TLS_BYTES	(96 * KIB)
static __thread unsigned char local[TLS_BYTES];

static void *
big_tls_body(void *arg)
{
	uint64_t tag = (uintptr_t)arg;

	MUST(zero_check(local, TLS_BYTES) == TLS_BYTES, "TLS is not zero");
	pattern_fill(local, 0, TLS_BYTES, tag);
	use_all(tag);
	MUST(pattern_check(local, TLS_BYTES, tag) == TLS_BYTES,
	    "the thread's own data were overwritten");
	return NULL;
}

ATF_TC_WITHOUT_HEAD(churn_with_big_tls_overwrites_nothing);
ATF_TC_BODY(churn_with_big_tls_overwrites_nothing, tc)
{
	test_die_hook = test_fail_plainly;
	churn(test_scaled(tc, 2000), big_tls_body);
}

/*
 * Keys whose destructors use the allocator in all rounds.  The first is made
 * before the allocator can have made one of its own, the last after.
 */
static pthread_key_t early_key, late_key;
static int early_error = -1;
static atomic_size_t destructor_calls;

static void
destructor_of(pthread_key_t key, void *value)
{
	size_t round = *(size_t *)value;

	MUST(*(size_t *)value == ((size_t *)value)[1], "round %zu and %zu",
	    round, ((size_t *)value)[1]);
	free(value);
	use_all(round);
	atomic_fetch_add(&destructor_calls, 1);
	/* The last values are lost, as POSIX has it: give none. */
	if (round + 1 < PTHREAD_DESTRUCTOR_ITERATIONS) {
		size_t *next = opaque(malloc(2 * sizeof(size_t)));

		MUST(next != NULL, "round %zu", round);
		next[0] = next[1] = round + 1;
		MUST(pthread_setspecific(key, next) == 0, "round %zu", round);
	}
}

static void
early_destructor(void *value)
{
	destructor_of(early_key, value);
}

static void
late_destructor(void *value)
{
	destructor_of(late_key, value);
}

static void
make_early_key(void)
{
	early_error = pthread_key_create(&early_key, early_destructor);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(void) = make_early_key;

static void *
destructor_body(void *arg)
{
	pthread_key_t key[2] = { early_key, late_key };
	size_t i, *value;

	for (i = 0; i < NELEM(key); i++) {
		value = opaque(calloc(2, sizeof(size_t)));
		MUST(value != NULL, "calloc");
		MUST(pthread_setspecific(key[i], value) == 0, "key %zu", i);
	}
	return arg;
}

ATF_TC_WITHOUT_HEAD(key_destructors_malloc_in_all_rounds);
ATF_TC_BODY(key_destructors_malloc_in_all_rounds, tc)
{
	size_t threads = round_up(test_scaled(tc, 3504), 8), want;

	ATF_REQUIRE_EQ(early_error, 0);
	ATF_REQUIRE_EQ(pthread_key_create(&late_key, late_destructor), 0);
	test_die_hook = test_fail_plainly;
	churn(threads, destructor_body);
	want = threads * 2 * PTHREAD_DESTRUCTOR_ITERATIONS;
	MUST(destructor_calls == want, "%zu calls, not %zu",
	    (size_t)destructor_calls, want);
}

/* Key 0 belongs to whoever made it. */
ATF_TC_WITHOUT_HEAD(value_of_an_early_key_is_not_overwritten);
ATF_TC_BODY(value_of_an_early_key_is_not_overwritten, tc)
{
	size_t *value;

	ATF_REQUIRE_EQ(early_error, 0);
	ATF_REQUIRE_EQ(pthread_getspecific(early_key), NULL);
	value = opaque(calloc(2, sizeof(size_t)));
	ATF_REQUIRE_EQ(pthread_setspecific(early_key, value), 0);
	test_die_hook = test_fail_plainly;
	use_all(1);
	ATF_REQUIRE_EQ(pthread_getspecific(early_key), value);
	ATF_REQUIRE_EQ(pthread_setspecific(early_key, NULL), 0);
	free(value);
}

/* Objects outlive the threads that made them, in both directions. */
#define ORPHANS	500

static void *
orphan_body(void *arg)
{
	struct object *o = arg;
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 20 };
	size_t i;

	for (i = 0; i < ORPHANS; i++)
		if (o[i].p != NULL)
			shadow_free(&o[i]);
	for (i = 0; i < ORPHANS; i++)
		shadow_alloc(&s, &o[i]);
	return NULL;
}

ATF_TC_WITHOUT_HEAD(objects_of_dead_threads_live_on);
ATF_TC_BODY(objects_of_dead_threads_live_on, tc)
{
	static struct object o[4 * ORPHANS];
	size_t i, round;
	pthread_t t[4];

	test_die_hook = test_fail_plainly;
	for (round = 0; round < test_scaled(tc, 30); round++) {
		for (i = 0; i < NELEM(t); i++)
			start(&t[i], orphan_body,
			    &o[(i + round) % NELEM(t) * ORPHANS]);
		for (i = 0; i < NELEM(t); i++)
			join(t[i]);
	}
	shadow_free_all(o, NELEM(o));
}

/* What a thread makes another consumes: nothing may pile up on either side. */
#define RING	1024
static _Atomic(void *) ring[RING];
static size_t ring_items;

static void *
consume(void *arg)
{
	size_t i;
	void *p;

	for (i = 0; i < ring_items; i++) {
		while ((p = atomic_exchange(&ring[i % RING], NULL)) == NULL)
			sched_yield();
		MUST(*(size_t *)p == i, "item %zu is %zu", i, *(size_t *)p);
		free(p);
	}
	return arg;
}

ATF_TC_WITHOUT_HEAD(objects_freed_by_another_thread_do_not_pile_up);
ATF_TC_BODY(objects_freed_by_another_thread_do_not_pile_up, tc)
{
	size_t after, before = 0, i;
	size_t *p, size;
	pthread_t t;

	test_die_hook = test_fail_plainly;
	ring_items = test_scaled(tc, 1000000);
	start(&t, consume, NULL);
	for (i = 0; i < ring_items; i++) {
		size = 16 + i * 37 % 2000;
		p = opaque(malloc(size));
		MUST(p != NULL, "malloc(%zu)", size);
		memset(p, 0x77, size);
		*p = i;
		while (atomic_load(&ring[i % RING]) != NULL)
			sched_yield();
		atomic_store(&ring[i % RING], p);
		if (i == ring_items / 4)
			before = memory_now(1);
	}
	join(t);
	after = memory_now(1);
	MUST(after <= before + CHURN_BOUND, "grew from %zu to %zu", before,
	    after);
}

/* The first call of many threads comes at one moment. */
#define CROWD	64
static pthread_barrier_t gate;
#define CROWD_OBJECTS	16
static struct object crowd_object[CROWD * CROWD_OBJECTS];

static void *
crowd_body(void *arg)
{
	struct object *o = arg;
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 19 };
	size_t i;

	pthread_barrier_wait(&gate);
	for (i = 0; i < CROWD_OBJECTS; i++)
		shadow_alloc(&s, &o[i]);
	/* All live at the same time; main frees. */
	pthread_barrier_wait(&gate);
	return NULL;
}

ATF_TC_WITHOUT_HEAD(first_calls_of_64_threads_at_once);
ATF_TC_BODY(first_calls_of_64_threads_at_once, tc)
{
	size_t i, round;
	pthread_t t[CROWD];

	test_die_hook = test_fail_plainly;
	for (round = 0; round < test_scaled(tc, 10); round++) {
		ATF_REQUIRE_EQ(pthread_barrier_init(&gate, NULL, CROWD), 0);
		for (i = 0; i < CROWD; i++)
			start(&t[i], crowd_body,
			    &crowd_object[i * CROWD_OBJECTS]);
		for (i = 0; i < CROWD; i++)
			join(t[i]);
		shadow_free_all(crowd_object, NELEM(crowd_object));
		pthread_barrier_destroy(&gate);
	}
}

/* 300 KB of each of many threads, all freed by main: it has to come back. */
static pthread_barrier_t made;
static void *block[CROWD * 2][30];

static void *
make_blocks(void *arg)
{
	void **p = arg;
	size_t i;

	for (i = 0; i < NELEM(block[0]); i++) {
		p[i] = opaque(malloc(10000));
		MUST(p[i] != NULL, "block %zu", i);
		memset(p[i], 1, 10000);
	}
	pthread_barrier_wait(&made);
	pthread_barrier_wait(&made);
	return NULL;
}

ATF_TC_WITHOUT_HEAD(memory_of_many_threads_is_reused_after_main_freed_it);
ATF_TC_BODY(memory_of_many_threads_is_reused_after_main_freed_it, tc)
{
	enum { MANY = CROWD * 2 };
	size_t i, j, peak[4], round;
	pthread_t t[MANY];

	test_die_hook = test_fail_plainly;
	for (round = 0; round < NELEM(peak); round++) {
		ATF_REQUIRE_EQ(pthread_barrier_init(&made, NULL, MANY + 1), 0);
		for (i = 0; i < MANY; i++)
			start(&t[i], make_blocks, block[i]);
		pthread_barrier_wait(&made);
		for (i = 0; i < MANY; i++)
			for (j = 0; j < NELEM(block[0]); j++)
				free(block[i][j]);
		peak[round] = memory_now(1);
		pthread_barrier_wait(&made);
		for (i = 0; i < MANY; i++)
			join(t[i]);
		pthread_barrier_destroy(&made);
	}
	MUST(peak[NELEM(peak) - 1] <= peak[0] + CHURN_BOUND,
	    "resident grew from %zu to %zu", peak[0], peak[NELEM(peak) - 1]);
}

/* A thread with the least stack there is can call everything. */
static void *
tiny_stack_body(void *arg)
{
	void *p, *q, *r;
	size_t n;

	for (n = 1; n <= 8 * MIB; n *= 3) {
		p = opaque(malloc(n));
		q = opaque(calloc(2, n));
		MUST(p != NULL && q != NULL, "%zu bytes", n);
		MUST(posix_memalign(&r, 4096, n) == 0, "%zu bytes", n);
		p = opaque(realloc(p, n * 2));
		MUST(p != NULL, "%zu bytes", n);
		free(q);
		free(r);
		free(p);
	}
	return arg;
}

ATF_TC_WITHOUT_HEAD(least_stack_is_enough);
ATF_TC_BODY(least_stack_is_enough, tc)
{
	size_t i, size = (size_t)sysconf(_SC_THREAD_STACK_MIN);
	pthread_attr_t attr;
	pthread_t t[4];

	test_die_hook = test_fail_plainly;
	ATF_REQUIRE_EQ(pthread_attr_init(&attr), 0);
	/* The program's own big TLS is paid from the stack too. */
	ATF_REQUIRE_EQ(pthread_attr_setstacksize(&attr,
	    round_up(size + TLS_BYTES, PAGE)), 0);
	for (i = 0; i < NELEM(t); i++)
		ATF_REQUIRE_EQ(pthread_create(&t[i], &attr, tiny_stack_body,
		    NULL), 0);
	for (i = 0; i < NELEM(t); i++)
		join(t[i]);
}

/* A pending cancellation must not fire inside, where locks are held. */
static atomic_bool survived;

static void *
cancel_body(void *arg)
{
	MUST(pthread_cancel(pthread_self()) == 0, "pthread_cancel");
	use_all(5);
	free(opaque(realloc(opaque(calloc(1, 5 * MIB)), 9 * MIB)));
	survived = true;
	pthread_testcancel();
	survived = false;
	return arg;
}

ATF_TC_WITHOUT_HEAD(no_call_is_a_cancellation_point);
ATF_TC_BODY(no_call_is_a_cancellation_point, tc)
{
	pthread_t t;

	test_die_hook = test_fail_plainly;
	start(&t, cancel_body, NULL);
	join(t);
	ATF_REQUIRE(survived);
}

/* Cancelled at their cancellation points, threads leave a sound heap. */
static void
free_value(void *p)
{
	free(p);
}

static void *
cancelled_body(void *arg)
{
	void *p;

	for (;;) {
		p = opaque(malloc((uintptr_t)arg * 100));
		pthread_cleanup_push(free_value, p);
		pthread_testcancel();
		pthread_cleanup_pop(1);
	}
	return NULL;
}

ATF_TC_WITHOUT_HEAD(cancelled_threads_leave_a_sound_heap);
ATF_TC_BODY(cancelled_threads_leave_a_sound_heap, tc)
{
	size_t i, round;
	pthread_t t[8];

	test_die_hook = test_fail_plainly;
	for (round = 0; round < test_scaled(tc, 50); round++) {
		for (i = 0; i < NELEM(t); i++)
			start(&t[i], cancelled_body, (void *)(uintptr_t)i);
		use_all(round);
		for (i = 0; i < NELEM(t); i++)
			ATF_REQUIRE_EQ(pthread_cancel(t[i]), 0);
		for (i = 0; i < NELEM(t); i++)
			join(t[i]);
	}
	use_all(1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, churn_of_20000_threads_is_bounded);
	ATF_TP_ADD_TC(tp, threads_that_never_malloc_end_well);
	ATF_TP_ADD_TC(tp, churn_with_big_tls_overwrites_nothing);
	ATF_TP_ADD_TC(tp, key_destructors_malloc_in_all_rounds);
	ATF_TP_ADD_TC(tp, value_of_an_early_key_is_not_overwritten);
	ATF_TP_ADD_TC(tp, objects_of_dead_threads_live_on);
	ATF_TP_ADD_TC(tp, objects_freed_by_another_thread_do_not_pile_up);
	ATF_TP_ADD_TC(tp, first_calls_of_64_threads_at_once);
	ATF_TP_ADD_TC(tp,
	    memory_of_many_threads_is_reused_after_main_freed_it);
	ATF_TP_ADD_TC(tp, least_stack_is_enough);
	ATF_TP_ADD_TC(tp, no_call_is_a_cancellation_point);
	ATF_TP_ADD_TC(tp, cancelled_threads_leave_a_sound_heap);
	return atf_no_error();
}
