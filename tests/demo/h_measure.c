/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * h_measure [-o file] [-p library] command [argument ...]
 *
 * Runs a command, with a library preloaded if one is given, and adds a line
 * to the file, or standard error: milliseconds from start to end, those of
 * processors, the peak of resident KiB of the largest process of it, minor
 * and major page faults of all.  The exit status is that of the command.
 */

#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long
milliseconds(struct timeval a, struct timeval b)
{

	return ((a.tv_sec + b.tv_sec) * 1000 + (a.tv_usec + b.tv_usec) / 1000);
}

static long
now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		err(126, "clock_gettime");
	return (ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

int
main(int argc, char *argv[])
{
	const char *library = NULL;
	struct rusage used;
	FILE *out = stderr;
	int opt, status;
	long start, end;
	pid_t pid;

	while ((opt = getopt(argc, argv, "+o:p:")) != -1) {
		switch (opt) {
		case 'o':
			out = fopen(optarg, "ae");
			if (out == NULL)
				err(126, "%s", optarg);
			break;
		case 'p':
			library = optarg;
			break;
		default:
			optind = argc;
		}
	}
	if (optind >= argc)
		errx(126, "usage: h_measure [-o file] [-p library] "
		    "command [argument ...]");
	start = now();
	pid = fork();
	if (pid == -1)
		err(126, "fork");
	if (pid == 0) {
		if (library != NULL && setenv("LD_PRELOAD", library, 1) != 0)
			err(126, "setenv");
		execvp(argv[optind], argv + optind);
		err(127, "%s", argv[optind]);
	}
	/* What wait4 tells includes the children that the command waited for. */
	if (wait4(pid, &status, 0, &used) != pid)
		err(126, "wait4");
	end = now();
	fprintf(out, "%ld %ld %ld %ld %ld\n", end - start,
	    milliseconds(used.ru_utime, used.ru_stime), used.ru_maxrss,
	    used.ru_minflt, used.ru_majflt);
	if (fclose(out) != 0)
		err(126, "write");
	if (WIFSIGNALED(status)) {
		fprintf(stderr, "%s: %s\n", argv[optind],
		    strsignal(WTERMSIG(status)));
		return (128 + WTERMSIG(status));
	}
	return (WEXITSTATUS(status));
}
