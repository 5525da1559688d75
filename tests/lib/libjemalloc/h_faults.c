/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Page faults of a program from its start to its end, the least of some runs.
 * Arguments: a library to preload, or "", then the program.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RUNS	25

static long
faults(char *const argv[])
{
	struct rusage usage;
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		if (argv[1][0] != '\0')
			setenv("LD_PRELOAD", argv[1], 1);
		execv(argv[2], argv + 2);
		_exit(127);
	}
	if (pid == -1 || wait4(pid, &status, 0, &usage) != pid || status != 0)
		exit(1);
	return usage.ru_minflt;
}

int
main(int argc, char *argv[])
{
	long least = -1, n;
	int i;

	if (argc < 3)
		return 2;
	for (i = 0; i < RUNS; i++) {
		n = faults(argv);
		if (least == -1 || n < least)
			least = n;
	}
	printf("%ld\n", least);
	return 0;
}
