/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * JSON: threads make random documents as text, parse them, change the values
 * and write them again.  What is written from a parsed text is that text; a
 * document may be freed by the thread that comes after.
 */

#include <ctype.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include "intree.h"

#define	NTHREADS	4
#define	NDOCUMENTS	600	/* of each thread */
#define	DEPTH_MAX	7

enum kind { NUL, BOOL, NUMBER, STRING, ARRAY, OBJECT };

struct value {
	enum kind	 kind;
	long		 number;	/* and bool */
	char		*string;
	size_t		 n;		/* members */
	size_t		 room;
	char		**names;	/* of an object */
	struct value	**members;
};

struct text {
	char	*bytes;
	size_t	 length;
	size_t	 size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct value *handed;	/* the last document of some thread */

static void
out(struct text *t, const char *s, size_t length)
{

	if (t->length + length + 1 > t->size) {
		t->size = (t->length + length + 1) * 3 / 2;
		t->bytes = need(realloc(t->bytes, t->size));
	}
	memcpy(t->bytes + t->length, s, length);
	t->length += length;
	t->bytes[t->length] = '\0';
}

static void
out_string(struct text *t, const char *s)
{
	char c[2] = { '\\' };

	out(t, "\"", 1);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\') {
			c[1] = *s;
			out(t, c, 2);
		} else if (*s == '\n')
			out(t, "\\n", 2);
		else
			out(t, s, 1);
	}
	out(t, "\"", 1);
}

static void
out_value(struct text *t, const struct value *v)
{
	char digits[32];
	size_t i;

	switch (v->kind) {
	case NUL:
		out(t, "null", 4);
		return;
	case BOOL:
		out(t, v->number ? "true" : "false", v->number ? 4 : 5);
		return;
	case NUMBER:
		snprintf(digits, sizeof(digits), "%ld", v->number);
		out(t, digits, strlen(digits));
		return;
	case STRING:
		out_string(t, v->string);
		return;
	case ARRAY:
	case OBJECT:
		break;
	}
	out(t, v->kind == ARRAY ? "[" : "{", 1);
	for (i = 0; i < v->n; i++) {
		if (i != 0)
			out(t, ",", 1);
		if (v->kind == OBJECT) {
			out_string(t, v->names[i]);
			out(t, ":", 1);
		}
		out_value(t, v->members[i]);
	}
	out(t, v->kind == ARRAY ? "]" : "}", 1);
}

static struct value *
value(enum kind kind)
{
	struct value *v = need(calloc(1, sizeof(*v)));

	v->kind = kind;
	return (v);
}

static void
value_free(struct value *v)
{

	if (v == NULL)
		return;
	while (v->n-- != 0) {
		if (v->names != NULL)
			free(v->names[v->n]);
		value_free(v->members[v->n]);
	}
	free(v->names);
	free(v->members);
	free(v->string);
	free(v);
}

static void
value_add(struct value *v, char *name, struct value *member)
{

	if (v->n == v->room) {
		v->room = v->room * 2 + 1;
		v->members = need(realloc(v->members, v->room *
		    sizeof(*v->members)));
		if (v->kind == OBJECT)
			v->names = need(realloc(v->names, v->room *
			    sizeof(*v->names)));
	}
	if (v->kind == OBJECT)
		v->names[v->n] = name;
	v->members[v->n++] = member;
}

static char *
parse_string(const char **s)
{
	struct text t = { NULL, 0, 0 };

	for ((*s)++; **s != '"'; (*s)++) {
		if (**s == '\0')
			errx(1, "a string has no end");
		if (**s == '\\' && *++*s == 'n')
			out(&t, "\n", 1);
		else
			out(&t, *s, 1);
	}
	(*s)++;
	if (t.bytes == NULL)
		return (need(strdup("")));
	return (need(realloc(t.bytes, t.length + 1)));
}

static struct value *
parse(const char **s)
{
	struct value *v;
	char *end, *name = NULL;

	if (**s == '"') {
		v = value(STRING);
		v->string = parse_string(s);
	} else if (**s == '-' || isdigit((unsigned char)**s)) {
		v = value(NUMBER);
		v->number = strtol(*s, &end, 10);
		*s = end;
	} else if (**s == 't' || **s == 'f') {
		v = value(BOOL);
		v->number = **s == 't';
		*s += v->number ? 4 : 5;
	} else if (**s == 'n') {
		v = value(NUL);
		*s += 4;
	} else if (**s == '[' || **s == '{') {
		v = value(**s == '[' ? ARRAY : OBJECT);
		do {
			(*s)++;
			if (**s == ']' || **s == '}')
				break;
			if (v->kind == OBJECT) {
				name = parse_string(s);
				(*s)++;
			}
			value_add(v, name, parse(s));
		} while (**s == ',');
		(*s)++;
	} else
		errx(1, "unexpected text: %.20s", *s);
	return (v);
}

static char *
random_string(struct numbers *r, unsigned max)
{
	static const char letters[] = "abcdefghijklmnop \"\\\n";
	unsigned i, n = number(r, max);
	char *s = need(malloc(n + 1));

	for (i = 0; i < n; i++)
		s[i] = letters[number(r, sizeof(letters) - 1)];
	s[n] = '\0';
	return (s);
}

static struct value *
random_value(struct numbers *r, unsigned depth)
{
	struct value *v;
	unsigned i, n;

	v = value((enum kind)number(r, depth == 0 ? ARRAY : OBJECT + 1));
	if (depth == DEPTH_MAX)
		v->kind = OBJECT;
	if (v->kind == NUMBER)
		v->number = (long)number(r, 2000000) - 1000000;
	else if (v->kind == BOOL)
		v->number = number(r, 2);
	else if (v->kind == STRING)
		v->string = random_string(r, number(r, 50) == 0 ? 9000 : 40);
	else if (v->kind >= ARRAY) {
		n = depth == DEPTH_MAX ? 12 : number(r, 8);
		for (i = 0; i < n; i++)
			value_add(v, v->kind == OBJECT ?
			    random_string(r, 15) : NULL,
			    random_value(r, depth - 1));
	}
	return (v);
}

/* Numbers grow, strings double, every third member goes. */
static void
change(struct value *v)
{
	size_t i, length;

	if (v->kind == NUMBER)
		v->number = v->number * 3 + 1;
	else if (v->kind == STRING) {
		length = strlen(v->string);
		v->string = need(realloc(v->string, 2 * length + 1));
		memcpy(v->string + length, v->string, length);
		v->string[2 * length] = '\0';
	}
	for (i = 0; i < v->n; i++)
		change(v->members[i]);
	for (i = 0; i < v->n; i += 2) {
		value_free(v->members[i]);
		if (v->kind == OBJECT)
			free(v->names[i]);
		v->n--;
		memmove(v->members + i, v->members + i + 1,
		    (v->n - i) * sizeof(*v->members));
		if (v->kind == OBJECT)
			memmove(v->names + i, v->names + i + 1,
			    (v->n - i) * sizeof(*v->names));
	}
}

static uint64_t
document(struct numbers *r)
{
	struct text first = { NULL, 0, 0 }, second = { NULL, 0, 0 };
	struct value *v, *parsed;
	const char *s;
	uint64_t hash;

	v = random_value(r, DEPTH_MAX);
	out_value(&first, v);
	s = first.bytes;
	parsed = parse(&s);
	if (*s != '\0')
		errx(1, "text is left: %.20s", s);
	out_value(&second, parsed);
	if (strcmp(first.bytes, second.bytes) != 0)
		errx(1, "not the text that was parsed");
	hash = hash_bytes(second.bytes, second.length);
	change(parsed);
	second.length = 0;
	out_value(&second, parsed);
	hash = hash * 31 + hash_bytes(second.bytes, second.length);
	free(first.bytes);
	free(second.bytes);
	value_free(v);
	/* Keep this one and free the one kept before. */
	pthread_mutex_lock(&lock);
	v = handed;
	handed = parsed;
	pthread_mutex_unlock(&lock);
	value_free(v);
	return (hash);
}

static void *
worker(void *arg)
{
	uint64_t *sum = arg;
	struct numbers r = numbers_from(*sum);
	unsigned i;

	for (i = 0; i < NDOCUMENTS; i++)
		*sum = *sum * 31 + document(&r);
	return (NULL);
}

int
main(void)
{
	pthread_t threads[NTHREADS];
	uint64_t sums[NTHREADS];
	unsigned t;

	for (t = 0; t < NTHREADS; t++) {
		sums[t] = t + 1;
		if (pthread_create(&threads[t], NULL, worker, &sums[t]) != 0)
			errx(1, "pthread_create");
	}
	for (t = 0; t < NTHREADS; t++) {
		if (pthread_join(threads[t], NULL) != 0)
			errx(1, "pthread_join");
		printf("%u: %016llx\n", t, (unsigned long long)sums[t]);
	}
	value_free(handed);
	return (0);
}
