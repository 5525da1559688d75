/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * What is the same for all names of mallctl: finding them, and the lengths
 * and rights of values.
 *
 * A name is words joined by dots.  The MIB of a name has, for each word, its
 * number among the words that can stand there, in the order of the table; a
 * word in angle brackets stands for many, and is its own number.  What is not
 * built keeps its number.
 *
 * Nothing here has state.
 */

#include "chunk_swap.h"
#include "malloc_ctl.h"
#include "malloc_ctl_rows.h"
#include "malloc_snapshot.h"
#include "port.h"

static const size_t type_sizes[] = {
	[T_VOID] = 0,
	[T_BOOL] = sizeof(bool),
	[T_UNSIGNED] = sizeof(unsigned),
	[T_UINT32] = sizeof(uint32_t),
	[T_UINT64] = sizeof(uint64_t),
	[T_SIZE] = sizeof(size_t),
	[T_POINTER] = sizeof(void *),
	[T_BOOLS] = sizeof(bool),
	[T_INTS] = sizeof(int),
};

_Static_assert(sizeof(ssize_t) == sizeof(size_t), "one size for options");

/* Words of names. */

struct word {
	const char	*text;
	size_t		 len;
};

/* The first word of a name, and what follows its dot; NULL at the end. */
static const char *
word_first(const char *name, struct word *w)
{

	w->text = name;
	for (w->len = 0; name[w->len] != '\0' && name[w->len] != '.';
	    w->len++)
		continue;
	return (name[w->len] == '.' ? name + w->len + 1 : NULL);
}

static bool
word_is(struct word w, const char *text)
{
	size_t i;

	for (i = 0; i < w.len && text[i] == w.text[i]; i++)
		continue;
	return (i == w.len && (text[i] == '\0' || text[i] == '.'));
}

/* What a word in angle brackets stands for, by the word before it. */

static bool
valid_option(size_t i)
{

	return (i < conf_noptions && conf_options[i].present);
}

static bool
valid_arena(size_t i)
{

	return (i < snapshot_narenas() || i == conf.narenas);
}

/* Opened or not: there is at least nothing to do. */
static bool
valid_any_arena(size_t i)
{

	return (i <= conf.narenas);
}

static bool
valid_bin(size_t i)
{

	return (i < size_classes.nbins);
}

static bool
valid_lrun(size_t i)
{

	return (i < chunk_layout.ndata);
}

static const struct many {
	const char	*after;
	bool		(*valid)(size_t);
	bool		 option;	/* its words are not numbers */
} manys[] = {
	{ "opt", valid_option, true },
	{ "arena", valid_any_arena, false },
	{ "arenas", valid_arena, false },
	{ "bin", valid_bin, false },
	{ "bins", valid_bin, false },
	{ "lrun", valid_lrun, false },
	{ "lruns", valid_lrun, false },
};

static const struct many *
many_after(struct word before)
{
	size_t i;

	for (i = 0; i < nitems(manys) - 1; i++) {
		if (word_is(before, manys[i].after))
			break;
	}
	return (&manys[i]);
}

/* Decimal digits only, and no more than fit. */
static bool
parse_number(struct word w, size_t *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < w.len; i++) {
		if (w.text[i] < '0' || w.text[i] > '9' ||
		    __builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, (size_t)(w.text[i] - '0'),
		    value))
			return (false);
	}
	return (w.len != 0);
}

static bool
many_parse(const struct many *m, struct word w, size_t *value)
{

	if (!m->option)
		return (parse_number(w, value) && m->valid(*value));
	for (*value = 0; *value < conf_noptions; ++*value) {
		if (word_is(w, conf_options[*value].name))
			return (m->valid(*value));
	}
	return (false);
}

/* A walk over the table, with the MIB of each row. */
struct walk {
	size_t	ind;
	size_t	mib[CTL_DEPTH];
	size_t	depth;
};

static size_t
words(const char *name)
{
	size_t n;

	for (n = 1; *name != '\0'; name++)
		n += *name == '.';
	return (n);
}

/* How many words two names have in common from their beginning. */
static size_t
words_common(const char *a, const char *b)
{
	size_t n = 0;

	for (; *a == *b && *a != '\0'; a++, b++)
		n += *a == '.';
	return (n);
}

static void
walk_first(struct walk *w)
{

	*w = (struct walk){ .depth = words(ctl_rows[0].name) };
}

static bool
walk_next(struct walk *w)
{
	size_t i, same;

	if (++w->ind == ctl_nrows)
		return (false);
	same = words_common(ctl_rows[w->ind - 1].name, ctl_rows[w->ind].name);
	w->mib[same]++;
	w->depth = words(ctl_rows[w->ind].name);
	for (i = same + 1; i < CTL_DEPTH; i++)
		w->mib[i] = 0;
	return (true);
}

/* Whether the name is one of the row's, and its MIB. */
static bool
match_name(const struct walk *w, const char *name, size_t *mib)
{
	const char *pattern = ctl_rows[w->ind].name;
	struct word want, have, before = { NULL, 0 };
	size_t i;

	for (i = 0; pattern != NULL && name != NULL; i++) {
		pattern = word_first(pattern, &want);
		name = word_first(name, &have);
		mib[i] = w->mib[i];
		if (want.text[0] == '<') {
			if (!many_parse(many_after(before), have, &mib[i]))
				return (false);
		} else if (have.len != want.len || !word_is(have, want.text))
			return (false);
		before = want;
	}
	return (pattern == NULL && name == NULL);
}

static bool
match_mib(const struct walk *w, const size_t *mib, size_t miblen)
{
	const char *pattern = ctl_rows[w->ind].name;
	struct word want, before = { NULL, 0 };
	size_t i;

	if (w->depth != miblen)
		return (false);
	for (i = 0; i < miblen; i++) {
		pattern = word_first(pattern, &want);
		if (want.text[0] == '<' ?
		    !many_after(before)->valid(mib[i]) : mib[i] != w->mib[i])
			return (false);
		before = want;
	}
	return (true);
}

/* By name, or by MIB if that is NULL. */
static int
find(const char *name, const size_t *mib, size_t miblen, struct ctl_query *q,
    size_t *depth)
{
	struct walk w;

	if (!snapshot_init())
		return (PORT_EAGAIN);
	*q = (struct ctl_query){ NULL, { 0 } };
	walk_first(&w);
	do {
		if (name != NULL ? match_name(&w, name, q->mib) :
		    match_mib(&w, mib, miblen))
			break;
	} while (walk_next(&w));
	if (w.ind == ctl_nrows || !ctl_rows[w.ind].built)
		return (PORT_ENOENT);
	q->row = &ctl_rows[w.ind];
	if (name == NULL)
		__builtin_memcpy(q->mib, mib, miblen * sizeof(*mib));
	*depth = w.depth;
	return (0);
}

/* Values. */

static bool
is_array(const struct ctl_row *r)
{

	return (r->type == T_BOOLS || r->type == T_INTS);
}

/* Bytes of the value. */
static size_t
value_size(const struct ctl_query *q)
{

	switch (q->row->type) {
	case T_OPTION:
		return (conf_options[q->mib[1]].type == CONF_BOOL ?
		    sizeof(bool) : sizeof(size_t));
	case T_BOOLS:
		return (conf.narenas * sizeof(bool));
	case T_INTS:
		return (swap_nfds() * sizeof(int));
	default:
		return (type_sizes[q->row->type]);
	}
}

/* Deliver as much as fits; the length must be right. */
static int
deliver(const struct ctl_query *q, void *to, size_t len)
{
	uint64_t room = 0;
	size_t size, n;
	int error;

	size = value_size(q);
	n = len < size ? len : size;
	if (is_array(q->row))
		error = q->row->get(q, to, n);
	else {
		error = q->row->get(q, &room, size);
		if (error == 0)
			__builtin_memcpy(to, &room, n);
	}
	return (error != 0 ? error : len == size ? 0 : PORT_EINVAL);
}

static bool
is_length(const struct ctl_query *q, size_t len)
{

	if (is_array(q->row))
		return (len != 0 && len % type_sizes[q->row->type] == 0);
	return (len == value_size(q));
}

/* Before anything is done. */
static int
check(const struct ctl_query *q, const void *oldp, const size_t *oldlenp,
    const void *newp, size_t newlen)
{
	const char *access = q->row->access;

	if (access[0] != 'r' && (oldp != NULL || oldlenp != NULL))
		return (PORT_EPERM);
	if (access[1] != 'w' && (newp != NULL || newlen != 0))
		return (PORT_EPERM);
	if (oldp != NULL && oldlenp == NULL)
		return (PORT_EINVAL);
	if (newp != NULL ? !is_length(q, newlen) : newlen != 0)
		return (PORT_EINVAL);
	return (0);
}

static int
serve(const struct ctl_query *q, void *oldp, const size_t *oldlenp,
    const void *newp, size_t newlen)
{
	const struct ctl_row *r = q->row;
	bool set;
	int error;

	error = check(q, oldp, oldlenp, newp, newlen);
	set = newp != NULL || r->access[0] != 'r';
	if (error == 0 && set && r->set_first)
		error = r->set(q, newp, newlen);
	if (error == 0 && oldp != NULL)
		error = deliver(q, oldp, *oldlenp);
	if (error == 0 && set && !r->set_first)
		error = r->set(q, newp, newlen);
	return (error);
}

int
ctl_by_name(const char *name, void *oldp, size_t *oldlenp, void *newp,
    size_t newlen)
{
	struct ctl_query q;
	size_t depth;
	int error;

	error = find(name, NULL, 0, &q, &depth);
	return (error != 0 ? error : serve(&q, oldp, oldlenp, newp, newlen));
}

int
ctl_by_mib(const size_t *mib, size_t miblen, void *oldp, size_t *oldlenp,
    void *newp, size_t newlen)
{
	struct ctl_query q;
	size_t depth;
	int error;

	error = find(NULL, mib, miblen, &q, &depth);
	return (error != 0 ? error : serve(&q, oldp, oldlenp, newp, newlen));
}

int
ctl_name_to_mib(const char *name, size_t *mib, size_t *miblenp)
{
	struct ctl_query q;
	size_t depth;
	int error;

	error = find(name, NULL, 0, &q, &depth);
	if (error != 0)
		return (error);
	if (*miblenp > depth)
		*miblenp = depth;
	if (*miblenp != 0)
		__builtin_memcpy(mib, q.mib, *miblenp * sizeof(*mib));
	return (0);
}
