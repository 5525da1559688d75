/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The very first call of a process is the one that the argument names.  It
 * runs before any constructor and must leave errno alone.
 */
#include "malloc_doors.h"

/* Other than in the header: the numbers of opt.narenas, as main finds out. */
static const size_t narenas_mib[] = { 3, 4 };

int mallctlnametomib(const char *, size_t *, size_t *);
int mallctlbymib(const size_t *, size_t, void *, size_t *, void *, size_t);
void malloc_stats_print(void (*)(void *, const char *), void *, const char *);

static void
look_for_options(void *npieces, const char *text)
{
	MUST(strstr(text, "opt.narenas: 0\n") == NULL, "%s", text);
	++*(size_t *)npieces;
}

/* What looks at the allocator, and has to start it. */
static bool
first_look(const char *name)
{
	size_t mib[4], len = NELEM(mib), n = 0;
	void *p;

	if (strcmp(name, "mallctl") == 0)
		n = ctl_size("opt.narenas");
	else if (strcmp(name, "mallctlnametomib") == 0)
		n = mallctlnametomib("arenas.bin.0.size", mib, &len) == 0;
	else if (strcmp(name, "mallctlbymib") == 0) {
		len = sizeof(n);
		MUST(mallctlbymib(narenas_mib, NELEM(narenas_mib), &n, &len,
		    NULL, 0) == 0, "%s", name);
	} else if (strcmp(name, "malloc_stats_print") == 0)
		malloc_stats_print(look_for_options, &n, NULL);
	else if (strcmp(name, "malloc_good_size") == 0) {
		n = malloc_good_size(100);
		p = opaque(malloc(100));
		n = n == malloc_usable_size(p);
		free(p);
	} else if (strcmp(name, "nallocx") == 0)
		n = nallocx(100, MALLOCX_LG_ALIGN(12)) == PAGE;
	else if (strcmp(name, "mallinfo2") == 0) {
		MUST(mallinfo2().uordblks == 0, "something at the start");
		p = opaque(malloc(100));
		n = mallinfo2().uordblks != 0 || !built_with("stats");
		free(p);
	} else if (strcmp(name, "malloc_trim") == 0) {
		(void)malloc_trim(0);
		n = 1;
	} else
		return false;
	MUST(n != 0, "%s", name);
	return true;
}

static void *
first_call(const char *name)
{
	void *p = NULL;

	if (strcmp(name, "malloc") == 0)
		p = malloc(100);
	else if (strcmp(name, "calloc") == 0)
		p = calloc(10, 10);
	else if (strcmp(name, "realloc") == 0)
		p = realloc(NULL, 100);
	else if (strcmp(name, "posix_memalign") == 0)
		MUST(posix_memalign(&p, 64, 100) == 0, "posix_memalign");
	else if (strcmp(name, "aligned_alloc") == 0)
		p = aligned_alloc(64, 128);
	else if (strcmp(name, "memalign") == 0)
		p = memalign(4096, 100);
	else if (strcmp(name, "valloc") == 0)
		p = valloc(100);
	else if (strcmp(name, "pvalloc") == 0)
		p = pvalloc(100);
	else if (strcmp(name, "large") == 0)
		p = malloc(MIB);
	else if (strcmp(name, "huge") == 0)
		p = malloc(9 * MIB);
	else if (strcmp(name, "impossible") == 0) {
		MUST(opaque(malloc(opaque_size(SIZE_MAX))) == NULL,
		    "malloc(SIZE_MAX)");
		MUST(errno == ENOMEM, "errno %d", errno);
		errno = 0;
		p = malloc(100);
	} else if (strcmp(name, "free") == 0) {
		free(opaque(NULL));
		p = malloc(100);
	} else if (strcmp(name, "malloc_usable_size") == 0) {
		MUST(malloc_usable_size(opaque(NULL)) == 0, "of NULL");
		p = malloc(100);
	} else if (strcmp(name, "mallocx") == 0)
		p = mallocx(100, MALLOCX_LG_ALIGN(6));
	else if (strcmp(name, "allocm") == 0)
		MUST(allocm(&p, NULL, 100, ALLOCM_ZERO) == 0, "allocm");
	else if (strcmp(name, "reallocarr") == 0)
		MUST(reallocarr(&p, 10, 10) == 0, "reallocarr");
	else if (strcmp(name, "recallocarray") == 0)
		p = recallocarray(NULL, 0, 10, 10);
	else {
		MUST(first_look(name), "no call %s", name);
		p = malloc(100);
	}
	return opaque(p);
}

static void *kept;

static void
before_constructors(int argc, char *argv[], char *envp[])
{
	(void)envp;
	MUST(argc > 1, "the call is missing");
	errno = 0;
	kept = first_call(argv[1]);
	MUST(errno == 0, "%s: errno %d", argv[1], errno);
	MUST(kept != NULL, "%s", argv[1]);
	pattern_fill(kept, 0, 100, 1);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(int, char *[], char *[]) = before_constructors;

int
main(int argc, char *argv[])
{
	size_t mib[2], len = NELEM(mib);

	(void)argc;
	MUST(mallctlnametomib("opt.narenas", mib, &len) == 0 &&
	    memcmp(mib, narenas_mib, sizeof(mib)) == 0, "%zu, %zu", mib[0],
	    mib[1]);
	MUST(pattern_check(kept, 100, 1) == 100, "%s", argv[1]);
	kept = opaque(realloc(kept, 100000));
	MUST(kept != NULL, "%s", argv[1]);
	MUST(pattern_check(kept, 100, 1) == 100, "%s", argv[1]);
	free(kept);
	return 0;
}
