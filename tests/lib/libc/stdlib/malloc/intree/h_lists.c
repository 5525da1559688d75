/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Linked lists of lines: threads make them, letting buffers grow by realloc,
 * and sort each its own; the lists are merged, lines joined, and the result
 * sorted again by another order.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include "intree.h"

#define	NTHREADS	4
#define	NLINES		30000	/* of each thread */

struct line {
	struct line	*next;
	size_t		 length;
	char		*text;
};

struct work {
	pthread_t	 thread;
	unsigned	 seed;
	struct line	*list;
};

static int
by_text(const struct line *a, const struct line *b)
{

	return (strcmp(a->text, b->text));
}

static int
by_length(const struct line *a, const struct line *b)
{

	if (a->length != b->length)
		return (a->length < b->length ? -1 : 1);
	return (by_text(a, b));
}

static struct line *
merge(struct line *a, struct line *b,
    int (*compare)(const struct line *, const struct line *))
{
	struct line *first, **last = &first;

	while (a != NULL && b != NULL) {
		if (compare(a, b) <= 0) {
			*last = a;
			a = a->next;
		} else {
			*last = b;
			b = b->next;
		}
		last = &(*last)->next;
	}
	*last = a != NULL ? a : b;
	return (first);
}

static struct line *
sort(struct line *list,
    int (*compare)(const struct line *, const struct line *))
{
	struct line *slow, *fast;

	if (list == NULL || list->next == NULL)
		return (list);
	slow = list;
	for (fast = list->next; fast != NULL && fast->next != NULL;
	    fast = fast->next->next)
		slow = slow->next;
	fast = slow->next;
	slow->next = NULL;
	return (merge(sort(list, compare), sort(fast, compare), compare));
}

/* Text is added in parts, as from a slow reader. */
static void
append(struct line *l, size_t *size, const char *part, size_t length)
{

	if (l->length + length + 1 > *size) {
		while (l->length + length + 1 > *size)
			*size += *size / 2 + 1;
		l->text = need(realloc(l->text, *size));
	}
	memcpy(l->text + l->length, part, length);
	l->length += length;
	l->text[l->length] = '\0';
}

static void *
make(void *arg)
{
	struct work *w = arg;
	struct numbers r = numbers_from(w->seed);
	struct line *l;
	char part[32];
	unsigned i, parts;
	size_t size;

	for (i = 0; i < NLINES; i++) {
		l = need(malloc(sizeof(*l)));
		l->length = 0;
		size = 8;
		l->text = need(malloc(size));
		l->text[0] = '\0';
		parts = i % 2000 == 1999 ? 3000 : number(&r, 12) + 1;
		while (parts-- != 0) {
			snprintf(part, sizeof(part), "%x,", number(&r,
			    1u << number(&r, 30)));
			append(l, &size, part, strlen(part));
		}
		if (i % 3 == 0)
			l->text = need(realloc(l->text, l->length + 1));
		l->next = w->list;
		w->list = l;
	}
	w->list = sort(w->list, by_text);
	return (NULL);
}

/* Lines that begin alike become one. */
static void
join(struct line *list)
{
	struct line *l, *gone;
	size_t size;

	for (l = list; l != NULL; l = l->next) {
		size = l->length + 1;
		while ((gone = l->next) != NULL && gone->length > 4 &&
		    strncmp(l->text, gone->text, 3) == 0 &&
		    l->length < 20000) {
			append(l, &size, gone->text, gone->length);
			l->next = gone->next;
			free(gone->text);
			free(gone);
		}
	}
}

static uint64_t
check(const struct line *l,
    int (*compare)(const struct line *, const struct line *),
    unsigned long *n, unsigned long *bytes)
{
	uint64_t sum = 0;

	for (*n = *bytes = 0; l != NULL; l = l->next) {
		if (strlen(l->text) != l->length)
			errx(1, "a line of %zu bytes is cut", l->length);
		if (l->next != NULL && compare(l, l->next) > 0)
			errx(1, "line %lu is out of order", *n);
		sum = sum * 31 + hash_bytes(l->text, l->length);
		*bytes += l->length;
		(*n)++;
	}
	return (sum);
}

int
main(void)
{
	struct work work[NTHREADS];
	struct line *list = NULL, *next;
	unsigned long n, bytes, total;
	unsigned long long sum;
	unsigned t;

	for (t = 0; t < NTHREADS; t++) {
		work[t] = (struct work){ .seed = t + 5 };
		if (pthread_create(&work[t].thread, NULL, make,
		    &work[t]) != 0)
			errx(1, "pthread_create");
	}
	for (t = 0; t < NTHREADS; t++) {
		if (pthread_join(work[t].thread, NULL) != 0)
			errx(1, "pthread_join");
		list = merge(list, work[t].list, by_text);
	}
	sum = check(list, by_text, &n, &total);
	printf("%lu lines, %lu bytes, %016llx\n", n, total, sum);
	if (n != NTHREADS * NLINES)
		errx(1, "lines are lost");
	join(list);
	list = sort(list, by_length);
	sum = check(list, by_length, &n, &bytes);
	printf("%lu lines, %lu bytes, %016llx\n", n, bytes, sum);
	if (bytes != total)
		errx(1, "text is lost");
	for (; list != NULL; list = next) {
		next = list->next;
		free(list->text);
		free(list);
	}
	return (0);
}
