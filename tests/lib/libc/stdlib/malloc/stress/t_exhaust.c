/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Memory that ends, by RLIMIT_AS: NULL and ENOMEM, nothing lost, and all of it
 * to be had again after frees.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "malloc_atf.h"
#include "shadow.h"

#define LIMIT	(96 * MIB)

/* The objects form a list, so that the list needs no memory of its own. */
struct link {
	struct link *next;
	size_t number;
};

static void
check_link(const struct link *l, size_t size, size_t number)
{
	const unsigned char *b = (const unsigned char *)l;

	if (size < sizeof(*l))
		return;
	MUST(l->number == number, "object %zu of %zu bytes is %zu", number,
	    size, l->number);
	MUST(size == sizeof(*l) || b[size - 1] == number % 251,
	    "object %zu of %zu bytes: the last byte is %u", number, size,
	    b[size - 1]);
}

/* Allocates until there is no more. */
static size_t
take_all(struct link **list, size_t size)
{
	struct link *l;
	size_t n = 0;

	*list = NULL;
	for (;;) {
		errno = 0;
		l = opaque(n % 5 == 4 ? calloc(1, size) : malloc(size));
		if (l == NULL)
			break;
		if (size >= sizeof(*l)) {
			l->number = n;
			if (size > sizeof(*l))
				((unsigned char *)l)[size - 1] = n % 251;
		}
		l->next = *list;
		*list = l;
		n++;
	}
	MUST(errno == ENOMEM, "size %zu: errno %d", size, errno);
	return n;
}

static void
give_all(struct link *list, size_t size, size_t n)
{
	struct link *l;

	while ((l = list) != NULL) {
		check_link(l, size, --n);
		list = l->next;
		free(l);
	}
	MUST(n == 0, "%zu objects of %zu bytes are lost", n, size);
}

/* How many of a size there are does not fall from round to round. */
static void
exhaust(void *arg)
{
	/* In a small chunk there may be no room for the last run. */
	size_t least = geometry().chunk < MIB ? LIMIT / 3 : LIMIT / 2;
	size_t first = 0, n, round, size = *(size_t *)arg;
	struct link *list;

	MUST(limit_address_space(LIMIT) == 0, "errno %d", errno);
	for (round = 0; round < 4; round++) {
		n = take_all(&list, size);
		MUST(n * malloc_usable_size(list) >= least,
		    "only %zu objects of %zu", n, size);
		give_all(list, size, n);
		if (round == 0)
			first = n;
		MUST(n >= first - first / 16, "%zu objects, at first %zu", n,
		    first);
	}
}

ATF_TC_WITHOUT_HEAD(every_size_until_enomem_and_again_after_frees);
ATF_TC_BODY(every_size_until_enomem_and_again_after_frees, tc)
{
	size_t sizes[] = {
		8, 16, 48, 112, 320, 1000, 3840, 4096, 16 * KIB, 40 * KIB,
		300 * KIB, MIB, 2 * MIB, 4 * MIB, 7 * MIB
	};
	size_t i;

	for (i = 0; i < NELEM(sizes); i++)
		run_child(exhaust, &sizes[i], 120);
}

/* What one size took has to serve the others. */
static void
exhaust_in_turn(void *arg)
{
	static const size_t sizes[] = {
		16, 300 * KIB, 3840, 16 * KIB, 4 * MIB, 64, 40 * KIB, 8
	};
	size_t i, n, round;
	struct link *list;

	(void)arg;
	MUST(limit_address_space(LIMIT) == 0, "errno %d", errno);
	for (round = 0; round < 3; round++)
		for (i = 0; i < NELEM(sizes); i++) {
			n = take_all(&list, sizes[i]);
			MUST(n * sizes[i] >= LIMIT / 3,
			    "round %zu: only %zu objects of %zu", round, n,
			    sizes[i]);
			give_all(list, sizes[i], n);
		}
}

ATF_TC_WITHOUT_HEAD(memory_taken_by_one_size_serves_others_after_frees);
ATF_TC_BODY(memory_taken_by_one_size_serves_others_after_frees, tc)
{
	run_child(exhaust_in_turn, NULL, 240);
}

/* Every function says ENOMEM the same way, and the caches survive it. */
static void
exhaust_all_functions(void *arg)
{
	static const size_t sizes[] = { 1, 16, 100, 500, 3000, 5000, 50000 };
	struct link *list, *smaller, *smallest;
	size_t i, n, n2, n3;
	void *p;

	(void)arg;
	MUST(limit_address_space(LIMIT) == 0, "errno %d", errno);
	n = take_all(&list, 40 * KIB);
	n2 = take_all(&smaller, 256);
	n3 = take_all(&smallest, 16);
	for (i = NELEM(sizes); i-- > 4;) {
		errno = 0;
		p = opaque(realloc(NULL, sizes[i]));
		MUST(p == NULL && errno == ENOMEM, "realloc(NULL, %zu)",
		    sizes[i]);
		errno = 0;
		p = opaque(calloc(3, sizes[i]));
		MUST(p == NULL && errno == ENOMEM, "calloc(3, %zu)",
		    sizes[i]);
		errno = 1789;
		MUST(posix_memalign(&p, 64, sizes[i]) == ENOMEM &&
		    errno == 1789, "posix_memalign(64, %zu)", sizes[i]);
		errno = 0;
		p = opaque(aligned_alloc(32, sizes[i]));
		MUST(p == NULL && errno == ENOMEM, "aligned_alloc(32, %zu)",
		    sizes[i]);
		errno = 0;
		p = opaque(valloc(sizes[i]));
		MUST(p == NULL && errno == ENOMEM, "valloc(%zu)", sizes[i]);
		errno = 0;
		p = opaque(realloc(list, 90 * MIB + sizes[i]));
		MUST(p == NULL && errno == ENOMEM, "realloc to 90 MiB");
	}
	give_all(smallest, 16, n3);
	give_all(smaller, 256, n2);
	give_all(list, 40 * KIB, n);
	for (i = 0; i < NELEM(sizes); i++) {
		p = opaque(calloc(1, sizes[i]));
		MUST(p != NULL, "calloc(1, %zu) after frees", sizes[i]);
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(all_functions_say_enomem_and_the_caches_survive);
ATF_TC_BODY(all_functions_say_enomem_and_the_caches_survive, tc)
{
	run_child(exhaust_all_functions, NULL, 120);
}

/* Threads exhaust memory together, each with its own cache and objects. */
#define THREADS	4
static pthread_barrier_t gate;

static void *
take_and_give(void *arg)
{
	static const size_t sizes[] = { 24, 5000, 200, 70000, 1000 };
	size_t i, n, round;
	struct link *list;

	for (round = 0; round < 3; round++)
		for (i = 0; i < NELEM(sizes); i++) {
			n = take_all(&list, sizes[i]);
			give_all(list, sizes[i], n);
			pthread_barrier_wait(&gate);
			/* All is free but for caches: this much must be. */
			free(list = opaque(malloc(sizes[i])));
			MUST(list != NULL, "%zu bytes", sizes[i]);
			pthread_barrier_wait(&gate);
		}
	return arg;
}

static void
exhaust_threads(void *arg)
{
	pthread_t t[THREADS];
	size_t i;

	(void)arg;
	MUST(pthread_barrier_init(&gate, NULL, THREADS) == 0, "barrier");
	MUST(limit_address_space(LIMIT + THREADS * 9 * MIB) == 0, "errno %d",
	    errno);
	for (i = 0; i < THREADS; i++)
		MUST(pthread_create(&t[i], NULL, take_and_give, NULL) == 0,
		    "thread %zu", i);
	for (i = 0; i < THREADS; i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread %zu", i);
}

ATF_TC_WITHOUT_HEAD(threads_exhaust_memory_together);
ATF_TC_BODY(threads_exhaust_memory_together, tc)
{
	run_child(exhaust_threads, NULL, 240);
}

/* No memory at the very first call of threads: no cache, maybe no arena. */
static void *
first_call(void *arg)
{
	size_t i;
	void *p[7];

	pthread_barrier_wait(&gate);
	pthread_barrier_wait(&gate);
	for (i = 0; i < NELEM(p); i++) {
		errno = 0;
		p[i] = opaque(malloc((size_t)1 << i * 3));
		MUST(p[i] != NULL || errno == ENOMEM, "errno %d", errno);
	}
	for (i = 0; i < NELEM(p); i++)
		free(p[i]);
	pthread_barrier_wait(&gate);
	pthread_barrier_wait(&gate);
	for (i = 0; i < NELEM(p); i++) {
		p[i] = opaque(calloc(1, (size_t)1 << i * 3));
		MUST(p[i] != NULL, "%zu bytes after the limit was lifted",
		    (size_t)1 << i * 3);
		free(p[i]);
	}
	return arg;
}

static void
first_calls_fail(void *arg)
{
	pthread_t t[THREADS * 4];
	size_t i;

	(void)arg;
	MUST(pthread_barrier_init(&gate, NULL, NELEM(t) + 1) == 0, "barrier");
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_create(&t[i], NULL, first_call, NULL) == 0,
		    "thread %zu", i);
	pthread_barrier_wait(&gate);
	MUST(limit_address_space(0) == 0, "errno %d", errno);
	pthread_barrier_wait(&gate);
	pthread_barrier_wait(&gate);
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	pthread_barrier_wait(&gate);
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread %zu", i);
}

ATF_TC_WITHOUT_HEAD(first_calls_of_threads_without_memory);
ATF_TC_BODY(first_calls_of_threads_without_memory, tc)
{
	run_child(first_calls_fail, NULL, 60);
}

/* The limit opens and shuts while threads work. */
#define SLOTS	200
/* SLOTS for each thread. */
static struct object object[THREADS * SLOTS];
static atomic_int working;
static size_t steps;

static void *
work(void *arg)
{
	size_t i = (uintptr_t)arg;
	struct object *o = &object[i * SLOTS];
	struct shadow s = { .seed = i, .lg_max = 22, .may_fail = true };

	while (s.steps < steps)
		shadow_step(&s, &o[rng_below(&s.seed, SLOTS)]);
	working--;
	return NULL;
}

static void
open_and_shut(void *arg)
{
	struct shadow s = { .seed = 5, .lg_max = 22 };
	pthread_t t[THREADS];
	uint64_t seed = *(uint64_t *)arg;
	size_t i;

	working = THREADS;
	for (i = 0; i < THREADS; i++)
		MUST(pthread_create(&t[i], NULL, work, (void *)(uintptr_t)i)
		    == 0, "thread %zu", i);
	while (working > 0) {
		i = rng_below(&seed, 3);
		limit_address_space(i == 0 ? SIZE_MAX : (i - 1) * 4 * MIB);
		usleep((useconds_t)rng_below(&seed, 300));
	}
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
	for (i = 0; i < THREADS; i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread %zu", i);
	for (i = 0; i < SLOTS * THREADS; i++)
		shadow_check(&object[i]);
	while (s.steps < 10000)
		shadow_step(&s, &object[rng_below(&s.seed, SLOTS)]);
	shadow_free_all(object, THREADS * SLOTS);
}

ATF_TC_WITHOUT_HEAD(limit_opens_and_shuts_while_threads_work);
ATF_TC_BODY(limit_opens_and_shuts_while_threads_work, tc)
{
	uint64_t seed = test_seed(tc);

	steps = test_scaled(tc, 60000);
	run_child(open_and_shut, &seed, 240);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_size_until_enomem_and_again_after_frees);
	ATF_TP_ADD_TC(tp, memory_taken_by_one_size_serves_others_after_frees);
	ATF_TP_ADD_TC(tp, all_functions_say_enomem_and_the_caches_survive);
	ATF_TP_ADD_TC(tp, threads_exhaust_memory_together);
	ATF_TP_ADD_TC(tp, first_calls_of_threads_without_memory);
	ATF_TP_ADD_TC(tp, limit_opens_and_shuts_while_threads_work);
	return atf_no_error();
}
