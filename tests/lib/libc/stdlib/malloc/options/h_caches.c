/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What opt.tcache does: "on" or "off" is how it must be.  M092
 */
#include <pthread.h>

#include "malloc_doors.h"

/* A figure of all arenas, summed over the bins. */
static uint64_t
of_all_bins(const char *figure)
{
	uint64_t n, sum = 0;
	unsigned i, narenas, nbins;
	char name[96];

	MUST(ctl_read("arenas.narenas", &narenas, sizeof(narenas)) == 0 &&
	    ctl_read("arenas.nbins", &nbins, sizeof(nbins)) == 0, "arenas");
	for (i = 0; i < nbins; i++) {
		snprintf(name, sizeof(name), "stats.arenas.%u.bins.%u.%s",
		    narenas, i, figure);
		MUST(ctl_read(name, &n, sizeof(n)) == 0, "%s", name);
		sum += n;
	}
	return sum;
}

static void *
work(void *arg)
{
	void *p[500];
	size_t i, n;

	(void)arg;
	for (n = 8; n < 4000; n += 200) {
		for (i = 0; i < NELEM(p); i++)
			MUST((p[i] = opaque(malloc(n))) != NULL, "%zu", n);
		for (i = 0; i < NELEM(p); i++)
			free(p[i]);
	}
	return NULL;
}

int
main(int argc, char *argv[])
{
	bool on;
	pthread_t thread;

	MUST(argc == 2, "%d arguments", argc);
	on = strcmp(argv[1], "on") == 0;
	MUST(option_on("tcache") == on, "opt.tcache");
	work(NULL);
	MUST(pthread_create(&thread, NULL, work, NULL) == 0 &&
	    pthread_join(thread, NULL) == 0, "thread");
	refresh();
	MUST((of_all_bins("nfills") != 0) == on, "%ju fills",
	    (uintmax_t)of_all_bins("nfills"));
	MUST((of_all_bins("nflushes") != 0) == on, "%ju flushes",
	    (uintmax_t)of_all_bins("nflushes"));
	MUST(of_all_bins("nrequests") >= 2 * 20 * 500, "%ju requests",
	    (uintmax_t)of_all_bins("nrequests"));
	/* Each object went its own way. */
	if (!on)
		MUST(of_all_bins("nmalloc") == of_all_bins("nrequests"),
		    "%ju of %ju", (uintmax_t)of_all_bins("nmalloc"),
		    (uintmax_t)of_all_bins("nrequests"));
	return 0;
}
