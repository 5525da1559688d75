/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What else a process does while it allocates. */
#include <dlfcn.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>

#include "malloc_atf.h"
#include "shadow.h"

#define THREADS	3
#define SLOTS	150

extern char **environ;

/* SLOTS for each thread. */
static struct object object[THREADS * SLOTS];
static atomic_bool stop;
static size_t min_steps;

/* At least so many steps, and on until main is done. */
static void *
work(void *arg)
{
	struct object *o = arg;
	struct shadow s = { .seed = (uintptr_t)arg, .lg_max = 21 };

	while (s.steps < min_steps || !stop)
		shadow_step(&s, &o[rng_below(&s.seed, SLOTS)]);
	return NULL;
}

static void
start_work(pthread_t t[THREADS], size_t steps)
{
	size_t i;

	test_die_hook = test_fail_plainly;
	min_steps = steps;
	for (i = 0; i < THREADS; i++)
		ATF_REQUIRE_EQ(pthread_create(&t[i], NULL, work,
		    &object[i * SLOTS]), 0);
}

static void
end_work(pthread_t t[THREADS])
{
	size_t i;

	stop = true;
	for (i = 0; i < THREADS; i++)
		ATF_REQUIRE_EQ(pthread_join(t[i], NULL), 0);
	shadow_free_all(object, THREADS * SLOTS);
}

/* Signals interrupt at any instruction; the handler does not allocate. */
static atomic_size_t signals;

static void
count_signal(int sig)
{
	int saved = errno;

	(void)sig;
	signals++;
	errno = EINTR;
	errno = saved;
}

ATF_TC_WITHOUT_HEAD(signals_at_2_khz_lose_nothing);
ATF_TC_BODY(signals_at_2_khz_lose_nothing, tc)
{
	struct itimerval every = { { 0, 500 }, { 0, 500 } }, never = { 0 };
	struct sigaction sa = { .sa_flags = SA_RESTART };
	struct shadow s = { .seed = 4, .lg_max = 21 };
	struct object mine[SLOTS] = { { NULL, 0, 0, 0, 0 } };
	pthread_t t[THREADS];

	sa.sa_handler = count_signal;
	ATF_REQUIRE_EQ(sigaction(SIGALRM, &sa, NULL), 0);
	ATF_REQUIRE_EQ(setitimer(ITIMER_REAL, &every, NULL), 0);
	start_work(t, test_scaled(tc, 20000));
	while (signals < test_scaled(tc, 4000))
		shadow_step(&s, &mine[rng_below(&s.seed, SLOTS)]);
	end_work(t);
	ATF_REQUIRE_EQ(setitimer(ITIMER_REAL, &never, NULL), 0);
	shadow_free_all(mine, SLOTS);
}

static void
reap(pid_t pid)
{
	int status;

	REQUIRE(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %#x",
	    status);
}

ATF_TC_WITHOUT_HEAD(vfork_and_exec_from_an_allocating_program);
ATF_TC_BODY(vfork_and_exec_from_an_allocating_program, tc)
{
	pthread_t t[THREADS];
	size_t i;
	pid_t pid;

	start_work(t, 0);
	for (i = 0; i < test_scaled(tc, 200); i++) {
		pid = vfork();
		if (pid == 0) {
			execl("/bin/true", "true", (char *)NULL);
			_exit(1);
		}
		REQUIRE(pid != -1, "errno %d", errno);
		reap(pid);
	}
	end_work(t);
}

static void *
spawn_some(void *arg)
{
	static char name[] = "true";
	char *argv[] = { name, NULL };
	posix_spawn_file_actions_t actions;
	size_t i, n = *(size_t *)arg;
	pid_t pid;

	for (i = 0; i < n; i++) {
		REQUIRE(posix_spawn_file_actions_init(&actions) == 0, "%zu",
		    i);
		REQUIRE(posix_spawn_file_actions_addclose(&actions, 0) == 0,
		    "%zu", i);
		REQUIRE(posix_spawn(&pid, "/bin/true", &actions, NULL, argv,
		    environ) == 0, "%zu", i);
		posix_spawn_file_actions_destroy(&actions);
		reap(pid);
	}
	return NULL;
}

ATF_TC_WITHOUT_HEAD(posix_spawn_from_allocating_threads);
ATF_TC_BODY(posix_spawn_from_allocating_threads, tc)
{
	pthread_t spawner[2], t[THREADS];
	size_t i, n = test_scaled(tc, 100);

	start_work(t, 0);
	for (i = 0; i < NELEM(spawner); i++)
		ATF_REQUIRE_EQ(pthread_create(&spawner[i], NULL, spawn_some,
		    &n), 0);
	for (i = 0; i < NELEM(spawner); i++)
		ATF_REQUIRE_EQ(pthread_join(spawner[i], NULL), 0);
	end_work(t);
}

/*
 * Libraries of the host that have constructors or thread-local data of their
 * own; those that a host does not have are left out.
 */
ATF_TC_WITHOUT_HEAD(libraries_come_and_go_while_threads_allocate);
ATF_TC_BODY(libraries_come_and_go_while_threads_allocate, tc)
{
	static const char *const names[] = {
		"libstdc++.so.6", "libgcc_s.so.1", "libresolv.so.2",
		"libnss_files.so.2", "libm.so.6", "libz.so.1"
	};
	pthread_t t[THREADS];
	size_t i, j, loaded = 0;
	void *library;

	start_work(t, 0);
	for (i = 0; i < test_scaled(tc, 150); i++)
		for (j = 0; j < NELEM(names); j++) {
			library = dlopen(names[j], RTLD_NOW | RTLD_LOCAL);
			if (library == NULL) {
				free(strdup(dlerror()));
				continue;
			}
			loaded++;
			REQUIRE(dlclose(library) == 0, "%s", dlerror());
		}
	end_work(t);
	ATF_REQUIRE(loaded > 0);
}

/*
 * The program moves the break itself, up and down, and leaves it dirty.  What
 * the program has there stays its own, what it gave back may come to us.
 */
static void
move_the_break(void *arg)
{
	struct shadow s = { .seed = *(uint64_t *)arg, .lg_max = 23 };
	struct object *o = object;
	size_t bad, i, n;
	char *p;
	void *q;

	for (i = 0; i < 300; i++) {
		n = (rng_below(&s.seed, 40) + 1) * 8 * KIB + i % 3;
		p = sbrk((intptr_t)n);
		MUST(p != (void *)-1, "errno %d", errno);
		memset(p, 0xdb, n);
		while (s.steps % 100 != 99)
			shadow_step(&s, &o[rng_below(&s.seed, SLOTS)]);
		s.steps++;
		q = opaque(calloc(1, 3 * MIB));
		MUST(q != NULL, "calloc");
		bad = zero_check(q, 3 * MIB);
		MUST(bad == 3 * MIB, "calloc: byte %zu", bad);
		MUST(p[0] == (char)0xdb && p[n - 1] == (char)0xdb &&
		    memcmp(p, p + 1, n - 1) == 0,
		    "the program's own bytes at %p were overwritten",
		    (void *)p);
		/* Give it back if nobody has moved the break since. */
		if (sbrk(0) == p + n && i % 4 != 0)
			MUST(sbrk(-(intptr_t)n) != (void *)-1, "errno %d",
			    errno);
		free(q);
	}
	shadow_free_all(o, SLOTS);
}

ATF_TC_WITHOUT_HEAD(program_moves_the_break_and_leaves_it_dirty);
ATF_TC_BODY(program_moves_the_break_and_leaves_it_dirty, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(move_the_break, &seed, 120);
}

/* With everything locked nothing can be purged. */
static void
random_under_mlockall(void *arg)
{
	struct shadow s = { .seed = *(uint64_t *)arg, .lg_max = 22 };

	if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
		child_skip("mlockall is not permitted");
	/* A limit on locked memory shows as ENOMEM. */
	s.may_fail = true;
	while (s.steps < 40000)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	shadow_free_all(object, SLOTS);
}

ATF_TC_WITHOUT_HEAD(random_operations_under_mlockall);
ATF_TC_BODY(random_operations_under_mlockall, tc)
{
	uint64_t seed = test_seed(tc);

	run_child(random_under_mlockall, &seed, 120);
}

/* No descriptor is left: not one may be needed. */
static void
random_without_descriptors(void *arg)
{
	pthread_t t[THREADS];
	size_t i;
	int fd;

	(void)arg;
	while ((fd = dup(STDOUT_FILENO)) != -1)
		;
	min_steps = 5000;
	stop = true;
	for (i = 0; i < THREADS; i++)
		MUST(pthread_create(&t[i], NULL, work,
		    &object[i * SLOTS]) == 0,
		    "thread %zu", i);
	for (i = 0; i < THREADS; i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread %zu", i);
	shadow_free_all(object, THREADS * SLOTS);
}

ATF_TC_WITHOUT_HEAD(random_operations_without_descriptors);
ATF_TC_BODY(random_operations_without_descriptors, tc)
{
	run_child(random_without_descriptors, NULL, 120);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, signals_at_2_khz_lose_nothing);
	ATF_TP_ADD_TC(tp, vfork_and_exec_from_an_allocating_program);
	ATF_TP_ADD_TC(tp, posix_spawn_from_allocating_threads);
	ATF_TP_ADD_TC(tp, libraries_come_and_go_while_threads_allocate);
	ATF_TP_ADD_TC(tp, program_moves_the_break_and_leaves_it_dirty);
	ATF_TP_ADD_TC(tp, random_operations_under_mlockall);
	ATF_TP_ADD_TC(tp, random_operations_without_descriptors);
	return atf_no_error();
}
