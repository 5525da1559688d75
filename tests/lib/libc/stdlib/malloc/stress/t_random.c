/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Random operations against the shadow model.  A failure of one thread is
 * repeated by its seed ("-v seed=N"); with threads the seed fixes what each of
 * them asks for, not how they interleave.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "malloc_atf.h"
#include "shadow.h"

#define SLOTS		2000
#define THREADS		4
#define THREAD_SLOTS	300
#define MAILBOXES	64

struct run {
	uint64_t seed;
	size_t steps;
	size_t lg_max;
};

static struct object slot[SLOTS];

static int
by_address(const void *a, const void *b)
{
	const struct object *x = a, *y = b;

	return x->p < y->p ? -1 : x->p > y->p;
}

/* No two live objects may share a byte. */
static void
check_overlap(void)
{
	static struct object sorted[SLOTS];
	size_t i, n = 0;

	for (i = 0; i < SLOTS; i++)
		if (slot[i].p != NULL)
			sorted[n++] = slot[i];
	qsort(sorted, n, sizeof(sorted[0]), by_address);
	for (i = 1; i < n; i++)
		MUST(sorted[i - 1].p + sorted[i - 1].usable <= sorted[i].p,
		    "%p, %zu bytes, overlaps %p", (void *)sorted[i - 1].p,
		    sorted[i - 1].usable, (void *)sorted[i].p);
}

static void
run_single(void *arg)
{
	const struct run *run = arg;
	struct shadow s = { .seed = run->seed, .lg_max = run->lg_max };
	size_t i, phase = 0;

	while (s.steps < run->steps) {
		/* From few live objects to many and back. */
		phase = s.steps / 16384 % 5;
		shadow_step(&s, &slot[rng_below(&s.seed, SLOTS >> phase)]);
		if (s.steps % 16384 == 0) {
			for (i = 0; i < SLOTS; i++)
				shadow_check(&slot[i]);
			check_overlap();
		}
	}
	shadow_free_all(slot, SLOTS);
}

static struct run
get_run(const atf_tc_t *tc, size_t steps, size_t lg_max)
{
	struct run run;

	run.seed = test_seed(tc);
	run.steps = test_scaled(tc, steps);
	run.lg_max = lg_max;
	return run;
}

ATF_TC_WITHOUT_HEAD(all_sizes);
ATF_TC_BODY(all_sizes, tc)
{
	struct run run = get_run(tc, 400000, 24);

	run_here(run_single, &run);
}

ATF_TC_WITHOUT_HEAD(small_sizes);
ATF_TC_BODY(small_sizes, tc)
{
	struct run run = get_run(tc, 2000000, 12);

	run_here(run_single, &run);
}

/* Objects travel between threads through these, slot and all. */
static _Atomic(struct object *) mailbox[MAILBOXES];
static struct object pool[THREADS * THREAD_SLOTS + MAILBOXES];

struct worker {
	pthread_t thread;
	struct run run;
	struct object *object[THREAD_SLOTS];
};

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct shadow s = { .seed = w->run.seed, .lg_max = w->run.lg_max };
	size_t i, k;

	while (s.steps < w->run.steps) {
		i = rng_below(&s.seed, THREAD_SLOTS);
		if (rng_below(&s.seed, 8) == 0) {
			k = rng_below(&s.seed, MAILBOXES);
			w->object[i] = atomic_exchange(&mailbox[k],
			    w->object[i]);
			shadow_check(w->object[i]);
		} else
			shadow_step(&s, w->object[i]);
	}
	return NULL;
}

/* Threads come and go; what they leave is taken over by the next ones. */
static void
run_threads(void *arg)
{
	static struct worker worker[THREADS];
	const struct run *run = arg;
	struct object *next = pool;
	size_t i, j, round;

	for (i = 0; i < MAILBOXES; i++)
		mailbox[i] = next++;
	for (i = 0; i < THREADS; i++)
		for (j = 0; j < THREAD_SLOTS; j++)
			worker[i].object[j] = next++;
	for (round = 0; round < 4; round++) {
		for (i = 0; i < THREADS; i++) {
			worker[i].run = *run;
			worker[i].run.seed += round * THREADS + i;
			MUST(pthread_create(&worker[i].thread, NULL, work,
			    &worker[i]) == 0, "thread %zu", i);
		}
		for (i = 0; i < THREADS; i++)
			MUST(pthread_join(worker[i].thread, NULL) == 0,
			    "thread %zu", i);
	}
	shadow_free_all(pool, NELEM(pool));
}

ATF_TC_WITHOUT_HEAD(objects_passed_between_threads);
ATF_TC_BODY(objects_passed_between_threads, tc)
{
	struct run run = get_run(tc, 60000, 24);

	run_here(run_threads, &run);
}

ATF_TC_WITHOUT_HEAD(small_objects_passed_between_threads);
ATF_TC_BODY(small_objects_passed_between_threads, tc)
{
	struct run run = get_run(tc, 300000, 11);

	run_here(run_threads, &run);
}

/* The child of a fork goes on with the heap of its parent. */
static void
run_after_fork(void *arg)
{
	struct run *run = arg;

	run_single(run);
	run_threads(run);
}

ATF_TC_WITHOUT_HEAD(in_a_forked_child);
ATF_TC_BODY(in_a_forked_child, tc)
{
	struct run run = get_run(tc, 40000, 22);

	run_here(run_single, &run);
	run_child(run_after_fork, &run, 280);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, all_sizes);
	ATF_TP_ADD_TC(tp, small_sizes);
	ATF_TP_ADD_TC(tp, objects_passed_between_threads);
	ATF_TP_ADD_TC(tp, small_objects_passed_between_threads);
	ATF_TP_ADD_TC(tp, in_a_forked_child);
	return atf_no_error();
}
