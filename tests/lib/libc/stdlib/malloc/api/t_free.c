/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* free(3): nothing, errno, and memory that can be used again. */
#include <pthread.h>

#include "malloc_atf.h"

ATF_TC_WITHOUT_HEAD(null_pointer_is_ignored);
ATF_TC_BODY(null_pointer_is_ignored, tc)
{
	void *p;

	free(opaque(NULL));
	p = opaque(malloc(10));
	REQUIRE(p != NULL, "malloc(10)");
	errno = 1789;
	free(opaque(NULL));
	REQUIRE(errno == 1789, "errno %d", errno);
	free(p);
	free(opaque(NULL));
}

/* Frees of every class, among them those that purge and unmap. */
ATF_TC_WITHOUT_HEAD(errno_is_kept);
ATF_TC_BODY(errno_is_kept, tc)
{
	void *p[200];
	size_t i, n;

	for (n = 1; n <= 16 * MIB; n *= 4)
		for (i = 0; i < (n < MIB ? NELEM(p) : 8); i++) {
			p[i] = opaque(malloc(n));
			REQUIRE(p[i] != NULL, "malloc(%zu)", n);
			memset(p[i], 1, n);
			errno = 1789;
			free(p[i]);
			REQUIRE(errno == 1789, "free of %zu: errno %d", n,
			    errno);
		}
	for (n = 256; n <= MIB; n *= 16) {
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(malloc(n));
			REQUIRE(p[i] != NULL, "malloc(%zu)", n);
			memset(p[i], 1, n);
		}
		for (i = 0; i < NELEM(p); i++) {
			errno = 1789;
			free(p[i]);
			REQUIRE(errno == 1789, "free of %zu: errno %d", n,
			    errno);
		}
	}
}

/* Locked pages cannot be purged; that failure is not the caller's either. */
static void
free_locked(void *arg)
{
	size_t i, n;
	void *p[40];

	(void)arg;
	if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
		child_skip("mlockall is not permitted");
	for (n = 64 * KIB; n <= 4 * MIB; n *= 8) {
		for (i = 0; i < NELEM(p); i++) {
			p[i] = opaque(malloc(n));
			if (p[i] == NULL)
				child_skip("too little memory may be locked");
		}
		for (i = 0; i < NELEM(p); i++) {
			errno = 1789;
			free(p[i]);
			MUST(errno == 1789, "free of %zu: errno %d", n, errno);
		}
	}
}

ATF_TC_WITHOUT_HEAD(errno_is_kept_though_purging_fails);
ATF_TC_BODY(errno_is_kept_though_purging_fails, tc)
{
	run_child(free_locked, NULL, 120);
}

static void
reuse_under_limit(void *arg)
{
	size_t i, n = *(size_t *)arg, rounds;
	void *p;

	MUST(limit_address_space(256 * MIB) == 0, "errno %d", errno);
	rounds = (n < 2 * MIB ? 200000 : 30000) / (n < MIB ? 1 : FILL_COST);
	for (i = 0; i < rounds; i++) {
		p = opaque(malloc(n));
		MUST(p != NULL, "malloc(%zu), round %zu", n, i);
		*(volatile char *)p = 1;
		free(p);
	}
}

ATF_TC_WITHOUT_HEAD(freed_memory_is_reused_under_rlimit_as);
ATF_TC_BODY(freed_memory_is_reused_under_rlimit_as, tc)
{
	size_t sizes[] = { 4000, 100 * KIB, MIB, 5 * MIB, 100 * MIB }, i;

	for (i = 0; i < NELEM(sizes); i++)
		run_child(reuse_under_limit, &sizes[i], 120);
}

/* After everything was freed, any size must be possible again. */
static void
reuse_other_sizes(void *arg)
{
	enum { MAX = 40000 };
	static void *p[MAX];
	size_t i, k, n;

	(void)arg;
	MUST(limit_address_space(256 * MIB) == 0, "errno %d", errno);
	for (k = 0; k < 3; k++)
		for (n = 8 * KIB; n <= 64 * MIB; n *= 4) {
			/* Half a chunk is the least that one chunk gives. */
			for (i = 0; i < MAX && i < 100 * MIB / n; i++) {
				p[i] = opaque(malloc(n));
				MUST(p[i] != NULL, "malloc(%zu), object %zu",
				    n, i);
				*(volatile char *)p[i] = 1;
			}
			while (i-- > 0)
				free(p[i]);
		}
}

ATF_TC_WITHOUT_HEAD(freed_memory_is_reused_for_other_sizes);
ATF_TC_BODY(freed_memory_is_reused_for_other_sizes, tc)
{
	run_child(reuse_other_sizes, NULL, 120);
}

/* The chunk and extent books are shared by all who free huge objects. */
static pthread_barrier_t barrier;

static void *
free_huge(void *arg)
{
	size_t i, j, n;
	void *p[4];

	(void)arg;
	for (i = 0; i < 60; i++) {
		for (j = 0; j < NELEM(p); j++) {
			n = (j + 1) * 5 * MIB;
			p[j] = opaque(malloc(n));
			REQUIRE(p[j] != NULL, "malloc(%zu)", n);
			*(volatile char *)p[j] = 1;
		}
		pthread_barrier_wait(&barrier);
		for (j = 0; j < NELEM(p); j++)
			free(p[j]);
	}
	return NULL;
}

ATF_TC(concurrent_huge_frees_do_not_deadlock);
ATF_TC_HEAD(concurrent_huge_frees_do_not_deadlock, tc)
{
	atf_tc_set_md_var(tc, "timeout", "120");
}
ATF_TC_BODY(concurrent_huge_frees_do_not_deadlock, tc)
{
	pthread_t t[8];
	size_t i;

	REQUIRE(pthread_barrier_init(&barrier, NULL, NELEM(t)) == 0, "barrier");
	for (i = 0; i < NELEM(t); i++)
		REQUIRE(pthread_create(&t[i], NULL, free_huge, NULL) == 0,
		    "thread %zu", i);
	for (i = 0; i < NELEM(t); i++)
		REQUIRE(pthread_join(t[i], NULL) == 0, "thread %zu", i);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, null_pointer_is_ignored);
	ATF_TP_ADD_TC(tp, errno_is_kept);
	ATF_TP_ADD_TC(tp, errno_is_kept_though_purging_fails);
	ATF_TP_ADD_TC(tp, freed_memory_is_reused_under_rlimit_as);
	ATF_TP_ADD_TC(tp, freed_memory_is_reused_for_other_sizes);
	ATF_TP_ADD_TC(tp, concurrent_huge_frees_do_not_deadlock);
	return atf_no_error();
}
