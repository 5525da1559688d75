/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * start	ops times the program named by program is started with the
 *		library preload, and waited for.  each_faults is the median of
 *		the page faults of one start: the same program with an empty
 *		library tells what of them is the allocator's.
 */

#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

#define MAX_STARTS	10000

static long
start(const char *program)
{
	struct rusage used;
	int status;
	pid_t pid;

	pid = vfork();
	if (pid == -1)
		err(1, "vfork");
	if (pid == 0) {
		execl(program, program, (char *)NULL);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &used) != pid)
		err(1, "wait4");
	if (status != 0)
		errx(1, "%s: status %#x", program, (unsigned)status);
	return (used.ru_minflt);
}

static int
compare(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return ((*x > *y) - (*x < *y));
}

static void
starts(void)
{
	const char *program = param_word("program", "/bin/true");
	const char *preload = param_word("preload", "");
	long ops = param("ops", 3);
	long *fault = own_memory(MAX_STARTS * sizeof(*fault));

	if (ops < 1 || ops > MAX_STARTS)
		errx(2, "ops=%ld: 1 to %d", ops, MAX_STARTS);
	if (*preload != '\0' && setenv("LD_PRELOAD", preload, 1) != 0)
		err(1, "setenv");
	clock_start();
	for (long i = 0; i < ops; i++)
		fault[i] = start(program);
	clock_stop((uint64_t)ops);
	qsort(fault, (size_t)ops, sizeof(*fault), compare);
	figure("each_faults", fault[ops / 2]);
	checksum((uint64_t)ops);
}

const struct workload bench_start[] = {
	{ "start", starts },
	{ NULL, NULL }
};
