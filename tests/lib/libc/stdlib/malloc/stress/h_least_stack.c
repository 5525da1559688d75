/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Every call, the huge ones and the failing ones too, from a thread with the
 * least stack that there is.
 */
#include <pthread.h>

#include "malloc_test.h"

static void *
work(void *arg)
{
	void *p, *q, *r;
	size_t n;

	for (n = 1; n <= 16 * MIB; n *= 3) {
		p = opaque(malloc(n));
		q = opaque(calloc(2, n));
		MUST(p != NULL && q != NULL, "%zu", n);
		MUST(posix_memalign(&r, 64 * KIB, n) == 0, "%zu", n);
		p = opaque(realloc(p, n * 2));
		MUST(p != NULL, "%zu", n);
		free(q);
		free(r);
		MUST(opaque(realloc(p, opaque_size(SIZE_MAX))) == NULL, "%zu",
		    n);
		free(p);
	}
	return arg;
}

int
main(void)
{
	pthread_attr_t attr;
	pthread_t t[4];
	size_t i;

	MUST(pthread_attr_init(&attr) == 0, "attr");
	MUST(pthread_attr_setstacksize(&attr,
	    (size_t)sysconf(_SC_THREAD_STACK_MIN)) == 0, "attr");
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_create(&t[i], &attr, work, NULL) == 0, "thread");
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_join(t[i], NULL) == 0, "thread");
	return 0;
}
