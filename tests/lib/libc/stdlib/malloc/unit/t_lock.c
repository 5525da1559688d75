/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The lock: exclusion, wake-ups, and the order that debug builds check. */
#include "unit.h"

static const char *const names[] = {
	"boot", "ctl", "arenas", "threads", "bin", "arena", "huge", "stock",
	"swap", "dss", "base",
};

_Static_assert(NELEM(names) == LOCK_NRANKS, "a rank without a name");

static struct lock lock;
static unsigned long guarded[2];

struct work {
	size_t rounds;
	size_t yield_every;	/* hold the lock while others run */
};

static void *
count(void *arg)
{
	const struct work *w = arg;
	size_t i;

	for (i = 0; i < w->rounds; i++) {
		lock_acquire(&lock, LOCK_BIN);
		MUST(guarded[0] == guarded[1], "two holders");
		guarded[0]++;
		if (i % w->yield_every == 0)
			sched_yield();
		guarded[1]++;
		lock_release(&lock, LOCK_BIN);
	}
	return NULL;
}

/* A hang is the sign of a wake-up that was lost: the parent's alarm. */
static void
contend(void *arg)
{
	struct work *w = arg;
	pthread_t threads[8];
	size_t i;

	for (i = 0; i < NELEM(threads); i++)
		MUST(pthread_create(&threads[i], NULL, count, w) == 0,
		    "thread");
	for (i = 0; i < NELEM(threads); i++)
		pthread_join(threads[i], NULL);
	MUST(guarded[0] == NELEM(threads) * w->rounds, "%lu of %lu",
	    guarded[0], NELEM(threads) * w->rounds);
	MUST(lock.word == 0, "word %u at the end", lock.word);
	MUST(w->yield_every > w->rounds || lock.nwaits != 0, "nobody waited");
}

ATF_TC_WITHOUT_HEAD(mutual_exclusion);
ATF_TC_BODY(mutual_exclusion, tc)
{
	struct work w = { test_scaled(tc, 200000), 1000 };

	run_child(contend, &w, 60);
}

ATF_TC_WITHOUT_HEAD(many_sleepers_and_no_lost_wake_up);
ATF_TC_BODY(many_sleepers_and_no_lost_wake_up, tc)
{
	struct work w = { test_scaled(tc, 4000), 1 };

	run_child(contend, &w, 60);
}

static _Atomic bool go;

static void *
take_once(void *arg)
{
	(void)arg;
	while (!go)
		sched_yield();
	lock_acquire(&lock, LOCK_BIN);
	guarded[0]++;
	lock_release(&lock, LOCK_BIN);
	return NULL;
}

/* Who releases a lock that is slept for wakes one; that one the next. */
static void
wake(void *arg)
{
	pthread_t threads[3];
	size_t i, round;

	(void)arg;
	for (round = 0; round < 300; round++) {
		go = false;
		for (i = 0; i < NELEM(threads); i++)
			MUST(pthread_create(&threads[i], NULL, take_once,
			    NULL) == 0, "thread");
		lock_acquire(&lock, LOCK_BIN);
		go = true;
		while (lock.word != 2)
			sched_yield();
		MUST(guarded[0] == round * NELEM(threads), "somebody passed");
		lock_release(&lock, LOCK_BIN);
		for (i = 0; i < NELEM(threads); i++)
			pthread_join(threads[i], NULL);
		MUST(guarded[0] == (round + 1) * NELEM(threads) &&
		    lock.word == 0, "word %u", lock.word);
	}
}

ATF_TC_WITHOUT_HEAD(release_wakes_sleepers);
ATF_TC_BODY(release_wakes_sleepers, tc)
{
	run_child(wake, NULL, 60);
}

static void *
nothing(void *arg)
{
	return arg;
}

static void
states(void *arg)
{
	pthread_t thread;

	(void)arg;
	lock_acquire(&lock, LOCK_BASE);
	MUST(lock.word == (config_lazy_lock ? 0 : 1), "word %u", lock.word);
	lock_release(&lock, LOCK_BASE);
	MUST(lock.word == 0 && lock.nwaits == 0, "word %u", lock.word);
	MUST(pthread_create(&thread, NULL, nothing, NULL) == 0, "thread");
	lock_acquire(&lock, LOCK_BASE);
	MUST(lock.word == 1, "word %u with two threads", lock.word);
	lock_release(&lock, LOCK_BASE);
	pthread_join(thread, NULL);
	lock_acquire(&lock, LOCK_BASE);
	lock_reset(&lock);
	MUST(lock.word == 0, "word %u after reset", lock.word);
}

ATF_TC_WITHOUT_HEAD(states_of_the_word);
ATF_TC_BODY(states_of_the_word, tc)
{
	run_child(states, NULL, 10);
}

/* A lazy lock counts from the first thread on. */
static void
become_threaded(void)
{
	pthread_t thread;

	MUST(pthread_create(&thread, NULL, nothing, NULL) == 0, "thread");
	pthread_join(thread, NULL);
}

struct pair {
	enum lock_rank first, second;
};

static void
take_two(void *arg)
{
	static struct lock other;
	const struct pair *p = arg;

	become_threaded();
	lock_acquire(&lock, p->first);
	lock_acquire(&other, p->second);
	lock_release(&other, p->second);
	lock_release(&lock, p->first);
}

static void
require_ranks(void)
{
	if (!config_debug || !config_tls)
		atf_tc_skip("the order is checked in debug builds with TLS");
}

ATF_TC_WITHOUT_HEAD(wrong_order_aborts_and_names_both);
ATF_TC_BODY(wrong_order_aborts_and_names_both, tc)
{
	struct captured c;
	struct pair p;
	char want[128];
	unsigned i, j;

	require_ranks();
	for (i = 0; i < LOCK_NRANKS; i++) {
		for (j = 0; j < LOCK_NRANKS; j++) {
			p = (struct pair){ i, j };
			if (i >= j) {
				require_abort(take_two, &p, message(want,
				    sizeof(want), "lock order: %s wanted while "
				    "%s is held", names[j], names[i]));
				continue;
			}
			capture(&c, take_two, &p);
			REQUIRE(c.status == 0, "%s then %s: %s", names[i],
			    names[j], c.text);
		}
	}
}

static void
release_unheld(void *arg)
{
	(void)arg;
	become_threaded();
	lock_release(&lock, LOCK_DSS);
}

ATF_TC_WITHOUT_HEAD(release_of_a_lock_not_held);
ATF_TC_BODY(release_of_a_lock_not_held, tc)
{
	require_ranks();
	require_abort(release_unheld, NULL,
	    "<jemalloc>: lock order: dss released but not held\n");
}

static struct lock bins[2];

static void *
wait_for_bin(void *arg)
{
	lock_acquire(&bins[0], LOCK_BIN);
	guarded[0] = 1;
	lock_release(&bins[0], LOCK_BIN);
	return arg;
}

/*
 * Around fork all locks are held, two and more of a rank; the thread that
 * holds them passes, others wait.
 */
static void
around_fork(void *arg)
{
	pthread_t thread;

	(void)arg;
	become_threaded();
	lock_fork_ranks(true);
	lock_prefork(&bins[0], LOCK_BIN);
	lock_prefork(&bins[1], LOCK_BIN);
	lock_fork_owner(port_thread_self());
	lock_acquire(&bins[0], LOCK_BIN);
	lock_release(&bins[0], LOCK_BIN);
	MUST(bins[0].word == 3, "word %u", bins[0].word);
	MUST(pthread_create(&thread, NULL, wait_for_bin, NULL) == 0, "thread");
	while (bins[0].word != 2)
		sched_yield();
	lock_acquire(&bins[0], LOCK_BIN);
	lock_release(&bins[0], LOCK_BIN);
	MUST(guarded[0] == 0 && bins[0].word == 2, "another thread passed");
	lock_fork_owner(0);
	lock_release(&bins[1], LOCK_BIN);
	lock_release(&bins[0], LOCK_BIN);
	lock_fork_ranks(false);
	pthread_join(thread, NULL);
	MUST(guarded[0] == 1 && bins[0].word == 0, "word %u", bins[0].word);
}

ATF_TC_WITHOUT_HEAD(all_locks_held_around_fork);
ATF_TC_BODY(all_locks_held_around_fork, tc)
{
	run_child(around_fork, NULL, 10);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mutual_exclusion);
	ATF_TP_ADD_TC(tp, many_sleepers_and_no_lost_wake_up);
	ATF_TP_ADD_TC(tp, release_wakes_sleepers);
	ATF_TP_ADD_TC(tp, states_of_the_word);
	ATF_TP_ADD_TC(tp, wrong_order_aborts_and_names_both);
	ATF_TP_ADD_TC(tp, release_of_a_lock_not_held);
	ATF_TP_ADD_TC(tp, all_locks_held_around_fork);
	return atf_no_error();
}
