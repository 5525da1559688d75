/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A pipeline of threads: producers make messages, a second stage takes them
 * apart and makes others, a last one checks and frees.  Every block is freed
 * or reallocated by another thread than the one that allocated it.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "intree.h"

#define	NPRODUCERS	3
#define	NCHANGERS	2
#define	NMESSAGES	15000	/* of each producer */
#define	QUEUE_MAX	200

struct message {
	struct message	*next;
	size_t		 length;
	uint64_t	 hash;
	char		*text;		/* NULL: the end */
};

struct queue {
	pthread_mutex_t	 lock;
	pthread_cond_t	 filled;
	pthread_cond_t	 space;
	struct message	*first;
	struct message	**last;
	unsigned	 n;
};

static struct queue raw = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
	PTHREAD_COND_INITIALIZER, NULL, &raw.first, 0
};
static struct queue cooked = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
	PTHREAD_COND_INITIALIZER, NULL, &cooked.first, 0
};

static atomic_uint nproducing = NPRODUCERS;

static void
put(struct queue *q, struct message *m)
{

	m->next = NULL;
	pthread_mutex_lock(&q->lock);
	while (q->n == QUEUE_MAX)
		pthread_cond_wait(&q->space, &q->lock);
	*q->last = m;
	q->last = &m->next;
	q->n++;
	pthread_cond_signal(&q->filled);
	pthread_mutex_unlock(&q->lock);
}

static struct message *
get(struct queue *q)
{
	struct message *m;

	pthread_mutex_lock(&q->lock);
	while (q->n == 0)
		pthread_cond_wait(&q->filled, &q->lock);
	m = q->first;
	q->first = m->next;
	if (q->first == NULL)
		q->last = &q->first;
	q->n--;
	pthread_cond_signal(&q->space);
	pthread_mutex_unlock(&q->lock);
	return (m);
}

static struct message *
message(size_t length)
{
	struct message *m;

	m = need(calloc(1, sizeof(*m)));
	m->length = length;
	if (length != 0)
		m->text = need(malloc(length));
	return (m);
}

/* Mostly short messages, now and then of megabytes. */
static void *
producer(void *arg)
{
	struct numbers r = numbers_from((uintptr_t)arg + 17);
	struct message *m;
	size_t length;
	unsigned i;

	for (i = 0; i < NMESSAGES; i++) {
		if (i % 3000 == 2999)
			length = 1000000 + number(&r, 5000000);
		else if (i % 100 == 99)
			length = 4000 + number(&r, 60000);
		else
			length = 1 + number(&r, 600);
		m = message(length);
		memset(m->text, (int)number(&r, 256), length);
		for (length = 0; length < m->length; length += 97)
			m->text[length] = (char)number(&r, 256);
		m->hash = hash_bytes(m->text, m->length);
		put(&raw, m);
	}
	/* The last to be ready says so to each thread of the next stage. */
	if (atomic_fetch_sub(&nproducing, 1) == 1)
		for (i = 0; i < NCHANGERS; i++)
			put(&raw, message(0));
	return (NULL);
}

/* Each run of equal bytes becomes the byte and how often it stood there. */
static void
encode(struct message *m)
{
	size_t i, n = 0, size = 16, run;
	char *text = need(malloc(size));

	for (i = 0; i < m->length; i += run) {
		for (run = 1; run < 255 && i + run < m->length &&
		    m->text[i + run] == m->text[i]; run++)
			;
		if (n + 2 > size)
			text = need(realloc(text, size *= 2));
		text[n++] = m->text[i];
		text[n++] = (char)run;
	}
	free(m->text);
	m->text = need(realloc(text, n));
	m->length = n;
}

static void *
changer(void *arg)
{
	struct message *m;

	(void)arg;
	while ((m = get(&raw))->text != NULL) {
		encode(m);
		put(&cooked, m);
	}
	put(&cooked, m);
	return (NULL);
}

static size_t
decoded(const struct message *m, uint64_t *hash)
{
	size_t i, n = 0;
	char *text;

	for (i = 0; i < m->length; i += 2)
		n += (unsigned char)m->text[i + 1];
	text = need(malloc(n));
	for (i = n = 0; i < m->length; i += 2) {
		memset(text + n, m->text[i], (unsigned char)m->text[i + 1]);
		n += (unsigned char)m->text[i + 1];
	}
	*hash = hash_bytes(text, n);
	free(text);
	return (n);
}

int
main(void)
{
	pthread_t threads[NPRODUCERS + NCHANGERS];
	unsigned long n = 0, bytes = 0, encoded = 0;
	unsigned i, running = NCHANGERS;
	uint64_t hash, sum = 0;
	struct message *m;

	for (i = 0; i < NPRODUCERS + NCHANGERS; i++)
		if (pthread_create(&threads[i], NULL,
		    i < NPRODUCERS ? producer : changer,
		    (void *)(uintptr_t)i) != 0)
			errx(1, "pthread_create");
	while (running != 0) {
		m = get(&cooked);
		if (m->text == NULL) {
			running--;
		} else {
			bytes += decoded(m, &hash);
			encoded += m->length;
			if (hash != m->hash)
				errx(1, "message %lu is damaged", n);
			sum += hash;
			n++;
		}
		free(m->text);
		free(m);
	}
	for (i = 0; i < NPRODUCERS + NCHANGERS; i++)
		if (pthread_join(threads[i], NULL) != 0)
			errx(1, "pthread_join");
	if (n != NPRODUCERS * NMESSAGES)
		errx(1, "%lu messages", n);
	printf("%lu messages, %lu bytes, %lu encoded, %016llx\n", n, bytes,
	    encoded, (unsigned long long)sum);
	return (0);
}
