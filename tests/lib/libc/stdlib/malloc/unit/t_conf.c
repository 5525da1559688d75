/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The options: what a string does to them and what is said about it.  A
 * helper runs under each string and prints all options.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <linux/capability.h>

#include "unit.h"

#define PREFIX	"<jemalloc>: "

static const char *const names[] = {
	"abort", "stats_print", "junk", "zero", "sysv", "xmalloc", "tcache",
	"overcommit", "lg_qspace_max", "lg_cspace_max", "lg_chunk", "narenas",
	"lg_dirty_mult", "lg_tcache_gc_sweep", "lg_tcache_max",
};

/* Options that only some builds have. */
static const struct {
	const char *name;
	const char *example;
	bool present;
} optional[] = {
	{ "junk", "junk:true", config_fill },
	{ "zero", "zero:true", config_fill },
	{ "sysv", "sysv:true", config_sysv },
	{ "xmalloc", "xmalloc:true", config_xmalloc },
	{ "tcache", "tcache:false", config_tcache },
	{ "lg_tcache_gc_sweep", "lg_tcache_gc_sweep:9", config_tcache },
	{ "lg_tcache_max", "lg_tcache_max:16", config_tcache },
	{ "overcommit", "overcommit:false", config_swap },
};

struct answer {
	char	out[2048];
	char	err[70000];
	int	status;
};

static struct answer usual, answer;

static void
read_file(int fd, char *buf, size_t size)
{
	ssize_t n;

	n = pread(fd, buf, size - 1, 0);
	REQUIRE(n >= 0, "errno %d", errno);
	buf[n] = '\0';
}

static int
scratch(void)
{
	int fd;

	fd = memfd_create("scratch", MFD_CLOEXEC);
	REQUIRE(fd != -1, "errno %d", errno);
	return fd;
}

/* NULL: no string at all.  root: a directory put in the place of /etc. */
static void
ask(struct answer *a, const char *helper, const char *string, const char *root)
{
	int err = scratch(), out = scratch();
	pid_t pid;

	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		if (root != NULL && mount(root, "/etc", NULL, MS_BIND, NULL) !=
		    0)
			_exit(CHILD_SKIPPED);
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		unsetenv("MALLOC_CONF");
		if (string != NULL)
			setenv("MALLOC_CONF", string, 1);
		alarm(30);
		execl(helper, helper, NULL);
		_exit(127);
	}
	REQUIRE(waitpid(pid, &a->status, 0) == pid, "errno %d", errno);
	read_file(out, a->out, sizeof(a->out));
	read_file(err, a->err, sizeof(a->err));
	close(out);
	close(err);
}

static const char *
helper_path(const atf_tc_t *tc, const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s",
	    atf_tc_get_config_var(tc, "srcdir"), name);
	return path;
}

/* The value of an option in an answer, up to the end of its line. */
static size_t
value_of(const struct answer *a, const char *name, const char **value)
{
	char key[64];
	const char *p;

	snprintf(key, sizeof(key), "%s:", name);
	for (p = a->out; *p != '\0'; p = strchr(p, '\n') + 1) {
		if (strncmp(p, key, strlen(key)) == 0)
			break;
	}
	REQUIRE(*p != '\0', "no %s in: %s", name, a->out);
	*value = p + strlen(key);
	return strcspn(*value, "\n");
}

/* Options have their usual values but for those in "name:value,name:value". */
static void
require_options(const char *string, const char *changed)
{
	const char *got, *want, *p;
	size_t i, got_len, want_len;

	for (i = 0; i < NELEM(names); i++) {
		want_len = value_of(&usual, names[i], &want);
		p = strstr(changed, names[i]);
		if (p != NULL && p[strlen(names[i])] == ':') {
			want = p + strlen(names[i]) + 1;
			want_len = strcspn(want, ",");
		}
		got_len = value_of(&answer, names[i], &got);
		REQUIRE(got_len == want_len && memcmp(got, want, got_len) == 0,
		    "%.200s: %s is %.*s, not %.*s", string, names[i],
		    (int)got_len, got, (int)want_len, want);
	}
}

/* Whether all options that a string speaks of are built in. */
static bool
all_present(const char *string)
{
	size_t i;

	for (i = 0; i < NELEM(optional); i++) {
		if (!optional[i].present && strstr(string, optional[i].name) !=
		    NULL)
			return false;
	}
	return true;
}

static void
check(const atf_tc_t *tc, const char *string, const char *err,
    const char *changed)
{
	if (usual.out[0] == '\0')
		ask(&usual, helper_path(tc, "h_conf"), NULL, NULL);
	ask(&answer, helper_path(tc, "h_conf"), string, NULL);
	REQUIRE(answer.status == 0, "%.200s: status 0x%x, %s", string,
	    (unsigned)answer.status, answer.err);
	if (strcmp(answer.err, err) != 0)
		printf("%s\nsaid\n%s", string, answer.err);
	REQUIRE(strcmp(answer.err, err) == 0, "other words: see above");
	require_options(string, changed);
}

struct row {
	const char *string;
	const char *changed;	/* the string itself if NULL */
};

#define QUIET(table) do {						\
	size_t i_;							\
									\
	for (i_ = 0; i_ < NELEM(table); i_++) {				\
		if (!all_present((table)[i_].string))			\
			continue;					\
		check(tc, (table)[i_].string, "",			\
		    (table)[i_].changed != NULL ? (table)[i_].changed :	\
		    (table)[i_].string);				\
	}								\
} while (0)

ATF_TC_WITHOUT_HEAD(defaults);
ATF_TC_BODY(defaults, tc)
{
	char want[512];
	unsigned n = port_ncpus();

	ask(&answer, helper_path(tc, "h_conf"), NULL, NULL);
	snprintf(want, sizeof(want), "abort:%s\nstats_print:false\n"
	    "junk:%s\nzero:false\nsysv:false\nxmalloc:false\ntcache:true\n"
	    "overcommit:true\n"
	    "lg_qspace_max:7\nlg_cspace_max:9\nlg_chunk:22\n"
	    "narenas:%u\nlg_dirty_mult:5\nlg_tcache_gc_sweep:13\n"
	    "lg_tcache_max:15\n", config_debug ? "true" : "false",
	    config_debug && config_fill ? "true" : "false",
	    n > 1 ? 4 * n : 1);
	REQUIRE(strcmp(answer.out, want) == 0, "%s not %s", answer.out, want);
	REQUIRE(answer.err[0] == '\0', "%s", answer.err);
	check(tc, "", "", "");
}

ATF_TC_WITHOUT_HEAD(values_of_all_options);
ATF_TC_BODY(values_of_all_options, tc)
{
	static const struct row rows[] = {
		{ "abort:true", NULL }, { "abort:false", NULL },
		{ "tcache:true", NULL }, { "tcache:false", NULL },
		{ "stats_print:false", NULL },
		{ "junk:true", NULL }, { "junk:false,zero:true", NULL },
		{ "sysv:true", NULL }, { "xmalloc:true", NULL },
		{ "overcommit:true", NULL }, { "overcommit:false", NULL },
		{ "lg_qspace_max:4", NULL },
		{ "lg_cspace_max:11", NULL },
		{ "lg_qspace_max:9,lg_cspace_max:11", NULL },
		{ "lg_cspace_max:11,lg_qspace_max:9", NULL },
		{ "lg_chunk:13", NULL }, { "lg_chunk:24", NULL },
		{ "lg_chunk:32", NULL },
		{ "narenas:1", NULL }, { "narenas:3", NULL },
		{ "narenas:1000", NULL }, { "narenas:524288", NULL },
		{ "lg_dirty_mult:-1", NULL }, { "lg_dirty_mult:0", NULL },
		{ "lg_dirty_mult:63", NULL },
		{ "lg_tcache_gc_sweep:-1", NULL },
		{ "lg_tcache_gc_sweep:0", NULL },
		{ "lg_tcache_gc_sweep:63", NULL },
		{ "lg_tcache_max:0", NULL }, { "lg_tcache_max:20", NULL },
		{ "lg_tcache_max:63", NULL },
	};

	QUIET(rows);
}

ATF_TC_WITHOUT_HEAD(options_that_are_not_built_in);
ATF_TC_BODY(options_that_are_not_built_in, tc)
{
	char want[128];
	size_t i;

	for (i = 0; i < NELEM(optional); i++) {
		snprintf(want, sizeof(want), PREFIX "Invalid conf pair: %s\n",
		    optional[i].example);
		if (optional[i].present)
			check(tc, optional[i].example, "",
			    optional[i].example);
		else
			check(tc, optional[i].example, want, "");
	}
}

ATF_TC_WITHOUT_HEAD(bases_by_prefix);
ATF_TC_BODY(bases_by_prefix, tc)
{
	static const struct row rows[] = {
		{ "narenas:16", NULL },
		{ "narenas:0x10", "narenas:16" },
		{ "narenas:0X1f", "narenas:31" },
		{ "narenas:0xFf", "narenas:255" },
		{ "narenas:010", "narenas:8" },
		{ "narenas:0000012", "narenas:10" },
		{ "lg_dirty_mult:00", "lg_dirty_mult:0" },
		{ "lg_dirty_mult:-01", "lg_dirty_mult:-1" },
		{ "lg_dirty_mult:-0x1", "lg_dirty_mult:-1" },
		{ "lg_dirty_mult:-0", "lg_dirty_mult:0" },
	};

	QUIET(rows);
}

ATF_TC_WITHOUT_HEAD(left_to_right);
ATF_TC_BODY(left_to_right, tc)
{
	static const struct row rows[] = {
		{ "narenas:2,narenas:5", "narenas:5" },
		{ "tcache:false,tcache:true", "tcache:true" },
		{ "abort:true,narenas:1", NULL },
		{ "lg_dirty_mult:3,tcache:false,lg_chunk:23,lg_dirty_mult:4",
		    "tcache:false,lg_chunk:23,lg_dirty_mult:4" },
	};

	QUIET(rows);
}

/* Each complaint in its recorded wording, and nothing changes. */
struct bad {
	const char *string;
	const char *err;
	const char *changed;
};

#define BAD(table) do {							\
	size_t i_;							\
									\
	for (i_ = 0; i_ < NELEM(table); i_++) {				\
		if (!all_present((table)[i_].string))			\
			continue;					\
		check(tc, (table)[i_].string, (table)[i_].err,		\
		    (table)[i_].changed != NULL ? (table)[i_].changed :	\
		    "");						\
	}								\
} while (0)

#define VALUE(s)	{ s, PREFIX "Invalid conf value: " s "\n", NULL }
#define RANGE(s)	{ s, PREFIX "Out-of-range conf value: " s "\n", NULL }
#define PAIR(s)		{ s, PREFIX "Invalid conf pair: " s "\n", NULL }
#define MALFORMED(s)	{ s, PREFIX "Malformed conf string: " s "\n", NULL }
#define KEY(s)		{ s, PREFIX "Conf string ends with key: " s "\n", NULL }

ATF_TC_WITHOUT_HEAD(invalid_values);
ATF_TC_BODY(invalid_values, tc)
{
	static const struct bad rows[] = {
		VALUE("abort:TRUE"), VALUE("abort:1"), VALUE("abort:yes"),
		VALUE("abort:"), VALUE("abort:true "), VALUE("abort: true"),
		VALUE("tcache:tru"), VALUE("tcache:truee"),
		VALUE("narenas:"), VALUE("narenas:x"), VALUE("narenas: 4"),
		VALUE("narenas:4 "), VALUE("narenas:+4"), VALUE("narenas:4k"),
		VALUE("narenas:0x"), VALUE("narenas:08"),
		VALUE("narenas:-1"), VALUE("narenas:--1"),
		VALUE("narenas:1.5"), VALUE("narenas:1e3"),
		VALUE("narenas:0x1g"), VALUE("narenas:0b1"),
		VALUE("narenas:4:5"), VALUE("lg_tcache_max:-1"),
		VALUE("lg_chunk:-22"), VALUE("lg_dirty_mult:-"),
		VALUE("lg_dirty_mult:--1"), VALUE("lg_dirty_mult:- 1"),
		VALUE("lg_dirty_mult:+1"), VALUE("lg_dirty_mult:0x-1"),
		VALUE("narenas:18446744073709551616"),
		VALUE("narenas:99999999999999999999999999999999"),
		VALUE("narenas:0x10000000000000000"),
		VALUE("narenas:02000000000000000000000"),
		VALUE("lg_dirty_mult:-18446744073709551616"),
		VALUE("lg_dirty_mult:-18446744073709551617"),
	};

	BAD(rows);
}

ATF_TC_WITHOUT_HEAD(values_out_of_range);
ATF_TC_BODY(values_out_of_range, tc)
{
	static const struct bad rows[] = {
		RANGE("narenas:0"),
		RANGE("lg_chunk:12"), RANGE("lg_chunk:0"), RANGE("lg_chunk:64"),
		RANGE("lg_qspace_max:3"), RANGE("lg_qspace_max:12"),
		RANGE("lg_cspace_max:3"), RANGE("lg_cspace_max:12"),
		RANGE("lg_qspace_max:0"),
		RANGE("lg_dirty_mult:-2"), RANGE("lg_dirty_mult:64"),
		RANGE("lg_dirty_mult:9223372036854775808"),
		RANGE("lg_dirty_mult:18446744073709551615"),
		RANGE("lg_dirty_mult:-9223372036854775808"),
		RANGE("lg_dirty_mult:-18446744073709551615"),
		RANGE("lg_tcache_gc_sweep:-2"), RANGE("lg_tcache_gc_sweep:64"),
		RANGE("lg_tcache_max:64"),
		RANGE("lg_tcache_max:18446744073709551615"),
		RANGE("lg_chunk:9223372036854775808"),
		RANGE("lg_chunk:18446744073709551615"),
		RANGE("lg_cspace_max:18446744073709551615"),
	};

	BAD(rows);
}

ATF_TC_WITHOUT_HEAD(unknown_keys_and_broken_strings);
ATF_TC_BODY(unknown_keys_and_broken_strings, tc)
{
	static const struct bad rows[] = {
		PAIR("nonsense:1"), PAIR("Abort:true"), PAIR("narena:1"),
		PAIR("narenass:1"), PAIR("a:"), PAIR("_:b c d"),
		PAIR("abort_:true"), PAIR("lg_chunk2:1"), PAIR("22:1"),
		KEY("abort"), KEY("x"), KEY("narenas"),
		MALFORMED(":"), MALFORMED(":true"), MALFORMED(","),
		MALFORMED(",abort:true"), MALFORMED(" abort:true"),
		MALFORMED("abort=true"), MALFORMED("abort true"),
		MALFORMED("abort,tcache:false"), MALFORMED("%n%n%s:1"),
		MALFORMED("\x80:1"),
		{ "narenas:4,", PREFIX "Conf string ends with comma: "
		    "narenas:4,\n", "narenas:4" },
		{ "narenas:4,lg_chunk:23,", PREFIX "Conf string ends with "
		    "comma: lg_chunk:23,\n", "narenas:4,lg_chunk:23" },
	};

	BAD(rows);
}

/* A complaint is a line, whatever it is about, and harms no terminal. */
ATF_TC_WITHOUT_HEAD(complaints_show_control_characters_as_question_marks);
ATF_TC_BODY(complaints_show_control_characters_as_question_marks, tc)
{
	static const struct bad rows[] = {
		{ "abort\n:true", PREFIX "Malformed conf string: "
		    "abort?:true\n", NULL },
		{ "abort:\n" PREFIX "lie", PREFIX "Invalid conf value: "
		    "abort:?" PREFIX "lie\n", NULL },
		{ "a:\033[31mred\r\t\177\x1f", PREFIX "Invalid conf pair: "
		    "a:?[31mred????\n", NULL },
		{ "narenas:1\v,narenas:2", PREFIX "Invalid conf value: "
		    "narenas:1?\n", "narenas:2" },
	};

	BAD(rows);
}

/* A wrong pair harms nobody else; a broken string ends its source. */
ATF_TC_WITHOUT_HEAD(what_follows_a_mistake);
ATF_TC_BODY(what_follows_a_mistake, tc)
{
	static const struct bad rows[] = {
		{ "narenas:2,bogus:1,lg_chunk:23", PREFIX
		    "Invalid conf pair: bogus:1\n", "narenas:2,lg_chunk:23" },
		{ "narenas:x,lg_chunk:23", PREFIX
		    "Invalid conf value: narenas:x\n", "lg_chunk:23" },
		{ "lg_chunk:99,narenas:2", PREFIX
		    "Out-of-range conf value: lg_chunk:99\n", "narenas:2" },
		{ "narenas:2,,lg_chunk:23", PREFIX
		    "Malformed conf string: ,lg_chunk:23\n", "narenas:2" },
		{ "narenas:2,lg_chunk", PREFIX
		    "Conf string ends with key: lg_chunk\n", "narenas:2" },
		{ "narenas:2,lg chunk:23,tcache:false", PREFIX
		    "Malformed conf string: lg chunk:23,tcache:false\n",
		    "narenas:2" },
		{ "a:1,b:2,narenas:7", PREFIX "Invalid conf pair: a:1\n" PREFIX
		    "Invalid conf pair: b:2\n", "narenas:7" },
		{ "narenas:3,narenas:x", PREFIX
		    "Invalid conf value: narenas:x\n", "narenas:3" },
		{ "abort:true,bogus:1", PREFIX "Invalid conf pair: bogus:1\n",
		    "abort:true" },
	};

	BAD(rows);
}

#define RELATION	PREFIX "Invalid lg_[qc]space_max relationship; " \
			"restoring defaults\n"

ATF_TC_WITHOUT_HEAD(quantum_and_cacheline_limits_that_contradict);
ATF_TC_BODY(quantum_and_cacheline_limits_that_contradict, tc)
{
	static const struct bad rows[] = {
		{ "lg_qspace_max:8", RELATION, NULL },
		{ "lg_cspace_max:8", RELATION, NULL },
		{ "lg_cspace_max:4", RELATION, NULL },
		{ "lg_qspace_max:10,lg_cspace_max:11", RELATION, NULL },
		{ "lg_qspace_max:11,lg_cspace_max:4", RELATION, NULL },
		{ "lg_qspace_max:5,lg_cspace_max:6,narenas:2", RELATION,
		    "narenas:2" },
	};

	BAD(rows);
}

ATF_TC_WITHOUT_HEAD(limits_that_are_reduced);
ATF_TC_BODY(limits_that_are_reduced, tc)
{
	static const struct bad rows[] = {
		{ "narenas:524289", PREFIX "Reducing narenas to limit "
		    "(524288)\n", "narenas:524288" },
		{ "narenas:18446744073709551615", PREFIX "Reducing narenas to "
		    "limit (524288)\n", "narenas:524288" },
		{ "narenas:9223372036854775808", PREFIX "Reducing narenas to "
		    "limit (524288)\n", "narenas:524288" },
	};

	BAD(rows);
}

/* Whether or not the memory for such chunks can be had, no crash. */
ATF_TC_WITHOUT_HEAD(chunks_larger_than_the_machine);
ATF_TC_BODY(chunks_larger_than_the_machine, tc)
{
	char string[32];
	unsigned lg;

	for (lg = 33; lg <= 63; lg += 5) {
		snprintf(string, sizeof(string), "lg_chunk:%u", lg);
		check(tc, string, PREFIX "Reducing lg_chunk to limit (32)\n",
		    "lg_chunk:32");
	}
}

static void
fill(char *s, size_t n, const char *pattern)
{
	size_t i;

	for (i = 0; i < n; i++)
		s[i] = pattern[i % strlen(pattern)];
	s[n] = '\0';
}

/* One line each, cut, beginning as it should; nothing is changed. */
static void
check_long(const atf_tc_t *tc, const char *string, const char *what)
{
	char start[128];
	size_t len;

	ask(&answer, helper_path(tc, "h_conf"), string, NULL);
	REQUIRE(answer.status == 0, "%.60s...: status 0x%x", string,
	    (unsigned)answer.status);
	snprintf(start, sizeof(start), PREFIX "%s: %.40s", what, string);
	REQUIRE(strncmp(answer.err, start, strlen(start)) == 0,
	    "%.60s...: said %.200s", string, answer.err);
	len = strlen(answer.err);
	REQUIRE(len <= PRINT_MAX && strchr(answer.err, '\n') == answer.err +
	    len - 1, "%.60s...: %zu bytes", string, len);
	require_options(string, "");
}

ATF_TC_WITHOUT_HEAD(strings_of_64_kib);
ATF_TC_BODY(strings_of_64_kib, tc)
{
	static char s[65537];

	ask(&usual, helper_path(tc, "h_conf"), NULL, NULL);
	fill(s, 65536, "a");
	check_long(tc, s, "Conf string ends with key");
	fill(s, 9000, "k");
	check_long(tc, s, "Conf string ends with key");
	fill(s, 65536, "a");
	s[65000] = ':';
	check_long(tc, s, "Invalid conf pair");
	fill(s, 65536, "%n%s%x");
	check_long(tc, s, "Malformed conf string");
	fill(s, 65536, ",");
	check_long(tc, s, "Malformed conf string");
	fill(s, 65536, "9");
	memcpy(s, "narenas:", 8);
	check_long(tc, s, "Invalid conf value");
	fill(s, 65536, "0");
	memcpy(s, "narenas:", 8);
	check_long(tc, s, "Out-of-range conf value");
	fill(s, 65536, "x");
	memcpy(s, "abort:", 6);
	check_long(tc, s, "Invalid conf value");
	/* Long and right. */
	fill(s, 65536 / 10 * 10 - 1, "narenas:7,");
	check(tc, s, "", "narenas:7");
	fill(s, 65536, "0");
	memcpy(s, "narenas:", 8);
	s[65535] = '7';
	check(tc, s, "", "narenas:7");
}

ATF_TC_WITHOUT_HEAD(random_strings);
ATF_TC_BODY(random_strings, tc)
{
	static const char *const pieces[] = {
		"abort", "narenas", "lg_chunk", "tcache", "lg_dirty_mult",
		":", ":", ":", ",", ",", "true", "false", "-", "1", "0x", "07",
		"20", "99999999999999999999", " ", "\xff", "%s", "x", "=",
	};
	uint64_t rng = test_seed(tc);
	char s[512];
	const char *p;
	size_t i, n;

	for (i = 0; i < 150; i++) {
		s[0] = '\0';
		for (n = rng_below(&rng, 24); n != 0; n--)
			strcat(s, pieces[rng_below(&rng, NELEM(pieces))]);
		ask(&answer, helper_path(tc, "h_conf"), s, NULL);
		REQUIRE(answer.status == 0, "%s: status 0x%x", s,
		    (unsigned)answer.status);
		for (p = answer.err; *p != '\0'; p = strchr(p, '\n') + 1) {
			REQUIRE(strncmp(p, PREFIX, strlen(PREFIX)) == 0,
			    "%s: said %s", s, answer.err);
			REQUIRE(strchr(p, '\n') != NULL, "%s: said %s", s, p);
		}
	}
}

/* The order of the sources.  The link needs a private view of /etc. */
static void
enter_namespace(void)
{
	if (geteuid() == 0 ? unshare(CLONE_NEWNS) != 0 :
	    unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		atf_tc_skip("no mount namespace of our own: errno %d", errno);
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		atf_tc_skip("mounts cannot be made private: errno %d", errno);
}

static void
require_narenas(const char *helper, const char *string, const char *etc,
    const char *want)
{
	const char *value;
	size_t len;

	ask(&answer, helper, string, etc);
	if (WIFEXITED(answer.status) && WEXITSTATUS(answer.status) ==
	    CHILD_SKIPPED)
		atf_tc_skip("nothing can be mounted on /etc");
	REQUIRE(answer.status == 0, "status 0x%x", (unsigned)answer.status);
	REQUIRE(answer.err[0] == '\0', "said %s", answer.err);
	len = value_of(&answer, "narenas", &value);
	REQUIRE(len == strlen(want) && memcmp(value, want, len) == 0,
	    "narenas is %.*s, not %s", (int)len, value, want);
}

ATF_TC_WITHOUT_HEAD(variable_of_the_program);
ATF_TC_BODY(variable_of_the_program, tc)
{
	const char *helper = helper_path(tc, "h_conf_program");

	require_narenas(helper, NULL, NULL, "2");
	require_narenas(helper, "narenas:4", NULL, "4");
	require_narenas(helper, "lg_chunk:23", NULL, "2");
}

static void
write_file(const char *name, const char *text)
{
	FILE *f;

	f = fopen(name, "w");
	REQUIRE(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0,
	    "%s: errno %d", name, errno);
}

ATF_TC_WITHOUT_HEAD(variable_then_link_then_environment);
ATF_TC_BODY(variable_then_link_then_environment, tc)
{
	const char *helper = helper_path(tc, "h_conf_program");

	enter_namespace();
	REQUIRE(mkdir("etc", 0755) == 0, "errno %d", errno);
	REQUIRE(symlink("narenas:3", "etc/malloc.conf") == 0, "errno %d",
	    errno);
	require_narenas(helper, NULL, "etc", "3");
	require_narenas(helper, "narenas:4", "etc", "4");
	require_narenas(helper, "lg_chunk:23", "etc", "3");
	/* Only the name of a link counts, not what a file holds. */
	REQUIRE(unlink("etc/malloc.conf") == 0, "errno %d", errno);
	REQUIRE(mkdir("etc/malloc.conf", 0755) == 0, "errno %d", errno);
	require_narenas(helper, NULL, "etc", "2");
	REQUIRE(rmdir("etc/malloc.conf") == 0, "errno %d", errno);
	write_file("etc/malloc.conf", "narenas:5");
	require_narenas(helper, NULL, "etc", "2");
	/* Nor what the file holds that the link points to. */
	write_file("etc/narenas:6", "narenas:7");
	REQUIRE(unlink("etc/malloc.conf") == 0 &&
	    symlink("narenas:6", "etc/malloc.conf") == 0, "errno %d", errno);
	require_narenas(helper, NULL, "etc", "6");
}

/* The largest name a link can have, and complaints about it. */
ATF_TC_WITHOUT_HEAD(long_name_of_the_link);
ATF_TC_BODY(long_name_of_the_link, tc)
{
	const char *helper = helper_path(tc, "h_conf_program");
	static char name[4096];

	enter_namespace();
	REQUIRE(mkdir("etc", 0755) == 0, "errno %d", errno);
	fill(name, 4089, "narenas:3,");
	REQUIRE(symlink(name, "etc/malloc.conf") == 0, "errno %d", errno);
	require_narenas(helper, NULL, "etc", "3");
	fill(name, 4095, "z");
	REQUIRE(unlink("etc/malloc.conf") == 0, "errno %d", errno);
	REQUIRE(symlink(name, "etc/malloc.conf") == 0, "errno %d", errno);
	ask(&answer, helper, NULL, "etc");
	REQUIRE(answer.status == 0, "status 0x%x", (unsigned)answer.status);
	REQUIRE(strstr(answer.err, PREFIX "Conf string ends with key: zzz") ==
	    answer.err, "said %.100s", answer.err);
}

static void
copy_file(const char *from, const char *to)
{
	char buf[4096];
	ssize_t n;
	int in, out;

	in = open(from, O_RDONLY);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0755);
	REQUIRE(in != -1 && out != -1, "errno %d", errno);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		REQUIRE(write(out, buf, (size_t)n) == n, "errno %d", errno);
	REQUIRE(n == 0, "errno %d", errno);
	close(in);
	close(out);
}

ATF_TC(environment_of_set_id_programs_is_ignored);
ATF_TC_HEAD(environment_of_set_id_programs_is_ignored, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(environment_of_set_id_programs_is_ignored, tc)
{
	const uid_t nobody = 65534;

	copy_file(helper_path(tc, "h_conf_program"), "set_id");
	require_narenas("./set_id", "narenas:4", NULL, "4");
	REQUIRE(chown("set_id", nobody, nobody) == 0, "errno %d", errno);
	REQUIRE(chmod("set_id", 04755) == 0, "errno %d", errno);
	require_narenas("./set_id", "narenas:4", NULL, "2");
	require_narenas("./set_id", "\xff:%n", NULL, "2");
	REQUIRE(chmod("set_id", 02755) == 0, "errno %d", errno);
	require_narenas("./set_id", "narenas:4", NULL, "2");
}

/*
 * Not by its owner but by capabilities of the file a program has more rights
 * than its caller, who may be anybody but root.
 */
static void
run_with_environment(int fd, int out)
{
	static char name[] = "h_conf_program", conf_4[] = "MALLOC_CONF=narenas:4";
	char *argv[] = { name, NULL }, *envp[] = { conf_4, NULL };
	const uid_t nobody = 65534;
	pid_t pid;
	int status;

	pid = fork();
	REQUIRE(pid != -1, "errno %d", errno);
	if (pid == 0) {
		dup2(out, STDOUT_FILENO);
		if (setgid(nobody) != 0 || setuid(nobody) != 0)
			_exit(126);
		fexecve(fd, argv, envp);
		_exit(127);
	}
	REQUIRE(waitpid(pid, &status, 0) == pid && status == 0,
	    "status 0x%x", (unsigned)status);
}

ATF_TC(environment_of_programs_with_capabilities_is_ignored);
ATF_TC_HEAD(environment_of_programs_with_capabilities_is_ignored, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(environment_of_programs_with_capabilities_is_ignored, tc)
{
	struct vfs_cap_data caps = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data[0].permitted = 1u << CAP_NET_BIND_SERVICE,
	};
	const char *wanted[] = { "4", "2" }, *value;
	size_t i, len;
	int fd, out;

	copy_file(helper_path(tc, "h_conf_program"), "capable");
	for (i = 0; i < NELEM(wanted); i++) {
		if (i == 1 && setxattr("capable", "security.capability", &caps,
		    sizeof(caps), 0) != 0)
			atf_tc_skip("no capabilities here: errno %d", errno);
		fd = open("capable", O_RDONLY);
		out = scratch();
		REQUIRE(fd != -1, "errno %d", errno);
		run_with_environment(fd, out);
		read_file(out, answer.out, sizeof(answer.out));
		len = value_of(&answer, "narenas", &value);
		REQUIRE(len == 1 && *value == *wanted[i],
		    "narenas is %.*s, not %s", (int)len, value, wanted[i]);
		close(fd);
		close(out);
	}
}

static void
warn(void *arg)
{
	unfreeze(&conf, sizeof(conf));
	conf.abort = *(bool *)arg;
	conf_warn("trouble %d with %s", 7, "this");
}

/* Warnings at run time, unlike those about options, obey abort. */
ATF_TC_WITHOUT_HEAD(warnings_are_fatal_under_abort);
ATF_TC_BODY(warnings_are_fatal_under_abort, tc)
{
	bool fatal = true;
	struct captured c;

	require_abort(warn, &fatal, PREFIX "trouble 7 with this\n");
	fatal = false;
	capture(&c, warn, &fatal);
	REQUIRE(c.status == 0, "status 0x%x", (unsigned)c.status);
	REQUIRE(strcmp(c.text, PREFIX "trouble 7 with this\n") == 0, "%s",
	    c.text);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, defaults);
	ATF_TP_ADD_TC(tp, values_of_all_options);
	ATF_TP_ADD_TC(tp, options_that_are_not_built_in);
	ATF_TP_ADD_TC(tp, bases_by_prefix);
	ATF_TP_ADD_TC(tp, left_to_right);
	ATF_TP_ADD_TC(tp, invalid_values);
	ATF_TP_ADD_TC(tp, values_out_of_range);
	ATF_TP_ADD_TC(tp, unknown_keys_and_broken_strings);
	ATF_TP_ADD_TC(tp, complaints_show_control_characters_as_question_marks);
	ATF_TP_ADD_TC(tp, what_follows_a_mistake);
	ATF_TP_ADD_TC(tp, quantum_and_cacheline_limits_that_contradict);
	ATF_TP_ADD_TC(tp, limits_that_are_reduced);
	ATF_TP_ADD_TC(tp, chunks_larger_than_the_machine);
	ATF_TP_ADD_TC(tp, strings_of_64_kib);
	ATF_TP_ADD_TC(tp, random_strings);
	ATF_TP_ADD_TC(tp, variable_of_the_program);
	ATF_TP_ADD_TC(tp, variable_then_link_then_environment);
	ATF_TP_ADD_TC(tp, long_name_of_the_link);
	ATF_TP_ADD_TC(tp, environment_of_set_id_programs_is_ignored);
	ATF_TP_ADD_TC(tp, environment_of_programs_with_capabilities_is_ignored);
	ATF_TP_ADD_TC(tp, warnings_are_fatal_under_abort);
	return atf_no_error();
}
