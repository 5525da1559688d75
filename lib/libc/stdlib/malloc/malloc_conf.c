/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The options: one table, three sources read in this order, each from left
 * to right, later wins: the variable malloc_conf of the program, the name of
 * the symbolic link /etc/malloc.conf, the environment variable MALLOC_CONF
 * (not in set-id programs).
 *
 * Called once by boot, before any other thread can be in the allocator.
 */

#include "malloc_print.h"
#include "port.h"
#include "size_class.h"

#define	CONF_LINK	"/etc/malloc.conf"
#define	CONF_LINK_MAX	4096		/* bytes of the link's name */

#define	LG_SIZE_MAX	63		/* log2 of what a size_t can count */
#define	LG_CHUNK_MAX	32u

/* A program may define it; then that definition takes the place of ours. */
extern const char *malloc_conf;
__attribute__((__weak__, __visibility__("default"))) const char *malloc_conf;

#define	DEFAULT_LG_QSPACE_MAX	7
#define	DEFAULT_LG_CSPACE_MAX	9

static const struct options defaults = {
	.abort = MALLOC_DEBUG,
	.stats_print = false,
	.junk = MALLOC_DEBUG && MALLOC_FILL,
	.zero = false,
	.sysv = false,
	.xmalloc = false,
	.overcommit = true,
	.tcache = true,
	.lg_qspace_max = DEFAULT_LG_QSPACE_MAX,
	.lg_cspace_max = DEFAULT_LG_CSPACE_MAX,
	.lg_chunk = 22,
	.narenas = 0,			/* 0: by the number of CPUs */
	.lg_dirty_mult = 5,
	.lg_tcache_gc_sweep = 13,
	.lg_tcache_max = 15,
};

unsigned conf_lg_page = LG_PAGE_STATIC;

/* max of a small-class limit is replaced by log2(page) - 1. */
#define	MAX_LG_SMALL	((uintmax_t)-2)
#define	MIN_LG_CHUNK	((intmax_t)-2)

#define	OPTION(name, type, present, min, max)				\
	{ #name, type, offsetof(struct options, name), present, min, max }

/* In the order in which statistics print them. */
const struct conf_option conf_options[] = {
	OPTION(abort, CONF_BOOL, true, 0, 0),
	OPTION(lg_qspace_max, CONF_SIZE, true, LG_QUANTUM, MAX_LG_SMALL),
	OPTION(lg_cspace_max, CONF_SIZE, true, LG_QUANTUM, MAX_LG_SMALL),
	OPTION(lg_chunk, CONF_SIZE, true, MIN_LG_CHUNK, LG_SIZE_MAX),
	OPTION(narenas, CONF_SIZE, true, 1, SIZE_MAX),
	OPTION(lg_dirty_mult, CONF_SSIZE, true, -1, LG_SIZE_MAX),
	OPTION(stats_print, CONF_BOOL, true, 0, 0),
	OPTION(junk, CONF_BOOL, config_fill, 0, 0),
	OPTION(zero, CONF_BOOL, config_fill, 0, 0),
	OPTION(sysv, CONF_BOOL, config_sysv, 0, 0),
	OPTION(xmalloc, CONF_BOOL, config_xmalloc, 0, 0),
	OPTION(tcache, CONF_BOOL, config_tcache, 0, 0),
	OPTION(lg_tcache_gc_sweep, CONF_SSIZE, config_tcache, -1,
	    LG_SIZE_MAX),
	OPTION(lg_tcache_max, CONF_SIZE, config_tcache, 0, LG_SIZE_MAX),
	OPTION(overcommit, CONF_BOOL, config_swap, 0, 0),
};

const unsigned conf_noptions = nitems(conf_options);

/* Part of a string; not terminated. */
struct span {
	const char	*text;
	size_t		 len;
};

void
conf_warn(const char *f, ...)
{
	char buf[PRINT_MAX];
	va_list ap;

	va_start(ap, f);
	print_vformat(buf, sizeof(buf), f, ap);
	va_end(ap);
	if (conf.abort)
		print_fatal("%s", buf);
	print_message("%s", buf);
}

/*
 * Complaints about options never abort, whatever opt.abort says.  They stay
 * on their line, and command no terminal.
 */
static void
complain(const char *what, const char *text, size_t len)
{
	char buf[PRINT_MAX / 2];
	size_t i;

	if (len > sizeof(buf) - 1)
		len = sizeof(buf) - 1;
	for (i = 0; i < len; i++)
		buf[i] = (unsigned char)text[i] < ' ' || text[i] == '\177' ?
		    '?' : text[i];
	buf[len] = '\0';
	print_message("%s: %s", what, buf);
}

static bool
span_equal(struct span s, const char *word)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (word[i] == '\0' || word[i] != s.text[i])
			return (false);
	}
	return (word[i] == '\0');
}

static unsigned
digit(char c)
{

	if (c >= '0' && c <= '9')
		return ((unsigned)(c - '0'));
	if (c >= 'a' && c <= 'f')
		return ((unsigned)(c - 'a') + 10);
	if (c >= 'A' && c <= 'F')
		return ((unsigned)(c - 'A') + 10);
	return (99);
}

/* Digits of base 8, 10 or 16 by prefix, nothing else; false if malformed. */
static bool
parse_number(struct span s, uintmax_t *value)
{
	uintmax_t v = 0;
	unsigned base = 10;
	size_t i = 0;

	if (s.len > 1 && s.text[0] == '0') {
		base = (s.text[1] | 0x20) == 'x' ? 16 : 8;
		i = base == 16 ? 2 : 1;
	}
	if (i == s.len)
		return (false);
	for (; i < s.len; i++) {
		unsigned d = digit(s.text[i]);

		if (d >= base || v > (UINTMAX_MAX - d) / base)
			return (false);
		v = v * base + d;
	}
	*value = v;
	return (true);
}

static void *
option_value(const struct conf_option *o)
{

	return ((char *)&conf + o->offset);
}

static intmax_t
option_min(const struct conf_option *o)
{

	return (o->min == MIN_LG_CHUNK ? (intmax_t)lg_page() + 1 : o->min);
}

static uintmax_t
option_max(const struct conf_option *o)
{

	return (o->max == MAX_LG_SMALL ? lg_page() - 1 : o->max);
}

/* NULL, or what is wrong with the value. */
static const char *
option_set_number(const struct conf_option *o, struct span value)
{
	bool negative;
	uintmax_t v;

	negative = o->type == CONF_SSIZE && value.len > 1 &&
	    value.text[0] == '-';
	if (negative) {
		value.text++;
		value.len--;
	}
	if (!parse_number(value, &v))
		return ("Invalid conf value");
	if (negative ? v > (uintmax_t)-option_min(o) :
	    v > option_max(o) || ((intmax_t)v >= 0 &&
	    (intmax_t)v < option_min(o)))
		return ("Out-of-range conf value");
	if (o->type == CONF_SSIZE)
		*(ssize_t *)option_value(o) = negative ? -(ssize_t)v : (ssize_t)v;
	else
		*(size_t *)option_value(o) = v;
	return (NULL);
}

static const char *
option_set(const struct conf_option *o, struct span value)
{
	bool yes;

	if (o->type != CONF_BOOL)
		return (option_set_number(o, value));
	yes = span_equal(value, "true");
	if (!yes && !span_equal(value, "false"))
		return ("Invalid conf value");
	*(bool *)option_value(o) = yes;
	return (NULL);
}

static void
option_apply(struct span key, struct span value)
{
	const char *wrong = "Invalid conf pair";
	size_t i;

	for (i = 0; i < nitems(conf_options); i++) {
		if (conf_options[i].present &&
		    span_equal(key, conf_options[i].name)) {
			wrong = option_set(&conf_options[i], value);
			break;
		}
	}
	if (wrong != NULL)
		complain(wrong, key.text,
		    (size_t)(value.text + value.len - key.text));
}

static bool
key_char(char c)
{

	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '_');
}

static size_t
length(const char *s)
{
	size_t n;

	for (n = 0; s[n] != '\0'; n++)
		continue;
	return (n);
}

/* One source, key:value,key:value. */
static void
parse(const char *s)
{
	struct span key, value;

	while (*s != '\0') {
		key.text = s;
		for (key.len = 0; key_char(s[key.len]); key.len++)
			continue;
		if (s[key.len] == '\0') {
			complain("Conf string ends with key", s, key.len);
			return;
		}
		if (key.len == 0 || s[key.len] != ':') {
			complain("Malformed conf string", s, length(s));
			return;
		}
		value.text = s + key.len + 1;
		for (value.len = 0; value.text[value.len] != '\0' &&
		    value.text[value.len] != ','; value.len++)
			continue;
		option_apply(key, value);
		s = value.text + value.len;
		if (*s == ',' && *++s == '\0')
			complain("Conf string ends with comma", key.text,
			    (size_t)(s - key.text));
	}
}

static void
source(const char *s)
{

	if (s == NULL)
		return;
	parse(s);
	if (conf.lg_qspace_max + 1 >= conf.lg_cspace_max) {
		print_message("Invalid lg_[qc]space_max relationship; "
		    "restoring defaults");
		conf.lg_qspace_max = DEFAULT_LG_QSPACE_MAX;
		conf.lg_cspace_max = DEFAULT_LG_CSPACE_MAX;
	}
}

static void
boot_page_size(void)
{
	size_t size;

	size = port_page_size();
	if (config_dynamic_page_shift)
		conf_lg_page = (unsigned)__builtin_ctzl(size);
	else if (size != page_size())
		print_fatal("built for pages of %zu bytes, the system has %zu",
		    page_size(), size);
}

/*
 * narenas: 4 for each CPU, 1 on a single one; as many as one chunk can hold
 * pointers at most.
 */
static void
boot_narenas(void)
{
	size_t limit;
	unsigned ncpus;

	ncpus = port_ncpus();
	if (conf.narenas == 0)
		conf.narenas = ncpus > 1 ? ncpus * 4 : 1;
	limit = ((size_t)1 << (conf.lg_chunk < 22 ? conf.lg_chunk : 22)) /
	    sizeof(void *);
	if (conf.narenas > limit) {
		print_message("Reducing narenas to limit (%zu)", limit);
		conf.narenas = limit;
	}
}

/* The page map of a chunk lies within one leaf: see pagemap.h. */
static void
boot_lg_chunk(void)
{

	if (conf.lg_chunk > LG_CHUNK_MAX) {
		print_message("Reducing lg_chunk to limit (%u)", LG_CHUNK_MAX);
		conf.lg_chunk = LG_CHUNK_MAX;
	}
}

static const char *
environment(void)
{

	return (port_secure() ? NULL : port_getenv("MALLOC_CONF"));
}

bool
conf_is_given(void)
{
	char any;

	return (malloc_conf != NULL || environment() != NULL ||
	    port_readlink(CONF_LINK, &any, 1) != 0);
}

void
conf_boot(void)
{
	char name[CONF_LINK_MAX];
	size_t n;

	boot_page_size();
	conf = defaults;
	source(malloc_conf);
	n = port_readlink(CONF_LINK, name, sizeof(name) - 1);
	name[n] = '\0';
	source(name);
	source(environment());
	boot_lg_chunk();
	boot_narenas();
}
