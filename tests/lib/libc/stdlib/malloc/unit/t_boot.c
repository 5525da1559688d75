/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Start-up.  A test program of this host was booted long before main: what
 * guards the start is set back, and many threads start again.  t_boot_threads
 * does the same with nothing set back, where the libc allows it.
 */
#include "unit.h"

#include "malloc_boot.h"

#define THREADS	8

/* The linker puts this before the allocator's own: the first call fails. */
static bool first_failed;
void *__real___malloc_base_alloc(size_t);
void *__wrap___malloc_base_alloc(size_t);

void *
__wrap___malloc_base_alloc(size_t size)
{
	if (!first_failed) {
		first_failed = true;
		return NULL;
	}
	return __real___malloc_base_alloc(size);
}

static _Atomic unsigned ninits;
static _Atomic bool recursed;
static bool counting;

void __real___malloc_port_hooks_init(void);
void __wrap___malloc_port_hooks_init(void);

/* The host allocates while it installs its hooks, and others come. */
void
__wrap___malloc_port_hooks_init(void)
{
	unsigned i;
	void *p;

	if (!counting) {
		__real___malloc_port_hooks_init();
		return;
	}
	ninits++;
	for (i = 0; i < 50; i++) {
		MUST(boot(), "the booting thread cannot pass");
		p = opaque(malloc(i * 1000 + 1));
		MUST(p != NULL, "no memory while booting");
		free(p);
		sched_yield();
	}
	MUST(!boot_done, "booted too early");
	recursed = true;
}

static pthread_barrier_t barrier;
static _Atomic unsigned nearly;

static void *
first_call(void *arg)
{
	void *p;

	(void)arg;
	pthread_barrier_wait(&barrier);
	MUST(boot(), "not booted");
	nearly += !boot_done;
	p = opaque(malloc(100));
	MUST(p != NULL, "no memory");
	free(p);
	return NULL;
}

static void
at_once(void *arg)
{
	pthread_t threads[THREADS];
	unsigned i, round;

	(void)arg;
	counting = true;
	for (round = 0; round < 30; round++) {
		ninits = 0;
		recursed = false;
		MUST(pthread_barrier_init(&barrier, NULL, THREADS) == 0,
		    "barrier");
		boot_done = true;
		for (i = 0; i < THREADS - 1; i++)
			MUST(pthread_create(&threads[i], NULL, first_call,
			    NULL) == 0, "thread");
		boot_done = false;
		first_call(NULL);
		for (i = 0; i < THREADS - 1; i++)
			pthread_join(threads[i], NULL);
		MUST(boot_done, "not booted");
		MUST(ninits == 1 && recursed, "hooks were installed %u times",
		    ninits);
		MUST(nearly == 0, "%u threads passed too early", nearly);
		pthread_barrier_destroy(&barrier);
	}
}

ATF_TC_WITHOUT_HEAD(threads_start_at_once);
ATF_TC_BODY(threads_start_at_once, tc)
{
	run_child(at_once, NULL, 30);
}

/* Fork handlers: the locks are free again, in parent and child. */
static void
forks(void *arg)
{
	unsigned i;
	int status;
	pid_t pid;

	(void)arg;
	for (i = 0; i < 20; i++) {
		malloc_hook_prefork();
		malloc_hook_postfork_parent();
		free(opaque(malloc(100)));
		free(opaque(malloc(10 * MIB)));
		pid = fork();
		MUST(pid != -1, "errno %d", errno);
		if (pid == 0) {
			malloc_hook_prefork();
			malloc_hook_postfork_child();
			free(opaque(malloc(100)));
			free(opaque(malloc(10 * MIB)));
			arena_check(arenas_get(0));
			_exit(0);
		}
		MUST(waitpid(pid, &status, 0) == pid && status == 0,
		    "status 0x%x", (unsigned)status);
	}
}

ATF_TC_WITHOUT_HEAD(fork_hooks_release_all_locks);
ATF_TC_BODY(fork_hooks_release_all_locks, tc)
{
	run_child(forks, NULL, 30);
}

/* Before fork every lock of every arena is held, after it none. */
static void
require_locks(uint32_t word)
{
	const struct arena *a;
	unsigned i, j;

	for (i = 0; i < narenas_open(); i++) {
		a = arenas_get(i);
		MUST(a->heap.lock.word == word, "the heap of arena %u", i);
		for (j = 0; j < size_classes.nbins; j++)
			MUST(a->bins[j].lock.word == word, "bin %u of %u", j,
			    i);
	}
}

static void *
no_work(void *arg)
{
	return arg;
}

/* With a second thread ever, or lazy locks are not taken. */
static void
all_locks(void *arg)
{
	pthread_t thread;

	(void)arg;
	MUST(pthread_create(&thread, NULL, no_work, NULL) == 0 &&
	    pthread_join(thread, NULL) == 0, "thread");
	require_locks(0);
	malloc_hook_prefork();
	require_locks(3);
	malloc_hook_postfork_parent();
	require_locks(0);
	malloc_hook_prefork();
	malloc_hook_postfork_child();
	require_locks(0);
}

ATF_TC_WITHOUT_HEAD(fork_hooks_take_all_locks);
ATF_TC_BODY(fork_hooks_take_all_locks, tc)
{
	run_child(all_locks, NULL, 10);
}

/* The first call had no memory for an arena; the tables were made once. */
ATF_TC_WITHOUT_HEAD(second_call_boots);
ATF_TC_BODY(second_call_boots, tc)
{
	size_t i;

	REQUIRE(first_failed, "the first call had memory");
	REQUIRE(narenas_open() >= 1, "no arena");
	REQUIRE(size_classes.nbins == size_classes.ntbins +
	    size_classes.nqbins + size_classes.ncbins + size_classes.nsbins,
	    "%u bins", size_classes.nbins);
	for (i = 1; i < size_classes.nbins; i++)
		REQUIRE(size_classes.bins[i].reg_size >
		    size_classes.bins[i - 1].reg_size, "bin %zu", i);
}

/* Options and tables, each byte of their pages, can be read only. */
static void
write_frozen(void *arg)
{
	volatile unsigned char *p = arg;

	*p = (unsigned char)~*p;
}

ATF_TC_WITHOUT_HEAD(options_cannot_be_written_after_start);
ATF_TC_BODY(options_cannot_be_written_after_start, tc)
{
	unsigned char *first = (unsigned char *)&image.frozen;
	void *places[] = { &conf.abort, &conf.lg_tcache_max,
	    size_classes.lookup, &size_classes.nbins, &chunk_layout.ndata,
	    first, first + sizeof(image.frozen) - 1 };
	struct captured c;
	size_t i;

	for (i = 0; i < NELEM(places); i++) {
		capture(&c, write_frozen, places[i]);
		REQUIRE(WIFSIGNALED(c.status) &&
		    WTERMSIG(c.status) == SIGSEGV, "place %zu: status 0x%x",
		    i, (unsigned)c.status);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, threads_start_at_once);
	ATF_TP_ADD_TC(tp, fork_hooks_release_all_locks);
	ATF_TP_ADD_TC(tp, fork_hooks_take_all_locks);
	ATF_TP_ADD_TC(tp, second_call_boots);
	ATF_TP_ADD_TC(tp, options_cannot_be_written_after_start);
	return atf_no_error();
}
