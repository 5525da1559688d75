/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Binary trees in generations.  The threads of each generation take down the
 * trees that those of the one before left, after they have built their own;
 * a few trees live through all generations.
 */

#include <pthread.h>
#include <stdio.h>

#include "intree.h"

#define	NTHREADS	4
#define	NGENERATIONS	8
#define	NTREES		20	/* of each thread and generation */
#define	DEPTH_MAX	14
#define	LASTING_DEPTH	17

struct node {
	struct node	*left;
	struct node	*right;
	uint64_t	 value;
};

struct work {
	pthread_t	 thread;
	unsigned	 seed;
	struct node	**old;		/* the generation before, or NULL */
	struct node	**made;
	uint64_t	 sum;		/* over the old ones */
	unsigned long	 nodes;
};

static struct node *
build(struct numbers *r, unsigned depth, unsigned long *nodes)
{
	struct node *n;

	if (depth == 0 || (depth < 4 && number(r, 16) == 0))
		return (NULL);
	n = need(malloc(sizeof(*n)));
	n->value = number(r, 1000000);
	n->left = build(r, depth - 1, nodes);
	n->right = build(r, depth - 1, nodes);
	(*nodes)++;
	return (n);
}

static uint64_t
value(const struct node *n)
{

	return (n == NULL ? 1 :
	    n->value + value(n->left) * 3 + value(n->right) * 7);
}

/* A rotation here and there: nodes come to lie in other trees' order. */
static struct node *
rotate(struct node *n, struct numbers *r)
{
	struct node *up;

	if (n == NULL)
		return (NULL);
	n->left = rotate(n->left, r);
	if (n->left == NULL || number(r, 4) != 0)
		return (n);
	up = n->left;
	n->left = up->right;
	up->right = n;
	return (up);
}

static unsigned long
destroy(struct node *n)
{
	unsigned long nodes;

	if (n == NULL)
		return (0);
	nodes = destroy(n->left) + destroy(n->right) + 1;
	free(n);
	return (nodes);
}

static void *
generation(void *arg)
{
	struct work *w = arg;
	struct numbers r = numbers_from(w->seed);
	unsigned i;

	w->made = need(malloc(NTREES * sizeof(*w->made)));
	for (i = 0; i < NTREES; i++) {
		w->made[i] = build(&r, 4 + number(&r, DEPTH_MAX - 3),
		    &w->nodes);
		w->made[i] = rotate(w->made[i], &r);
		if (w->old != NULL) {
			w->sum = w->sum * 31 + value(w->old[i]);
			w->nodes -= destroy(w->old[i]);
		}
	}
	free(w->old);
	return (NULL);
}

int
main(void)
{
	struct work work[NTHREADS], *w;
	struct numbers r = numbers_from(99);
	struct node **left[NTHREADS] = { NULL };
	struct node *lasting;
	unsigned long nodes = 0;
	uint64_t sum = 0, before;
	unsigned g, t;

	lasting = build(&r, LASTING_DEPTH, &nodes);
	before = value(lasting);
	for (g = 0; g <= NGENERATIONS; g++) {
		for (t = 0; t < NTHREADS; t++) {
			w = &work[t];
			*w = (struct work){ .seed = g * 100 + t + 1,
			    .old = left[(t + g) % NTHREADS] };
			if (pthread_create(&w->thread, NULL, generation,
			    w) != 0)
				errx(1, "pthread_create");
		}
		for (t = 0; t < NTHREADS; t++) {
			if (pthread_join(work[t].thread, NULL) != 0)
				errx(1, "pthread_join");
			left[t] = work[t].made;
			sum = sum * 31 + work[t].sum;
			nodes += work[t].nodes;
		}
		printf("%u: %lu nodes, %016llx\n", g, nodes,
		    (unsigned long long)sum);
	}
	for (t = 0; t < NTHREADS; t++) {
		for (g = 0; g < NTREES; g++)
			nodes -= destroy(left[t][g]);
		free(left[t]);
	}
	if (value(lasting) != before)
		errx(1, "the lasting tree has changed");
	if (nodes != destroy(lasting))
		errx(1, "%lu nodes are lost", nodes);
	return (0);
}
