/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 1, kit: an intrusive ordered set.  A treap whose priorities are a
 * hash of the node's address, so that a node is two pointers and the shape
 * does not depend on the order of insertion.  The comparison is a constant
 * at each call and is inlined.  Keys are distinct.  The caller locks.
 *
 * Invariant: in key order left to right; no child has a higher priority than
 * its parent.
 */

#ifndef _MALLOC_TREE_H_
#define	_MALLOC_TREE_H_

#include "malloc_config.h"

struct tnode {
	struct tnode	*child[2];
};

struct tree {
	struct tnode	*root;
};

/* < 0, 0 or > 0 as the first is before, at or after the second. */
typedef int tree_order(const struct tnode *, const struct tnode *);

static inline uint64_t
tree_priority(const struct tnode *n)
{

	uint64_t x;

	/* Records lie at equal distances: one multiplication is no hash. */
	x = (uint64_t)(uintptr_t)n * UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93);
	return (x ^ (x >> 32));
}

static inline void
tree_insert(struct tree *tree, struct tnode *node, tree_order *order)
{
	struct tnode **p, **left, **right, *t;
	uint64_t prio;

	prio = tree_priority(node);
	for (p = &tree->root; *p != NULL && tree_priority(*p) >= prio;)
		p = &(*p)->child[order(node, *p) > 0];
	/* What stood here is split around the key of the new node. */
	t = *p;
	*p = node;
	left = &node->child[0];
	right = &node->child[1];
	while (t != NULL) {
		if (order(t, node) < 0) {
			*left = t;
			left = &t->child[1];
			t = *left;
		} else {
			*right = t;
			right = &t->child[0];
			t = *right;
		}
	}
	*left = *right = NULL;
}

static inline void
tree_remove(struct tree *tree, struct tnode *node, tree_order *order)
{
	struct tnode **p, *a, *b;

	for (p = &tree->root; *p != node;)
		p = &(*p)->child[order(node, *p) > 0];
	a = node->child[0];
	b = node->child[1];
	while (a != NULL && b != NULL) {
		if (tree_priority(a) >= tree_priority(b)) {
			*p = a;
			p = &a->child[1];
			a = *p;
		} else {
			*p = b;
			p = &b->child[0];
			b = *p;
		}
	}
	*p = a != NULL ? a : b;
}

static inline struct tnode *
tree_first(const struct tree *tree)
{
	struct tnode *n;

	for (n = tree->root; n != NULL && n->child[0] != NULL;)
		n = n->child[0];
	return (n);
}

static inline struct tnode *
tree_last(const struct tree *tree)
{
	struct tnode *n;

	for (n = tree->root; n != NULL && n->child[1] != NULL;)
		n = n->child[1];
	return (n);
}

/*
 * The lowest node at or after the key (after it only, if strict); the key is
 * any node that compares, in the tree or not.
 */
static inline struct tnode *
tree_search(const struct tree *tree, const struct tnode *key, bool strict,
    tree_order *order)
{
	struct tnode *n, *best;
	int c;

	best = NULL;
	for (n = tree->root; n != NULL;) {
		c = order(key, n);
		if (c < 0 || (c == 0 && !strict)) {
			best = n;
			n = n->child[0];
		} else
			n = n->child[1];
	}
	return (best);
}

/* The structure that holds a node. */
#define	tree_entry(n, type, member)					\
	((type *)((uintptr_t)(n) - offsetof(type, member)))

#endif /* !_MALLOC_TREE_H_ */
