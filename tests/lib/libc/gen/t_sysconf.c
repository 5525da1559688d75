/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * sysconf: values against other sources, unknown names.
 */

#include <sys/resource.h>

#include <errno.h>
#include <sched.h>

#include "../libc_test.h"

int
main(void)
{
	struct rlimit rl;
	cpu_set_t set;
	long n;

	CHECK(sysconf(_SC_PAGESIZE) == 4096);
	CHECK(sched_getaffinity(0, sizeof(set), &set) == 0);
	n = sysconf(_SC_NPROCESSORS_ONLN);
	CHECK(n == CPU_COUNT(&set) && n >= 1);
	CHECK(sysconf(_SC_NPROCESSORS_CONF) >= n);
	CHECK(getrlimit(RLIMIT_NOFILE, &rl) == 0);
	rl.rlim_cur = 40;
	CHECK(setrlimit(RLIMIT_NOFILE, &rl) == 0);
	CHECK(sysconf(_SC_OPEN_MAX) == 40);
	CHECK(sysconf(_SC_CLK_TCK) == 100);
	CHECK(sysconf(_SC_PHYS_PAGES) >= sysconf(_SC_AVPHYS_PAGES));
	CHECK(sysconf(_SC_AVPHYS_PAGES) > 0);
	errno = 0;
	CHECK(sysconf(_SC_ATEXIT_MAX) == -1 && errno == 0);
	CHECK(sysconf(100000) == -1 && errno == EINVAL);

	/* Descriptors may have run out when the count is asked for. */
	while (dup(0) >= 0)
		;
	CHECK(sysconf(_SC_NPROCESSORS_CONF) >= 1);
	return (test_failures != 0);
}
