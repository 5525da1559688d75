/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * h_bench -l
 * h_bench -m
 * h_bench [-t] workload [key=value ...]
 *
 * Lists the workloads; or says what object file malloc comes from; or runs
 * one workload on the malloc of the process (LD_PRELOAD chooses it) and
 * prints one line of figures, key=value each:
 *
 *	ops	operations measured
 *	ns	nanoseconds of CLOCK_MONOTONIC they took
 *	cpu_ns	nanoseconds of processors, user and system
 *	sys_ns	of these, in the kernel
 *	faults	page faults in them
 *	peak_kb	the most KiB resident, without own_kb
 *	end_kb	KiB resident at the end, without own_kb
 *	own_kb	KiB of the harness itself
 *	sum	checksum, the same on any allocator
 *	series	values in time, where a workload has them
 *
 * and those that the workload adds.  Without parameters a workload is over
 * in milliseconds, and so it is with -t, which lowers large parameters: that
 * is for tests.
 */

#include <sys/mman.h>
#include <sys/resource.h>

#include <dlfcn.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define MAX_PARAMS	16
#define MAX_FIGURES	16
#define MAX_SERIES	64
#define TINY		100	/* with -t, above it a parameter's default */

static const struct workload *const tables[] = {
	bench_batch, bench_frag, bench_held, bench_large, bench_pairs,
	bench_phases, bench_prodcons, bench_realloc, bench_replace,
	bench_server, bench_share, bench_start, bench_threads
};

static bool tiny;
static char **params;
static int nparams;
static bool asked[MAX_PARAMS];

static uint64_t measured_ops, measured_ns, cpu_ns, sys_ns;
static long faults;
static size_t own_size;
static uint64_t sum;
static struct {
	const char *key;
	long value;
} figures[MAX_FIGURES];
static int nfigures;
static long values[MAX_SERIES];
static int nvalues;

const char *
param_word(const char *key, const char *missing)
{
	size_t len = strlen(key);

	for (int i = 0; i < nparams; i++) {
		if (strncmp(params[i], key, len) == 0 &&
		    params[i][len] == '=') {
			asked[i] = true;
			return (params[i] + len + 1);
		}
	}
	return (missing);
}

long
param(const char *key, long missing)
{
	const char *word = param_word(key, NULL);
	char *end;
	long value;

	if (word == NULL)
		return (missing);
	errno = 0;
	value = strtol(word, &end, 10);
	if (*end == 'K' || *end == 'M' || *end == 'G') {
		value <<= *end == 'K' ? 10 : *end == 'M' ? 20 : 30;
		end++;
	}
	if (end == word || *end != '\0' || errno != 0 || value < 0)
		errx(2, "%s=%s is not a number", key, word);
	if (tiny && value > TINY)
		return (missing > TINY ? missing : TINY);
	return (value);
}

static uint64_t
now(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		err(1, "clock_gettime");
	return ((uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec);
}

static uint64_t
nanoseconds(struct timeval tv)
{

	return ((uint64_t)tv.tv_sec * 1000000000 + (uint64_t)tv.tv_usec * 1000);
}

/* Adds what this process and its children had so far, or takes it away. */
static void
resources(bool add)
{
	struct rusage used;

	for (int i = 0; i < 2; i++) {
		uint64_t cpu, sys;

		if (getrusage(i == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN,
		    &used) != 0)
			err(1, "getrusage");
		sys = nanoseconds(used.ru_stime);
		cpu = nanoseconds(used.ru_utime) + sys;
		sys_ns += add ? sys : -sys;
		cpu_ns += add ? cpu : -cpu;
		faults += add ? used.ru_minflt : -used.ru_minflt;
	}
}

void
clock_start(void)
{

	resources(false);
	measured_ns = -now();
}

void
clock_stop(uint64_t ops)
{

	measured_ns += now();
	resources(true);
	measured_ops = ops;
}

void
figure(const char *key, long value)
{

	if (nfigures == MAX_FIGURES)
		errx(1, "too many figures");
	figures[nfigures].key = key;
	figures[nfigures++].value = value;
}

void
series(long value)
{

	if (nvalues == MAX_SERIES)
		errx(1, "too many values in the series");
	values[nvalues++] = value;
}

void
checksum(uint64_t value)
{

	sum = (sum ^ value) * 0x100000001b3;
}

void *
own_memory(size_t size)
{
	void *p;

	size = (size + 4095) & ~(size_t)4095;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (p == MAP_FAILED)
		err(1, "mmap of %zu bytes", size);
	own_size += size;
	return (p);
}

/* The number after a word in a small file of /proc, read without stdio. */
static long
proc_number(const char *file, const char *word)
{
	char buf[4096];
	const char *at;
	ssize_t n;
	int fd;

	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		err(1, "%s", file);
	n = read(fd, buf, sizeof(buf) - 1);
	if (n == -1)
		err(1, "%s", file);
	close(fd);
	buf[n] = '\0';
	at = strstr(buf, word);
	if (at == NULL)
		errx(1, "%s without %s", file, word);
	return (strtol(at + strlen(word), NULL, 10));
}

long
exact_kb(void)
{

	return (proc_number("/proc/self/smaps_rollup", "Rss:") -
	    (long)(own_size / 1024));
}

long
rss_kb(void)
{

	return (proc_number("/proc/self/status", "VmRSS:") -
	    (long)(own_size / 1024));
}

long
peak_kb(void)
{

	return (proc_number("/proc/self/status", "VmHWM:") -
	    (long)(own_size / 1024));
}

void
power_sizes(uint32_t sizes[NSIZES], uint32_t max)
{

	for (int i = 0; i < NSIZES; i++) {
		double s = 16 * pow((i + .5) / NSIZES, -1 / 1.2);

		sizes[i] = s < max ? (uint32_t)s : max;
	}
}

void
bench_null(size_t size)
{

	errx(1, "no memory for %zu bytes", size);
}

void
bench_damaged(size_t size)
{

	errx(1, "an object of %zu bytes has changed", size);
}

void *
bench_malloc(size_t size)
{
	void *p = malloc(size);

	if (p == NULL)
		bench_null(size);
	return (p);
}

void
object_free(void *p, size_t size, uint8_t mark)
{
	const uint8_t *bytes = p;

	if (bytes[0] != mark || bytes[size - 1] != mark)
		bench_damaged(size);
	free(p);
}

void
touch(void *p, size_t size)
{
	volatile uint8_t *bytes = p;

	for (size_t i = 0; i < size; i += 4096)
		bytes[i] = 1;
}

void
thread_new(pthread_t *thread, void *(*start)(void *), void *arg)
{
	int error = pthread_create(thread, NULL, start, arg);

	if (error != 0)
		errx(1, "pthread_create: %s", strerror(error));
}

void
thread_join(pthread_t thread)
{
	int error = pthread_join(thread, NULL);

	if (error != 0)
		errx(1, "pthread_join: %s", strerror(error));
}

static const struct workload *
find(const char *name)
{

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct workload *w = tables[i]; w->name; w++)
			if (strcmp(w->name, name) == 0)
				return (w);
	errx(2, "no workload %s: h_bench -l lists them", name);
}

static void
list(void)
{

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct workload *w = tables[i]; w->name; w++)
			puts(w->name);
}

static const char *
malloc_file(void)
{
	Dl_info info;

	if (dladdr((void *)(uintptr_t)malloc, &info) == 0)
		errx(1, "malloc is in no object file");
	return (info.dli_fname);
}

static void
report(const char *name, long peak, long end)
{

	printf("%s ops=%" PRIu64 " ns=%" PRIu64 " cpu_ns=%" PRIu64
	    " sys_ns=%" PRIu64 " faults=%ld peak_kb=%ld end_kb=%ld own_kb=%zu",
	    name, measured_ops, measured_ns, cpu_ns, sys_ns, faults, peak,
	    end, own_size / 1024);
	for (int i = 0; i < nfigures; i++)
		printf(" %s=%ld", figures[i].key, figures[i].value);
	for (int i = 0; i < nvalues; i++)
		printf("%s%ld", i == 0 ? " series=" : ",", values[i]);
	printf(" sum=%016" PRIx64 "\n", sum);
}

int
main(int argc, char *argv[])
{
	const struct workload *w;
	long end, peak;

	if (argc == 2 && strcmp(argv[1], "-l") == 0) {
		list();
		return (0);
	}
	if (argc == 2 && strcmp(argv[1], "-m") == 0) {
		puts(malloc_file());
		return (0);
	}
	tiny = argc > 1 && strcmp(argv[1], "-t") == 0;
	argc -= tiny;
	argv += tiny;
	if (argc < 2 || argc - 2 > MAX_PARAMS)
		errx(2, "usage: h_bench -l | -m | "
		    "[-t] workload [key=value ...]");
	w = find(argv[1]);
	params = argv + 2;
	nparams = argc - 2;
	w->run();
	end = exact_kb();
	peak = peak_kb();
	/* The kernel's count of the peak is some dozens of pages behind. */
	if (peak < end)
		peak = end;
	for (int i = 0; i < nparams; i++)
		if (!asked[i])
			errx(2, "%s has no parameter %s", w->name, params[i]);
	report(w->name, peak, end);
	return (0);
}
