/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * fork(2) of programs whose threads are inside the allocator at that moment,
 * and of libraries that allocate in their own fork handlers.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "malloc_atf.h"
#include "shadow.h"

#define ALLOCATING	3	/* threads that never pause */
#define SLOTS		100
#define CHILD_SECONDS	60

/* SLOTS for each thread. */
static struct object object[ALLOCATING * SLOTS];
static struct object mine[SLOTS];
static atomic_bool stop;

/* Handlers that allocate, made before the first malloc and after it. */
static atomic_uint handler_calls;
static __thread void *from_handler[64];
static __thread size_t handed;

static void
handler(void)
{
	size_t i;
	void *p;

	for (i = 1; i <= MIB; i *= 16) {
		p = opaque(calloc(1, i));
		MUST(p != NULL, "calloc(1, %zu) in a fork handler", i);
		MUST(zero_check(p, i) == i, "calloc(1, %zu)", i);
		memset(p, 0xff, i);
		/* Something that crosses the fork. */
		free(from_handler[handed % NELEM(from_handler)]);
		from_handler[handed++ % NELEM(from_handler)] =
		    opaque(realloc(p, i / 2 + 1));
	}
	handler_calls++;
}

static void
register_early(void)
{
	pthread_atfork(handler, handler, handler);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(void) = register_early;

static void *
allocate(void *arg)
{
	struct object *o = arg;
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 20 };

	while (!stop) {
		shadow_step(&s, &o[rng_below(&s.seed, SLOTS)]);
		/* The children need the processors too. */
		if (s.steps % 64 == 0)
			usleep(50);
	}
	return NULL;
}

static void *
one_of_each(void *arg)
{
	struct shadow s = { .seed = 1, .lg_max = 20 };
	struct object o[40] = { { NULL, 0, 0, 0, 0 } };

	free(opaque(malloc(5 * MIB)));
	while (s.steps < 80)
		shadow_step(&s, &o[rng_below(&s.seed, NELEM(o))]);
	shadow_free_all(o, NELEM(o));
	return arg;
}

/* What a child does: all there is, on the heap that it was born with. */
static _Noreturn void
child(void)
{
	pthread_t t;
	size_t i;

	test_die_hook = NULL;
	alarm(CHILD_SECONDS);
	one_of_each(NULL);
	for (i = 0; i < SLOTS; i += 3)
		shadow_free(&mine[i]);
	MUST(pthread_create(&t, NULL, one_of_each, NULL) == 0, "thread");
	one_of_each(NULL);
	MUST(pthread_join(t, NULL) == 0, "thread");
	_exit(0);
}

static void
reap(pid_t pid)
{
	int status;

	MUST(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	MUST(WIFEXITED(status) || WTERMSIG(status) != SIGALRM,
	    "the child hung");
	MUST(WIFEXITED(status), "the child died of signal %d",
	    WTERMSIG(status));
	MUST(WEXITSTATUS(status) == 0, "the child failed");
}

static void
storm(size_t forks)
{
	struct shadow s = { .seed = 99, .lg_max = 20 };
	pthread_t t[ALLOCATING];
	size_t i;
	pid_t pid;

	test_die_hook = test_fail_plainly;
	for (i = 0; i < SLOTS; i++)
		shadow_alloc(&s, &mine[i]);
	for (i = 0; i < ALLOCATING; i++)
		MUST(pthread_create(&t[i], NULL, allocate,
		    &object[i * SLOTS]) == 0,
		    "thread %zu", i);
	for (i = 0; i < forks; i++) {
		shadow_step(&s, &mine[rng_below(&s.seed, SLOTS)]);
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0)
			child();
		reap(pid);
	}
	stop = true;
	for (i = 0; i < ALLOCATING; i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread %zu", i);
	shadow_free_all(object, ALLOCATING * SLOTS);
	shadow_free_all(mine, SLOTS);
}

ATF_TC(storm_of_1000_forks_while_threads_allocate);
ATF_TC_HEAD(storm_of_1000_forks_while_threads_allocate, tc)
{
	atf_tc_set_md_var(tc, "timeout", "600");
}
ATF_TC_BODY(storm_of_1000_forks_while_threads_allocate, tc)
{
	storm(test_scaled(tc, 1000));
}

/* The fork handlers of other libraries run outside or inside of ours. */
ATF_TC(other_libraries_allocate_in_their_fork_handlers);
ATF_TC_HEAD(other_libraries_allocate_in_their_fork_handlers, tc)
{
	atf_tc_set_md_var(tc, "timeout", "600");
}
ATF_TC_BODY(other_libraries_allocate_in_their_fork_handlers, tc)
{
	size_t forks = test_scaled(tc, 200);
	unsigned int before = handler_calls;

	ATF_REQUIRE_EQ(pthread_atfork(handler, handler, handler), 0);
	storm(forks);
	/* Before and after each fork, two libraries. */
	ATF_REQUIRE_EQ(handler_calls - before, forks * 4);
}

/* Objects of threads that the child does not have are objects all the same. */
static pthread_barrier_t filled;

static void *
fill_and_wait(void *arg)
{
	struct object *o = arg;
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 22 };
	size_t i;

	for (i = 0; i < SLOTS; i++)
		shadow_alloc(&s, &o[i]);
	pthread_barrier_wait(&filled);
	for (;;)
		pause();
	return NULL;
}

ATF_TC_WITHOUT_HEAD(child_frees_objects_of_threads_it_does_not_have);
ATF_TC_BODY(child_frees_objects_of_threads_it_does_not_have, tc)
{
	pthread_t t;
	size_t i;
	pid_t pid;

	test_die_hook = test_fail_plainly;
	ATF_REQUIRE_EQ(pthread_barrier_init(&filled, NULL, ALLOCATING + 1), 0);
	for (i = 0; i < ALLOCATING; i++)
		ATF_REQUIRE_EQ(pthread_create(&t, NULL, fill_and_wait,
		    &object[i * SLOTS]), 0);
	pthread_barrier_wait(&filled);
	for (i = 0; i < 20; i++) {
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0) {
			test_die_hook = NULL;
			alarm(CHILD_SECONDS);
			shadow_free_all(object, ALLOCATING * SLOTS);
			one_of_each(NULL);
			_exit(0);
		}
		reap(pid);
	}
}

/* Children of children, each with threads of its own. */
static void
generation(unsigned int left)
{
	pthread_t t;
	pid_t pid;

	alarm(CHILD_SECONDS);
	MUST(pthread_create(&t, NULL, one_of_each, NULL) == 0, "thread");
	if (left > 0) {
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0) {
			test_die_hook = NULL;
			generation(left - 1);
			_exit(0);
		}
		reap(pid);
	}
	MUST(pthread_join(t, NULL) == 0, "thread");
	alarm(0);
}

ATF_TC_WITHOUT_HEAD(twelve_generations);
ATF_TC_BODY(twelve_generations, tc)
{
	test_die_hook = test_fail_plainly;
	generation(12);
}

/* The one who forks need not be main. */
static void *
fork_in_thread(void *arg)
{
	size_t i;
	pid_t pid;

	for (i = 0; i < 25; i++) {
		one_of_each(NULL);
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0)
			child();
		reap(pid);
	}
	return arg;
}

ATF_TC_WITHOUT_HEAD(four_threads_fork_at_once);
ATF_TC_BODY(four_threads_fork_at_once, tc)
{
	pthread_t t[4];
	size_t i;

	test_die_hook = test_fail_plainly;
	for (i = 0; i < NELEM(t); i++)
		ATF_REQUIRE_EQ(pthread_create(&t[i], NULL, fork_in_thread,
		    NULL), 0);
	for (i = 0; i < NELEM(t); i++)
		ATF_REQUIRE_EQ(pthread_join(t[i], NULL), 0);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, storm_of_1000_forks_while_threads_allocate);
	ATF_TP_ADD_TC(tp, other_libraries_allocate_in_their_fork_handlers);
	ATF_TP_ADD_TC(tp, child_frees_objects_of_threads_it_does_not_have);
	ATF_TP_ADD_TC(tp, twelve_generations);
	ATF_TP_ADD_TC(tp, four_threads_fork_at_once);
	return atf_no_error();
}
