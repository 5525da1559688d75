/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * malloc_stats_print(3): the text, line by line, as scripts know it; who gets
 * it; and that it comes at exit, whatever other threads do.
 */
#include <regex.h>
#include <stdatomic.h>

#include "ctl.h"

#define TEXT_MAX	(256 * KIB)

/* M050: in force unless the environment says otherwise. */
const char *malloc_conf = "narenas:3";

static char text[TEXT_MAX];
static size_t text_used;
static void *text_opaque;
static size_t text_pieces;

static void
collect(void *opaque_arg, const char *s)
{
	size_t n = strlen(s);

	MUST(text_used + n < TEXT_MAX, "the text is too long");
	memcpy(text + text_used, s, n + 1);
	text_used += n;
	text_pieces++;
	MUST(text_pieces == 1 || text_opaque == opaque_arg,
	    "another opaque pointer");
	text_opaque = opaque_arg;
}

static void
clear(void)
{
	text[0] = '\0';
	text_used = text_pieces = 0;
	text_opaque = NULL;
}

static const char *
print(const char *opts)
{
	clear();
	malloc_stats_print(collect, text, opts);
	MUST(text_opaque == text, "not the opaque pointer that was passed");
	return text;
}

/* Whether the line that begins here is as the pattern says. */
static bool
is_line(const char *line, const char *pattern)
{
	char buf[512], all[1024];
	size_t n = strcspn(line, "\n");
	regex_t re;
	bool yes;

	MUST(n < sizeof(buf), "a line of %zu bytes", n);
	memcpy(buf, line, n);
	buf[n] = '\0';
	snprintf(all, sizeof(all), "^%s$", pattern);
	MUST(regcomp(&re, all, REG_EXTENDED | REG_NOSUB) == 0, "%s", pattern);
	yes = regexec(&re, buf, 0, NULL, 0) == 0;
	regfree(&re);
	return yes;
}

/* The next line, which must be so. */
static const char *
expect(const char *s, const char *pattern)
{
	MUST(is_line(s, pattern), "'%.*s' is not '%s'",
	    (int)strcspn(s, "\n"), s, pattern);
	s += strcspn(s, "\n");
	MUST(*s == '\n', "the last line has no end");
	return s + 1;
}

/* The same, where the build has what it tells of. */
static const char *
expect_if(bool yes, const char *s, const char *pattern)
{
	return yes ? expect(s, pattern) : s;
}

#define N	"[0-9]+"
#define COL	" +[0-9]+"
#define BOOL	"(true|false)"

static const char *
expect_general(const char *s)
{
	bool tcache = ctl_has("tcache"), fill = ctl_has("fill");

	s = expect(s, "Version: 2\\.2\\.1-0-g[0-9a-f]{40}");
	s = expect(s, ctl_has("debug") ? "Assertions enabled" :
	    "Assertions disabled");
	s = expect(s, "Run-time option settings:");
	s = expect(s, "  opt.abort: " BOOL);
	s = expect(s, "  opt.lg_qspace_max: " N);
	s = expect(s, "  opt.lg_cspace_max: " N);
	s = expect(s, "  opt.lg_chunk: " N);
	s = expect(s, "  opt.narenas: " N);
	s = expect(s, "  opt.lg_dirty_mult: -?" N);
	s = expect(s, "  opt.stats_print: " BOOL);
	s = expect_if(fill, s, "  opt.junk: " BOOL);
	s = expect_if(fill, s, "  opt.zero: " BOOL);
	s = expect_if(ctl_has("sysv"), s, "  opt.sysv: " BOOL);
	s = expect_if(ctl_has("xmalloc"), s, "  opt.xmalloc: " BOOL);
	s = expect_if(tcache, s, "  opt.tcache: " BOOL);
	s = expect_if(tcache, s, "  opt.lg_tcache_gc_sweep: -?" N);
	s = expect_if(tcache, s, "  opt.lg_tcache_max: " N);
	s = expect_if(ctl_has("swap"), s, "  opt.overcommit: " BOOL);
	s = expect(s, "CPUs: " N);
	s = expect(s, "Max arenas: " N);
	s = expect(s, "Pointer size: 8");
	s = expect(s, "Quantum size: 16");
	s = expect(s, "Cacheline size \\(assumed\\): 64");
	s = expect(s, "Subpage spacing: 256");
	s = expect_if(ctl_has("tiny"), s,
	    "Tiny 2\\^n-spaced sizes: \\[8\\.\\.8\\]");
	s = expect(s, "Quantum-spaced sizes: \\[16\\.\\." N "\\]");
	s = expect(s, "Cacheline-spaced sizes: \\[" N "\\.\\." N "\\]");
	s = expect(s, "Subpage-spaced sizes: \\[" N "\\.\\.3840\\]");
	s = expect(s,
	    "Min active:dirty page ratio per arena: (" N ":1|N/A)");
	s = expect_if(tcache, s, "Maximum thread-cached size class: " N);
	s = expect_if(tcache, s,
	    "Thread cache GC sweep interval: (" N "|N/A)");
	return expect(s, "Chunk size: " N " \\(2\\^" N "\\)");
}

static const char *
expect_process(const char *s)
{
	bool swap = ctl_has("swap");

	s = expect(s, "Allocated: " N ", active: " N ", mapped: " N);
	s = expect(s, "Current active ceiling: " N);
	s = expect(s, swap ?
	    "chunks: nchunks   highchunks    curchunks   swap_avail" :
	    "chunks: nchunks   highchunks    curchunks");
	s = expect(s, swap ? COL COL COL COL : COL COL COL);
	s = expect(s, "huge: nmalloc      ndalloc    allocated");
	return expect(s, COL COL COL);
}

static const char *
expect_bins(const char *s)
{
	bool tcache = ctl_has("tcache");

	s = expect(s, tcache ? "bins:     bin    size regs pgs    allocated"
	    "      nmalloc      ndalloc    nrequests       nfills"
	    "     nflushes      newruns       reruns      maxruns"
	    "      curruns" : "bins:     bin    size regs pgs    allocated"
	    "      nmalloc      ndalloc    nrequests      newruns"
	    "       reruns      maxruns      curruns");
	while (strncmp(s, "large:", 6) != 0 && *s != '\n' && *s != '-') {
		if (*s == '[')
			s = expect(s, "\\[" N "(\\.\\." N ")?\\]");
		else
			s = expect(s, tcache ? " {11,12}" N " [TQCS]" COL COL
			    COL COL COL COL COL COL COL COL COL COL COL :
			    " {11,12}" N " [TQCS]" COL COL COL COL COL COL
			    COL COL COL COL COL);
	}
	return s;
}

static const char *
expect_large(const char *s)
{
	s = expect(s, "large:   size pages      nmalloc      ndalloc"
	    "    nrequests      maxruns      curruns");
	while (*s != '\n' && *s != '-') {
		if (*s == '[')
			s = expect(s, "\\[" N "\\]");
		else
			s = expect(s, COL COL COL COL COL COL COL);
	}
	return s;
}

static const char *
expect_arena(const char *s, bool bins, bool large)
{
	s = expect(s, "assigned threads: " N);
	s = expect(s, "dirty pages: " N ":" N " active:dirty, "
	    "(1 sweep|[02-9] sweeps|[0-9]{2,} sweeps), "
	    "(1 madvise|[02-9] madvises|[0-9]{2,} madvises), " N " purged");
	s = expect(s,
	    "            allocated      nmalloc      ndalloc    nrequests");
	s = expect(s, "small:  " COL COL COL COL);
	s = expect(s, "large:  " COL COL COL COL);
	s = expect(s, "total:  " COL COL COL COL);
	s = expect(s, "active: " COL);
	s = expect(s, "mapped: " COL);
	if (bins)
		s = expect_bins(s);
	if (large)
		s = expect_large(s);
	return s;
}

/* Arenas of the epoch that the text is of. */
static unsigned
open_arenas(void)
{
	unsigned i, n = ctl_unsigned("arenas.narenas");
	char name[64];

	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "stats.arenas.%u.nthreads", i);
		if (mallctl(name, NULL, NULL, NULL, 0) != 0)
			break;
	}
	return i;
}

/* All but what the letters leave out, for so many arenas; 0: those open. */
static void
expect_text(const char *s, const char *opts, unsigned narenas)
{
	bool bins = strchr(opts, 'b') == NULL;
	bool large = strchr(opts, 'l') == NULL;
	bool arenas = strchr(opts, 'a') == NULL;
	unsigned i;

	if (narenas == 0)
		narenas = open_arenas();
	s = expect(s, "___ Begin jemalloc statistics ___");
	if (strchr(opts, 'g') == NULL)
		s = expect_general(s);
	if (ctl_has("stats")) {
		s = expect_process(s);
		/* M027, known: 'a' with one arena left nothing. */
		if (strchr(opts, 'm') == NULL && (narenas > 1 || !arenas)) {
			s = expect(s, "");
			s = expect(s, "Merged arenas stats:");
			s = expect_arena(s, bins, large);
		}
		for (i = 0; arenas && i < narenas; i++) {
			char head[32];

			snprintf(head, sizeof(head), "arenas\\[%u\\]:", i);
			s = expect(s, "");
			s = expect(s, head);
			s = expect_arena(s, bins, large);
		}
	}
	s = expect(s, "--- End jemalloc statistics ---");
	MUST(*s == '\0', "there is more: %s", s);
}

static void
some_objects(void)
{
	static const size_t sizes[] = {
		1, 20, 40, 600, 3000, 4096, 20000, 100000, 9000000
	};
	size_t i;

	for (i = 0; i < NELEM(sizes); i++) {
		MUST(opaque(malloc(sizes[i])) != NULL, "%zu", sizes[i]);
		free(opaque(malloc(sizes[i])));
	}
}

static void
all_letters(void *arg)
{
	static const char letters[] = "gmabl";
	char opts[8];
	unsigned bits, i, n;

	for (bits = 0; bits < 1u << 5; bits++) {
		for (i = n = 0; i < 5; i++) {
			if ((bits >> i & 1) != 0)
				opts[n++] = letters[i];
		}
		opts[n] = '\0';
		print(opts);
		expect_text(text, opts, *(unsigned *)arg);
	}
}

/* M022 M025 M027 M028 */
static void
one_arena(void *arg)
{
	unsigned n;

	(void)arg;
	some_objects();
	ctl_refresh();
	n = open_arenas();
	/* One, where threads are given arenas. */
	MUST(n == 1 || !ctl_has("tls"), "%u arenas", n);
	all_letters(&n);
}

/* M026 */
static void
three_arenas(void *arg)
{
	unsigned three = 3, ind = 2;

	(void)arg;
	if (!ctl_has("tls") || ctl_unsigned("arenas.narenas") != 3)
		child_skip("not three arenas");
	some_objects();
	MUST(mallctl("thread.arena", NULL, NULL, &ind, sizeof(ind)) == 0,
	    "thread.arena");
	some_objects();
	all_letters(&three);
}

/* M029 M030 M024 */
static void
other_letters(void *arg)
{
	(void)arg;
	some_objects();
	expect_text(print("xyz"), "", 0);
	expect_text(print("GMABL 017%s\n\377"), "", 0);
	expect_text(print(NULL), "", 0);
	expect_text(print("gg"), "g", 0);
	expect_text(print(""), "", 0);
}

/* The figures are those that mallctl tells afterwards. */
static void
figures(void *arg)
{
	unsigned long a, b, c;
	unsigned n = ctl_unsigned("arenas.narenas");
	uint64_t before = ctl_u64("epoch");
	const char *s;

	(void)arg;
	some_objects();
	s = strstr(print("g"), "\nAllocated: ");
	MUST(ctl_u64("epoch") == before + 1, "no epoch of its own");
	MUST(s != NULL && sscanf(s, "\nAllocated: %lu, active: %lu, "
	    "mapped: %lu", &a, &b, &c) == 3, "%s", text);
	MUST(a == ctl_size("stats.allocated") && b == ctl_size("stats.active")
	    && c == ctl_size("stats.mapped"), "%lu %lu %lu", a, b, c);
	s = strstr(text, "\nsmall:");
	MUST(s != NULL && sscanf(s, "\nsmall: %lu %lu %lu", &a, &b, &c) == 3,
	    "%s", text);
	/* The sums come first, or there is but one arena. */
	MUST(a == ctl_arena(n, "small.allocated") &&
	    b == ctl_arena(n, "small.nmalloc") &&
	    c == ctl_arena(n, "small.ndalloc"), "%lu %lu %lu", a, b, c);
	s = strstr(text, "\nhuge:");
	MUST(s != NULL && sscanf(s + 1 + strcspn(s + 1, "\n"), "%lu %lu %lu",
	    &a, &b, &c) == 3, "%s", text);
	MUST(a == ctl_u64("stats.huge.nmalloc") &&
	    b == ctl_u64("stats.huge.ndalloc") &&
	    c == ctl_u64("stats.huge.allocated"), "%lu %lu %lu", a, b, c);
	if (ctl_has("swap")) {
		s = strstr(text, "\nchunks:");
		MUST(s != NULL && sscanf(s + 1 + strcspn(s + 1, "\n"),
		    "%*u %*u %*u %lu", &a) == 1, "%s", text);
		MUST(a == ctl_size("swap.avail"), "%lu", a);
	}
}

/* Rows and gaps of the bins cover each bin once. */
static void
gaps(void *arg)
{
	unsigned n = ctl_unsigned("arenas.nbins"), next = 0, i, j;
	const char *s;
	int used;

	(void)arg;
	some_objects();
	s = strstr(print("gl"), "\nbins:");
	MUST(s != NULL, "%s", text);
	s = strchr(s + 1, '\n') + 1;
	for (; *s != '-' && *s != '\n'; s = strchr(s, '\n') + 1) {
		if (sscanf(s, "[%u..%u%n", &i, &j, &used) == 2) {
			MUST(i == next && j > i, "gap %u to %u", i, j);
			next = j + 1;
		} else if (sscanf(s, "[%u", &i) == 1 ||
		    sscanf(s, "%u", &i) == 1) {
			MUST(i == next, "%u, not %u", i, next);
			next++;
		} else
			MUST(false, "%.60s", s);
	}
	MUST(next == n, "%u bins of %u", next, n);
}

/* M023 M049: malloc_message gets what nobody else wants, and NULL. */
static void
message(void *arg)
{
	int fds[2];
	char c;

	(void)arg;
	MUST(pipe(fds) == 0 && dup2(fds[1], STDERR_FILENO) != -1, "errno %d",
	    errno);
	close(fds[1]);
	clear();
	malloc_message = collect;
	malloc_stats_print(NULL, &fds, NULL);
	malloc_message = NULL;
	expect_text(text, "", 0);
	MUST(text_opaque == NULL, "not NULL");
	close(STDERR_FILENO);
	MUST(read(fds[0], &c, 1) == 0, "something on fd 2");
}

/* Nobody at all: to the standard error. */
static void
standard_error(void *arg)
{
	ssize_t n;
	int fds[2];

	(void)arg;
	MUST(pipe(fds) == 0 && dup2(fds[1], STDERR_FILENO) != -1, "errno %d",
	    errno);
	close(fds[1]);
	malloc_stats_print(NULL, NULL, "a");
	close(STDERR_FILENO);
	clear();
	while ((n = read(fds[0], text + text_used, TEXT_MAX - 1 - text_used)) >
	    0)
		text_used += (size_t)n;
	text[text_used] = '\0';
	expect_text(text, "a", 0);
}

/* No lock is held while text is written: the callback may do as it likes. */
static void
busy_callback(void *opaque_arg, const char *s)
{
	uint64_t any = 1;

	(void)opaque_arg;
	(void)s;
	free(opaque(malloc(100000)));
	(void)mallctl("epoch", NULL, NULL, &any, sizeof(any));
}

static void
callback_allocates(void *arg)
{
	(void)arg;
	some_objects();
	malloc_stats_print(busy_callback, NULL, NULL);
	if (fork() == 0) {
		malloc_stats_print(busy_callback, NULL, NULL);
		_exit(0);
	}
	wait(NULL);
}

/* At exit.  The program is run again, with the option and a part to play. */

static atomic_int busy;

static void *
busy_thread(void *arg)
{
	uint64_t seed = (uintptr_t)arg;

	busy++;
	for (;;)
		free(opaque(malloc(rng_below(&seed, 200000) + 1)));
	return NULL;
}

static void
stop_here(int sig)
{
	(void)sig;
	busy--;
	for (;;)
		pause();
}

static void
leave_here(int sig)
{
	(void)sig;
	exit(0);
}

static void __attribute__((constructor))
exit_entry(void)
{
	const char *part = getenv("T_STATS_PART");
	struct sigaction sa = { .sa_handler = stop_here };
	pthread_t t[4];
	size_t i;

	if (part == NULL)
		return;
	alarm(60);
	if (strcmp(part, "plain") == 0) {
		free(opaque(malloc(1)));
		exit(0);
	}
	if (strcmp(part, "signal") == 0)
		sa.sa_handler = leave_here;
	sigaction(SIGUSR1, &sa, NULL);
	for (i = 0; i < NELEM(t); i++)
		MUST(pthread_create(&t[i], NULL, busy_thread,
		    (void *)(uintptr_t)(i + 1)) == 0, "%zu", i);
	while (busy != NELEM(t))
		usleep(1000);
	usleep(3000);
	if (strcmp(part, "stopped") == 0) {
		for (i = 0; i < NELEM(t); i++)
			pthread_kill(t[i], SIGUSR1);
		while (busy != 0)
			usleep(100);
	}
	if (strcmp(part, "signal") == 0) {
		pthread_kill(t[0], SIGUSR1);
		for (;;)
			pause();
	}
	exit(0);
}

/* What the program writes to fd 2 when it exits. */
static const char *
exit_text(const char *part, const char *conf)
{
	char self[4096];
	int fds[2], status;
	ssize_t n;
	pid_t pid;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	REQUIRE(n > 0 && pipe(fds) == 0, "errno %d", errno);
	self[n] = '\0';
	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		dup2(fds[1], STDERR_FILENO);
		close(fds[0]);
		close(fds[1]);
		setenv("MALLOC_CONF", conf, 1);
		setenv("T_STATS_PART", part, 1);
		execl(self, self, (char *)NULL);
		_exit(99);
	}
	close(fds[1]);
	clear();
	while ((n = read(fds[0], text + text_used, TEXT_MAX - 1 - text_used)) >
	    0)
		text_used += (size_t)n;
	text[text_used] = '\0';
	close(fds[0]);
	REQUIRE(waitpid(pid, &status, 0) == pid, "errno %d", errno);
	REQUIRE(status == 0, "%s: status %x: %s", part, status, text);
	return text;
}

static bool
ends_well(const char *s)
{
	static const char end[] = "--- End jemalloc statistics ---\n";

	return strlen(s) > sizeof(end) &&
	    strcmp(s + strlen(s) - (sizeof(end) - 1), end) == 0 &&
	    strncmp(s, "___ Begin jemalloc", 18) == 0;
}

/* Each call takes a lock then. */
static const char *
no_cache(void)
{
	return ctl_has("tcache") ? "stats_print:true,tcache:false" :
	    "stats_print:true";
}

ATF_TC_WITHOUT_HEAD(at_exit);
ATF_TC_BODY(at_exit, tc)
{
	const char *s;
	unsigned n = 0;

	test_die_hook = test_fail_plainly;
	/* M129 */
	exit_text("plain", "stats_print:true");
	for (s = text; (s = strstr(s, "\narenas[")) != NULL; s++)
		n++;
	REQUIRE(n == 1 || !ctl_has("tls") || !ctl_has("stats"), "%u arenas",
	    n);
	expect_text(text, "", n);
	REQUIRE(strstr(text, "opt.stats_print: true") != NULL, "%s", text);
	REQUIRE(*exit_text("plain", "stats_print:false") == '\0', "%s", text);
}

ATF_TC_WITHOUT_HEAD(at_exit_with_busy_threads);
ATF_TC_BODY(at_exit_with_busy_threads, tc)
{
	int i;

	for (i = 0; i < 5; i++)
		REQUIRE(ends_well(exit_text("busy", "stats_print:true")),
		    "%s", text);
}

/* Threads stopped for good, some of them with a lock held. */
ATF_TC_WITHOUT_HEAD(at_exit_with_stopped_threads);
ATF_TC_BODY(at_exit_with_stopped_threads, tc)
{
	const char *conf[] = {
		"stats_print:true", no_cache(), "stats_print:true,narenas:1",
	};
	int i;

	for (i = 0; i < 15; i++)
		REQUIRE(ends_well(exit_text("stopped", conf[i % 3])), "%s",
		    text);
}

/* exit(3) in a handler that interrupted the allocator. */
ATF_TC_WITHOUT_HEAD(at_exit_from_a_signal_handler);
ATF_TC_BODY(at_exit_from_a_signal_handler, tc)
{
	int i;

	for (i = 0; i < 10; i++)
		REQUIRE(ends_well(exit_text("signal", no_cache())), "%s",
		    text);
}

ATF_TC_WITHOUT_HEAD(variable_malloc_conf);
ATF_TC_BODY(variable_malloc_conf, tc)
{
	if (getenv("MALLOC_CONF") != NULL)
		atf_tc_skip("MALLOC_CONF is set");
	REQUIRE(ctl_size("opt.narenas") == 3, "M050");
}

ATF_TC_WITHOUT_HEAD(text_with_all_letters);
ATF_TC_BODY(text_with_all_letters, tc)
{
	run_child(one_arena, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(text_of_three_arenas);
ATF_TC_BODY(text_of_three_arenas, tc)
{
	run_child(three_arenas, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(letters_of_no_meaning);
ATF_TC_BODY(letters_of_no_meaning, tc)
{
	run_child(other_letters, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(to_malloc_message);
ATF_TC_BODY(to_malloc_message, tc)
{
	run_child(message, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(to_standard_error);
ATF_TC_BODY(to_standard_error, tc)
{
	run_child(standard_error, NULL, 120);
}

ATF_TC_WITHOUT_HEAD(callback_may_allocate);
ATF_TC_BODY(callback_may_allocate, tc)
{
	run_child(callback_allocates, NULL, 120);
}

CASE(figures_are_those_of_mallctl, figures, "stats")
CASE(gaps_of_bins, gaps, "stats")

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, text_with_all_letters);
	ATF_TP_ADD_TC(tp, text_of_three_arenas);
	ATF_TP_ADD_TC(tp, letters_of_no_meaning);
	ATF_TP_ADD_TC(tp, figures_are_those_of_mallctl);
	ATF_TP_ADD_TC(tp, gaps_of_bins);
	ATF_TP_ADD_TC(tp, to_malloc_message);
	ATF_TP_ADD_TC(tp, to_standard_error);
	ATF_TP_ADD_TC(tp, callback_may_allocate);
	ATF_TP_ADD_TC(tp, at_exit);
	ATF_TP_ADD_TC(tp, at_exit_with_busy_threads);
	ATF_TP_ADD_TC(tp, at_exit_with_stopped_threads);
	ATF_TP_ADD_TC(tp, at_exit_from_a_signal_handler);
	ATF_TP_ADD_TC(tp, variable_malloc_conf);
	return atf_no_error();
}
