/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the tests of mallctl share: values by name, checked on the way. */
#ifndef CTL_H
#define CTL_H

#include <pthread.h>

#include <jemalloc/jemalloc.h>

#include "malloc_atf.h"

static inline bool
ctl_has(const char *config)
{
	char name[64];
	size_t len = sizeof(bool);
	bool yes = false;

	snprintf(name, sizeof(name), "config.%s", config);
	MUST(mallctl(name, &yes, &len, NULL, 0) == 0, "%s", name);
	return yes;
}

static inline void
ctl_get(const char *name, void *value, size_t size)
{
	size_t len = size;
	int error;

	error = mallctl(name, value, &len, NULL, 0);
	MUST(error == 0, "%s: error %d", name, error);
	MUST(len == size, "%s: length %zu", name, len);
}

static inline size_t
ctl_size(const char *name)
{
	size_t value;

	ctl_get(name, &value, sizeof(value));
	return value;
}

static inline uint64_t
ctl_u64(const char *name)
{
	uint64_t value;

	ctl_get(name, &value, sizeof(value));
	return value;
}

static inline unsigned
ctl_unsigned(const char *name)
{
	unsigned value;

	ctl_get(name, &value, sizeof(value));
	return value;
}

/* A figure of arena i: the name behind "stats.arenas.<i>.", 8 bytes. */
static inline uint64_t
ctl_arena(unsigned i, const char *rest)
{
	char name[96];

	snprintf(name, sizeof(name), "stats.arenas.%u.%s", i, rest);
	return ctl_u64(name);
}

static inline uint64_t
ctl_class(unsigned i, const char *kind, size_t j, const char *rest)
{
	char name[96];

	snprintf(name, sizeof(name), "%s.%zu.%s", kind, j, rest);
	return ctl_arena(i, name);
}

static inline unsigned
ctl_nthreads(unsigned i)
{
	char name[64];

	snprintf(name, sizeof(name), "stats.arenas.%u.nthreads", i);
	return ctl_unsigned(name);
}

static inline void
ctl_refresh(void)
{
	uint64_t any = 1;
	int error;

	error = mallctl("epoch", NULL, NULL, &any, sizeof(any));
	MUST(error == 0, "epoch: error %d", error);
}

static inline void
ctl_flush(void)
{
	if (ctl_has("tcache"))
		MUST(mallctl("tcache.flush", NULL, NULL, NULL, 0) == 0,
		    "tcache.flush");
}

#define CTL_NEEDS(config)						\
	do {								\
		if (!ctl_has(config))					\
			atf_tc_skip("built without " config);		\
	} while (0)

/* The number of the sums over all arenas. */
#define MERGED	(ctl_unsigned("arenas.narenas"))

/* A new epoch with nothing left in the cache of this thread. */
static inline void
ctl_settle(void)
{
	ctl_flush();
	ctl_refresh();
}

/* What is told of all arenas is the sum, figure by figure. */
static inline void
ctl_check_sums(void)
{
	static const char *const figures[] = {
		"pactive", "pdirty", "mapped", "npurge", "nmadvise", "npurged"
	};
	unsigned i, n = MERGED;
	char name[64];
	uint64_t sum;
	size_t k;

	for (k = 0; k < NELEM(figures); k++) {
		for (i = sum = 0; i < n; i++) {
			snprintf(name, sizeof(name), "stats.arenas.%u.%s", i,
			    figures[k]);
			/* Not open in this epoch, nor any behind it. */
			if (mallctl(name, NULL, NULL, NULL, 0) != 0)
				break;
			sum += ctl_u64(name);
		}
		MUST(ctl_arena(n, figures[k]) == sum, "%s: %ju", figures[k],
		    (uintmax_t)sum);
	}
}

/* A case whose body runs in a child, where nobody else allocates. */
#define CASE2(name, body, config1, config2)				\
	ATF_TC_WITHOUT_HEAD(name);					\
	ATF_TC_BODY(name, tc)						\
	{								\
		CTL_NEEDS(config1);					\
		CTL_NEEDS(config2);					\
		run_child(body, NULL, 120);				\
	}
#define CASE(name, body, config)	CASE2(name, body, config, config)

#endif
