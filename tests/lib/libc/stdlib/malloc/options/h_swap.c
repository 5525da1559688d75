/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Memory from files: h_swap WHAT FILE ...  The files exist and have the sizes
 * that the test gave them.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include "malloc_doors.h"

#define FILES_MAX	8
#define BLOCKS_MAX	1000

static int fds[FILES_MAX];
static size_t nfiles, whole_pages;

static int
swap_on(const int *list, size_t n)
{
	return mallctl("swap.fds", NULL, NULL, (void *)(uintptr_t)list,
	    n * sizeof(*list));
}

static void
new_epoch(void)
{
	uint64_t epoch = 1;

	MUST(mallctl("epoch", NULL, NULL, &epoch, sizeof(epoch)) == 0,
	    "epoch");
}

static void
open_files(int argc, char *argv[])
{
	struct stat st;
	int i;

	for (i = 0; i < argc; i++, nfiles++) {
		MUST(i < FILES_MAX, "%d files", argc);
		fds[i] = open(argv[i], O_RDWR);
		MUST(fds[i] != -1 && fstat(fds[i], &st) == 0, "%s: errno %d",
		    argv[i], errno);
		whole_pages += (size_t)st.st_size / PAGE * PAGE;
	}
}

static void
use_files(void)
{
	size_t n;
	int back[FILES_MAX];

	MUST(ctl_size("swap.nfds") == 0, "%zu", ctl_size("swap.nfds"));
	MUST(swap_on(fds, nfiles) == 0, "%zu files", nfiles);
	MUST(ctl_size("swap.nfds") == nfiles, "%zu", ctl_size("swap.nfds"));
	n = nfiles * sizeof(*fds);
	MUST(ctl_read("swap.fds", back, n) == 0 && memcmp(back, fds, n) == 0,
	    "other descriptors");
}

/* M225 */
static void
avail_is(size_t wanted)
{
	if (!built_with("stats"))
		return;
	new_epoch();
	MUST(ctl_size("swap.avail") == wanted, "%zu available, not %zu",
	    ctl_size("swap.avail"), wanted);
}

/* M226 to M228: what can be read and written, and when. */
static void
names(void)
{
	bool b = true;
	int bad = -1;

	MUST(ctl_read("swap.prezeroed", &b, sizeof(b)) == 0 && !b, "%d", b);
	b = true;
	MUST(mallctl("swap.prezeroed", NULL, NULL, &b, sizeof(b)) == 0,
	    "prezeroed");
	b = false;
	MUST(ctl_read("swap.prezeroed", &b, sizeof(b)) == 0 && b, "%d", b);
	b = false;
	MUST(mallctl("swap.prezeroed", NULL, NULL, &b, sizeof(b)) == 0,
	    "prezeroed");
	avail_is(0);
	MUST(mallctl("swap.fds", NULL, NULL, fds, 3) == EINVAL, "length 3");
	MUST(mallctl("swap.nfds", NULL, NULL, fds, sizeof(size_t)) == EPERM,
	    "write nfds");
	use_files();
	avail_is(whole_pages);
	MUST(swap_on(fds, nfiles) == EPERM, "a second time");
	MUST(swap_on(&bad, 1) == EPERM, "a second time");
	MUST(mallctl("swap.prezeroed", NULL, NULL, &b, sizeof(b)) == EPERM,
	    "prezeroed afterwards");
	MUST(ctl_size("swap.nfds") == nfiles, "%zu", ctl_size("swap.nfds"));
}

static void
refused(const char *what, const int *list, size_t n)
{
	int error;

	error = swap_on(list, n);
	MUST(error == EFAULT, "%s: %d", what, error);
	MUST(ctl_size("swap.nfds") == 0, "%s", what);
	avail_is(0);
	free(memset(opaque(malloc(5 * MIB)), 1, 5 * MIB));
}

/* Files of a page: together they would do, but so many are not remembered. */
static void
too_many(void)
{
	static int many[5000];
	const struct rlimit rl = { NELEM(many) + 100, NELEM(many) + 100 };
	size_t i;

	if (setrlimit(RLIMIT_NOFILE, &rl) != 0)
		return;
	for (i = 0; i < NELEM(many); i++) {
		many[i] = memfd_create("many", MFD_CLOEXEC);
		MUST(many[i] != -1 && ftruncate(many[i], PAGE) == 0,
		    "file %zu: errno %d", i, errno);
	}
	refused("more than can be remembered", many, NELEM(many));
	for (i = 0; i < NELEM(many); i++)
		close(many[i]);
}

/* Files: one of 16 MiB, a small one, one of 10 bytes, an empty one. */
static void
bad(void)
{
	int list[2], pipes[2], read_only;
	size_t address_space, i;

	refused("too small", &fds[1], 1);
	refused("less than a page", &fds[2], 1);
	refused("empty", &fds[3], 1);
	list[0] = fds[0];
	list[1] = -1;
	refused("-1 behind a good one", list, 2);
	list[0] = -1;
	list[1] = fds[0];
	refused("-1 before a good one", list, 2);
	list[0] = 100000;
	refused("not open", list, 1);
	list[0] = fds[0];
	list[1] = fds[2];
	refused("less than a page behind a good one", list, 2);
	list[0] = open(".", O_RDONLY | O_DIRECTORY);
	refused("directory", list, 1);
	list[0] = open("/dev/null", O_RDWR);
	refused("/dev/null", list, 1);
	MUST(pipe(pipes) == 0, "errno %d", errno);
	refused("pipe", pipes, 1);
	read_only = open("read-only", O_RDONLY);
	MUST(read_only != -1, "errno %d", errno);
	refused("read-only", &read_only, 1);
	too_many();
	/* What was mapped before the one that cannot be is unmapped. */
	address_space = memory_now(0);
	list[0] = fds[0];
	list[1] = read_only;
	for (i = 0; i < 20; i++)
		refused("again", list, 2);
	MUST(memory_now(0) < address_space + 16 * MIB, "%zu then %zu",
	    address_space, memory_now(0));
	/* And still it can be done. */
	nfiles = 1;
	use_files();
	avail_is(16 * MIB);
}

/* All files together are no good, or only if they cannot be written to. */
static void
all_refused(bool read_only, char *argv[])
{
	if (read_only) {
		close(fds[nfiles - 1]);
		fds[nfiles - 1] = open(argv[nfiles - 1], O_RDONLY);
		MUST(fds[nfiles - 1] != -1, "errno %d", errno);
	}
	refused(argv[nfiles - 1], fds, nfiles);
}

/* A huge block, with room behind it that another one had. */
static void
grow(bool possible)
{
	size_t chunk = geometry().chunk, n;
	char *behind, *p;

	/* The first ones fill what holes there are. */
	MUST(opaque(malloc(16 * chunk)) != NULL, "first");
	behind = opaque(malloc(16 * chunk));
	p = opaque(malloc(4 * chunk));
	if (p + 4 * chunk != behind)
		_exit(77);
	free(behind);
	use_files();
	n = xallocx(p, 5 * chunk, 0, 0);
	MUST(n == (possible ? 5 : 4) * chunk, "%zu bytes", n);
	n = xallocx(p, 4 * chunk, 0, 0);
	MUST(n == 4 * chunk, "%zu bytes", n);
	free(p);
}

static size_t
take(char **block, size_t n, size_t size)
{
	size_t i;

	for (i = 0; i < n; i++) {
		errno = 0;
		block[i] = opaque(malloc(size));
		if (block[i] == NULL) {
			MUST(errno == ENOMEM, "errno %d", errno);
			break;
		}
		pattern_fill(block[i], 0, size, i);
	}
	return i;
}

static void
give(char **block, size_t n, size_t size)
{
	size_t i;

	for (i = 0; i < n; i++) {
		MUST(pattern_check(block[i], size, i) == size,
		    "block %zu of %zu: byte %zu", i, n,
		    pattern_check(block[i], size, i));
		free(block[i]);
	}
}

/* Where an object of the program is to be found in the files. */
static bool
in_files(const char *p, size_t n)
{
	static char page[4096];
	struct stat st;
	size_t i;
	off_t at;

	MUST(n == sizeof(page), "%zu", n);
	for (i = 0; i < nfiles; i++) {
		MUST(fstat(fds[i], &st) == 0, "errno %d", errno);
		for (at = 0; at + (off_t)n <= st.st_size; at += PAGE) {
			if (pread(fds[i], page, n, at) == (ssize_t)n &&
			    memcmp(page, p, n) == 0)
				return true;
		}
	}
	return false;
}

/* M105: without overcommit the files are all there is. */
static void
exhausted(void)
{
	static char *block[BLOCKS_MAX], *large[BLOCKS_MAX];
	size_t chunk = geometry().chunk, n, nlarge, round;

	use_files();
	for (round = 0; round < 3; round++) {
		n = take(block, BLOCKS_MAX, chunk);
		MUST(n == whole_pages / chunk, "%zu blocks of %zu", n,
		    whole_pages / chunk);
		MUST(calloc(opaque_size(1), 4 * chunk) == NULL, "calloc");
		avail_is(whole_pages - n * chunk);
		MUST(in_files(block[0], PAGE) && in_files(block[n - 1] +
		    chunk - PAGE, PAGE), "not in the files");
		give(block, n, chunk);
		/* What the chunk from before still has, and no more. */
		nlarge = take(large, BLOCKS_MAX, 200 * KIB);
		MUST(nlarge * 200 * KIB <= (n + 2) * chunk && nlarge >
		    n * chunk / (250 * KIB), "%zu", nlarge);
		give(large, nlarge, 200 * KIB);
	}
}

/* With overcommit the system goes on where the files end. */
static void
overcommitted(void)
{
	static char *block[BLOCKS_MAX];
	size_t chunk = geometry().chunk, n;

	use_files();
	n = whole_pages / chunk + 5;
	MUST(take(block, n, chunk) == n, "%zu blocks", n);
	avail_is(whole_pages % chunk);
	MUST(in_files(block[0], PAGE), "not in the files");
	MUST(!in_files(block[n - 1], PAGE), "beyond the files");
	give(block, n, chunk);
	MUST(take(block, n, chunk) == n, "%zu blocks again", n);
	MUST(in_files(block[0], PAGE) || in_files(block[1], PAGE),
	    "the files are used no more");
	give(block, n, chunk);
	/* What came from elsewhere has not become theirs. */
	(void)malloc_trim(0);
	avail_is(whole_pages);
}

/* Alignments above a chunk; what they leave out is used as well. */
static void
aligned(void)
{
	static char *block[BLOCKS_MAX];
	size_t chunk = geometry().chunk, align = 32 * chunk, i, n;
	void *p[2];

	use_files();
	/* Between the two there is something left out for sure. */
	for (i = 0; i < NELEM(p); i++) {
		MUST(posix_memalign(&p[i], align, chunk) == 0, "%zu", i);
		MUST(is_aligned(p[i], align), "%p", p[i]);
		pattern_fill(p[i], 0, chunk, i);
		MUST(in_files(p[i], PAGE), "not in the files");
	}
	n = take(block, BLOCKS_MAX, chunk);
	MUST(n == whole_pages / chunk - NELEM(p), "%zu blocks of %zu", n,
	    whole_pages / chunk);
	avail_is(whole_pages % chunk);
	give(block, n, chunk);
	for (i = 0; i < NELEM(p); i++) {
		MUST(pattern_check(p[i], chunk, i) == chunk, "%zu", i);
		free(p[i]);
	}
}

/* The files are full of other bytes, or known to be zero. */
static void
zeroed(bool prezeroed)
{
	static char *block[BLOCKS_MAX];
	size_t chunk = geometry().chunk, i, n, round, size;

	if (prezeroed)
		MUST(mallctl("swap.prezeroed", NULL, NULL, &prezeroed,
		    sizeof(prezeroed)) == 0, "prezeroed");
	use_files();
	for (round = 0; round < 3; round++) {
		for (size = 3 * KIB; size <= 2 * chunk; size = size * 5 + 1) {
			n = whole_pages / 2 / size;
			for (i = 0; i < n && i < BLOCKS_MAX; i++) {
				block[i] = opaque(calloc(1, size));
				MUST(block[i] != NULL, "%zu", i);
				MUST(zero_check(block[i], size) == size,
				    "%zu: byte %zu", size,
				    zero_check(block[i], size));
				memset(block[i], 0xd7, size);
			}
			while (i-- > 0)
				free(block[i]);
		}
	}
}

/* Huge objects change their size in the files. */
static void
resized(void)
{
	size_t chunk = geometry().chunk, n;
	char *p = NULL;

	use_files();
	for (n = 1; n * chunk <= whole_pages / 3; n++) {
		p = realloc(p, n * chunk);
		MUST(p != NULL, "%zu", n);
		if (n > 1)
			MUST(pattern_check(p, (n - 1) * chunk, 1) ==
			    (n - 1) * chunk, "%zu", n);
		pattern_fill(p, 0, n * chunk, 1);
		MUST(in_files(p + n * chunk - PAGE, PAGE), "%zu", n);
	}
	p = realloc(p, chunk);
	MUST(p != NULL && pattern_check(p, chunk, 1) == chunk, "shrunk");
	p = realloc(p, 100);
	MUST(p != NULL && pattern_check(p, 100, 1) == 100, "shrunk");
	free(p);
}

/* Without files the option has nothing to say. */
static void
none(void)
{
	char *p;

	p = opaque(malloc(100 * MIB));
	MUST(p != NULL, "100 MiB");
	memset(p, 1, MIB);
	free(p);
}

int
main(int argc, char *argv[])
{
	const char *what = argc > 1 ? argv[1] : "";

	free(opaque(malloc(100)));
	open_files(argc - 2, argv + 2);
	if (strcmp(what, "names") == 0)
		names();
	else if (strcmp(what, "bad") == 0)
		bad();
	else if (strcmp(what, "exhausted") == 0)
		exhausted();
	else if (strcmp(what, "overcommitted") == 0)
		overcommitted();
	else if (strcmp(what, "aligned") == 0)
		aligned();
	else if (strcmp(what, "unknown") == 0)
		zeroed(false);
	else if (strcmp(what, "prezeroed") == 0)
		zeroed(true);
	else if (strcmp(what, "resized") == 0)
		resized();
	else if (strcmp(what, "none") == 0)
		none();
	else if (strcmp(what, "refused") == 0)
		all_refused(false, argv + 2);
	else if (strcmp(what, "refused_read_only") == 0)
		all_refused(true, argv + 2);
	else if (strcmp(what, "grows_on") == 0)
		grow(true);
	else if (strcmp(what, "grows_no_more") == 0)
		grow(false);
	else
		MUST(false, "what is %s", what);
	return 0;
}
