/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A program of the host that uses malloc in all ways, and memory that libc
 * allocates for it.  Says at the end whose malloc it was: "overlay" where
 * the size of a block is one of this tree's size classes, else "host".
 * Arguments: "double" frees a block twice at the end; "objects" prints the
 * libraries in the process.
 */

#include <sys/wait.h>

#include <err.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	NTHREADS	4
#define	NBLOCKS		2000

static void *
blocks(void *arg)
{
	char *p[NBLOCKS];
	unsigned i, seed = (unsigned)(uintptr_t)arg;
	size_t n;

	for (i = 0; i < NBLOCKS; i++) {
		n = (size_t)rand_r(&seed) % (i % 50 == 0 ? 300000 : 3000) + 1;
		p[i] = i % 3 == 0 ? calloc(1, n) : malloc(n);
		if (p[i] == NULL || (i % 3 == 0 && p[i][n - 1] != 0))
			errx(1, "malloc or calloc of %zu", n);
		memset(p[i], (int)i, n);
	}
	for (i = 0; i < NBLOCKS; i += 2) {
		p[i] = realloc(p[i], (size_t)rand_r(&seed) % 5000 + 1);
		if (p[i] == NULL || p[i][0] != (char)i)
			errx(1, "realloc");
	}
	for (i = 0; i < NBLOCKS; i++)
		free(p[i]);
	return (strdup("left by a thread"));
}

static void
threads(void)
{
	pthread_t thread[NTHREADS];
	uintptr_t i;
	void *s;

	for (i = 0; i < NTHREADS; i++)
		if (pthread_create(&thread[i], NULL, blocks, (void *)i) != 0)
			errx(1, "pthread_create");
	for (i = 0; i < NTHREADS; i++) {
		if (pthread_join(thread[i], &s) != 0 ||
		    strcmp(s, "left by a thread") != 0)
			errx(1, "pthread_join");
		free(s);
	}
}

static void
aligned(void)
{
	void *p[6];
	size_t i;

	if (posix_memalign(&p[0], 64, 100) != 0)
		errx(1, "posix_memalign");
	p[1] = aligned_alloc(128, 256);
	p[2] = memalign(4096, 10);
	p[3] = valloc(10);
	p[4] = pvalloc(10);
	p[5] = reallocarray(NULL, 30, 40);
	for (i = 0; i < 6; i++) {
		if (p[i] == NULL ||
		    (uintptr_t)p[i] % (i < 2 ? 64 : i < 5 ? 4096 : 16) != 0)
			errx(1, "aligned memory %zu", i);
		free(p[i]);
	}
}

/* Memory of libc's own functions, freed here. */
static void
of_libc(void)
{
	char *line = NULL, *text;
	size_t size = 0;
	FILE *f;

	if (asprintf(&text, "%0500d", 7) != 500)
		errx(1, "asprintf");
	free(text);
	f = open_memstream(&text, &size);
	if (f == NULL || fprintf(f, "%05000d\n", 8) != 5001 || fclose(f) != 0)
		errx(1, "open_memstream");
	f = fmemopen(text, size, "r");
	size = 0;
	if (f == NULL || getline(&line, &size, f) != 5001)
		errx(1, "getline");
	fclose(f);
	free(text);
	free(line);
	free(realpath("/", NULL));
}

static int
object(struct dl_phdr_info *info, size_t size, void *arg)
{

	(void)size;
	(void)arg;
	if (info->dlpi_name[0] == '/')
		puts(info->dlpi_name);
	return (0);
}

int
main(int argc, char *argv[])
{
	void *volatile p;
	int status;
	pid_t pid;

	threads();
	aligned();
	of_libc();
	pid = fork();
	if (pid == 0) {
		threads();
		_exit(7);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    !WIFEXITED(status) || WEXITSTATUS(status) != 7)
		errx(1, "the child failed");
	if (argc > 1 && strcmp(argv[1], "objects") == 0)
		dl_iterate_phdr(object, NULL);
	p = malloc(100);
	puts(malloc_usable_size(p) == 112 ? "overlay" : "host");
	fflush(stdout);
	free(p);
	if (argc > 1 && strcmp(argv[1], "double") == 0)
		free(p);
	return (0);
}
