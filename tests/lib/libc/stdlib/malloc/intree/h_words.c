/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Counts words.  Threads take pieces of a text that is made as it is read,
 * count in hash maps of their own, and put these together in one.
 */

#include <pthread.h>
#include <stdio.h>

#include "intree.h"

#define	NTHREADS	4
#define	NPIECES		64
#define	PIECE_WORDS	15000
#define	NTOP		10

struct word {
	struct word	*next;
	uint64_t	 hash;
	unsigned long	 count;
	char		 text[];
};

struct map {
	struct word	**buckets;
	size_t		 nbuckets;	/* a power of two */
	size_t		 nwords;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct map all;
static unsigned next_piece;

static void
map_grow(struct map *m)
{
	struct word **old = m->buckets, *w, *next;
	size_t i, n = m->nbuckets;

	m->nbuckets = n == 0 ? 16 : n * 2;
	m->buckets = need(calloc(m->nbuckets, sizeof(*m->buckets)));
	for (i = 0; i < n; i++) {
		for (w = old[i]; w != NULL; w = next) {
			next = w->next;
			w->next = m->buckets[w->hash & (m->nbuckets - 1)];
			m->buckets[w->hash & (m->nbuckets - 1)] = w;
		}
	}
	free(old);
}

static void
map_add(struct map *m, const char *text, size_t length, unsigned long count)
{
	uint64_t hash = hash_bytes(text, length);
	struct word *w;

	if (m->nwords >= m->nbuckets)
		map_grow(m);
	for (w = m->buckets[hash & (m->nbuckets - 1)]; w != NULL; w = w->next)
		if (w->hash == hash && strncmp(w->text, text, length) == 0 &&
		    w->text[length] == '\0')
			break;
	if (w == NULL) {
		w = need(malloc(sizeof(*w) + length + 1));
		memcpy(w->text, text, length);
		w->text[length] = '\0';
		w->hash = hash;
		w->count = 0;
		w->next = m->buckets[hash & (m->nbuckets - 1)];
		m->buckets[hash & (m->nbuckets - 1)] = w;
		m->nwords++;
	}
	w->count += count;
}

/* Give all words to another map, and leave nothing. */
static void
map_move(struct map *from, struct map *to)
{
	struct word *w, *next;
	size_t i;

	for (i = 0; i < from->nbuckets; i++) {
		for (w = from->buckets[i]; w != NULL; w = next) {
			next = w->next;
			if (to != NULL)
				map_add(to, w->text, strlen(w->text),
				    w->count);
			free(w);
		}
	}
	free(from->buckets);
	memset(from, 0, sizeof(*from));
}

/* A piece of text: words of one to twelve letters, short ones often. */
static char *
piece(unsigned n, size_t *length)
{
	struct numbers r = numbers_from(n + 1);
	size_t size = 64, used = 0;
	char *text = need(malloc(size));
	unsigned i, j, letters, kind;

	for (i = 0; i < PIECE_WORDS; i++) {
		if (size - used < 32)
			text = need(realloc(text, size += size / 2));
		letters = 1 + number(&r, number(&r, 12) + 1);
		kind = letters < 4 ? 8 : 26;
		for (j = 0; j < letters; j++)
			text[used++] = (char)('a' + number(&r, kind));
		text[used++] = number(&r, 12) == 0 ? '\n' : ' ';
	}
	*length = used;
	return (need(realloc(text, used)));
}

static void *
worker(void *arg)
{
	struct map mine = { NULL, 0, 0 };
	size_t length, i, start;
	unsigned n;
	char *text;

	(void)arg;
	for (;;) {
		pthread_mutex_lock(&lock);
		n = next_piece++;
		pthread_mutex_unlock(&lock);
		if (n >= NPIECES)
			break;
		text = piece(n, &length);
		for (i = start = 0; i < length; i++) {
			if (text[i] >= 'a')
				continue;
			map_add(&mine, text + start, i - start, 1);
			start = i + 1;
		}
		free(text);
		if (n % 8 == 7) {
			pthread_mutex_lock(&lock);
			map_move(&mine, &all);
			pthread_mutex_unlock(&lock);
		}
	}
	pthread_mutex_lock(&lock);
	map_move(&mine, &all);
	pthread_mutex_unlock(&lock);
	return (NULL);
}

static int
by_count(const void *a, const void *b)
{
	const struct word *v = *(struct word *const *)a;
	const struct word *w = *(struct word *const *)b;

	if (v->count != w->count)
		return (v->count < w->count ? 1 : -1);
	return (strcmp(v->text, w->text));
}

int
main(void)
{
	pthread_t threads[NTHREADS];
	struct word **sorted, *w;
	unsigned long total = 0;
	uint64_t sum = 0;
	size_t i, n = 0;

	for (i = 0; i < NTHREADS; i++)
		if (pthread_create(&threads[i], NULL, worker, NULL) != 0)
			errx(1, "pthread_create");
	for (i = 0; i < NTHREADS; i++)
		if (pthread_join(threads[i], NULL) != 0)
			errx(1, "pthread_join");
	sorted = need(malloc(all.nwords * sizeof(*sorted)));
	for (i = 0; i < all.nbuckets; i++)
		for (w = all.buckets[i]; w != NULL; w = w->next)
			sorted[n++] = w;
	if (n != all.nwords)
		errx(1, "%zu of %zu words", n, all.nwords);
	qsort(sorted, n, sizeof(*sorted), by_count);
	for (i = 0; i < n; i++) {
		total += sorted[i]->count;
		sum = sum * 31 + sorted[i]->hash * sorted[i]->count;
		if (i < NTOP)
			printf("%6lu %s\n", sorted[i]->count,
			    sorted[i]->text);
	}
	if (total != (unsigned long)NPIECES * PIECE_WORDS)
		errx(1, "%lu words counted", total);
	printf("%lu words, %zu different, %016llx\n", total, n,
	    (unsigned long long)sum);
	free(sorted);
	map_move(&all, NULL);
	return (0);
}
