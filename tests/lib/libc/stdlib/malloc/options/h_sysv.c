/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Prints what each function returns for size 0: "null" or "block", and what
 * errno became.  "leak" resizes objects to nothing until memory would run out.
 */
#include "malloc_doors.h"

static void
result(const char *what, void *p, int error)
{
	printf("%s %s%s%s\n", what, p == NULL ? "null" : "block",
	    errno == 1789 ? "" : " errno", error != 0 ? " error" : "");
	free(p);
	errno = 1789;
}

/* Whether what it returned is to be freed or is nothing, the old one is. */
static void
leak(void)
{
	void *p, *(*none)(void *, size_t) = realloc;
	size_t before = 0, i;

	for (i = 0; i < 800; i++) {
		p = opaque(malloc(MIB));
		MUST(p != NULL, "round %zu", i);
		switch (i % 4) {
		case 0:
			p = none(p, opaque_size(0));
			break;
		case 1:
			p = reallocf(p, opaque_size(0));
			break;
		case 2:
			p = reallocarray(p, 1000, opaque_size(0));
			break;
		case 3:
			p = recallocarray(p, MIB, opaque_size(0), 1);
			break;
		}
		MUST((p == NULL) == option_on("sysv"), "round %zu: %p", i, p);
		free(p);
		if (i == 100)
			before = memory_now(0);
	}
	MUST(memory_now(0) < before + 64 * MIB, "%zu bytes, then %zu", before,
	    memory_now(0));
}

int
main(int argc, char *argv[])
{
	static char untouched;
	void *p;
	int error;

	if (argc > 1) {
		MUST(strcmp(argv[1], "leak") == 0, "%s", argv[1]);
		leak();
		return 0;
	}
	p = opaque(malloc(100));
	free(p);
	errno = 1789;
	result("malloc", opaque(malloc(opaque_size(0))), 0);
	result("calloc-0-1", opaque(calloc(opaque_size(0), 1)), 0);
	result("calloc-1-0", opaque(calloc(1, opaque_size(0))), 0);
	result("realloc-null", realloc(NULL, opaque_size(0)), 0);
	p = opaque(malloc(100));
	result("realloc", realloc(p, opaque_size(0)), 0);
	p = opaque(malloc(100000));
	result("realloc-large", realloc(p, opaque_size(0)), 0);
	p = &untouched;
	error = posix_memalign(&p, 64, opaque_size(0));
	result("posix_memalign", p, error);
	result("aligned_alloc", opaque(aligned_alloc(64, opaque_size(0))), 0);
	result("memalign", opaque(memalign(64, opaque_size(0))), 0);
	result("valloc", opaque(valloc(opaque_size(0))), 0);
	result("pvalloc", opaque(pvalloc(opaque_size(0))), 0);
	result("reallocarray", reallocarray(NULL, opaque_size(0), 8), 0);
	p = opaque(malloc(100));
	result("reallocf", reallocf(p, opaque_size(0)), 0);
	result("recallocarray-null", recallocarray(NULL, 3, opaque_size(0),
	    8), 0);
	p = opaque(malloc(100));
	result("recallocarray", recallocarray(p, 100, opaque_size(0), 1), 0);
	/* Size 0 counts as 1, whatever the option. */
	error = allocm(&p, NULL, 0, 0);
	result("allocm", p, error);
	result("mallocx", mallocx(0, 0), 0);
	result("malloc-1", opaque(malloc(1)), 0);
	/* The alignment is looked at first. */
	p = &untouched;
	MUST(posix_memalign(&p, 3, opaque_size(0)) == EINVAL &&
	    p == &untouched, "%p", p);
	return 0;
}
