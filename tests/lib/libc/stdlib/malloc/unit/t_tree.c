/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The ordered set against a sorted array. */
#include "unit.h"

#include "malloc_tree.h"

#define NODES	2048

struct item {
	struct tnode node;
	unsigned key;		/* even, 2 * index: odd keys are never in */
	bool in;
};

static struct item items[NODES];

static int
order(const struct tnode *x, const struct tnode *y)
{
	unsigned a = tree_entry(x, const struct item, node)->key;
	unsigned b = tree_entry(y, const struct item, node)->key;

	return (a > b) - (a < b);
}

/* Keys within bounds, parents before children; the number of nodes. */
static size_t
check_below(const struct tnode *n, long low, long high, unsigned depth)
{
	const struct item *it;

	if (n == NULL)
		return 0;
	it = tree_entry(n, const struct item, node);
	REQUIRE(it->key > low && it->key < high, "key %u not in (%ld, %ld)",
	    it->key, low, high);
	REQUIRE(it->in, "key %u was removed", it->key);
	REQUIRE(depth < 500, "depth %u for %d nodes", depth, NODES);
	for (int i = 0; i < 2; i++)
		REQUIRE(n->child[i] == NULL ||
		    tree_priority(n->child[i]) <= tree_priority(n),
		    "a child of %u comes before it", it->key);
	return 1 + check_below(n->child[0], low, it->key, depth + 1) +
	    check_below(n->child[1], it->key, high, depth + 1);
}

static size_t
model_size(void)
{
	size_t i, n = 0;

	for (i = 0; i < NODES; i++)
		n += items[i].in;
	return n;
}

/* The index of the first item at or after a key; NODES if there is none. */
static size_t
model_search(unsigned key, bool strict)
{
	size_t i;

	for (i = (key + 1) / 2; i < NODES; i++) {
		if (items[i].in && !(strict && items[i].key == key))
			return i;
	}
	return NODES;
}

static void
require_item(const struct tnode *n, size_t i, const char *what, unsigned key)
{
	if (i == NODES)
		REQUIRE(n == NULL, "%s of %u is no NULL", what, key);
	else
		REQUIRE(n == &items[i].node, "%s of %u is not %u", what, key,
		    items[i].key);
}

static void
compare(const struct tree *tree, uint64_t *rng)
{
	struct item key;
	size_t i, last = NODES;
	bool strict;

	require_item(tree_first(tree), model_search(0, false), "first", 0);
	for (i = 0; i < NODES; i++)
		last = items[i].in ? i : last;
	require_item(tree_last(tree), last, "last", 0);
	for (i = 0; i < 16; i++) {
		key.key = (unsigned)rng_below(rng, 2 * NODES + 1);
		strict = rng_below(rng, 2) != 0;
		require_item(tree_search(tree, &key.node, strict, order),
		    model_search(key.key, strict), strict ? "search after" :
		    "search", key.key);
	}
}

static void
walk(const struct tree *tree)
{
	const struct tnode *n;
	size_t count = 0;
	unsigned last = 0;

	for (n = tree_first(tree); n != NULL;
	    n = tree_search(tree, n, true, order)) {
		const struct item *it = tree_entry(n, const struct item, node);

		REQUIRE(count == 0 || it->key > last, "%u after %u", it->key,
		    last);
		last = it->key;
		count++;
	}
	REQUIRE(count == model_size(), "%zu nodes, not %zu", count,
	    model_size());
}

static void
reset(void)
{
	size_t i;

	memset(items, 0xff, sizeof(items));
	for (i = 0; i < NODES; i++) {
		items[i].key = (unsigned)(2 * i);
		items[i].in = false;
	}
}

static void
toggle(struct tree *tree, struct item *it)
{
	it->in = !it->in;
	if (it->in)
		tree_insert(tree, &it->node, order);
	else
		tree_remove(tree, &it->node, order);
}

ATF_TC_WITHOUT_HEAD(random_against_an_array);
ATF_TC_BODY(random_against_an_array, tc)
{
	struct tree tree = { NULL };
	uint64_t rng = test_seed(tc);
	size_t i, n, round;

	reset();
	for (round = 0; round < 200; round++) {
		/* Now many, now few. */
		n = rng_below(&rng, NODES) / (round % 5 * 8 + 1) + 1;
		for (i = 0; i < n; i++)
			toggle(&tree, &items[rng_below(&rng, NODES)]);
		REQUIRE(check_below(tree.root, -1, 2 * NODES, 0) ==
		    model_size(), "round %zu", round);
		compare(&tree, &rng);
	}
	walk(&tree);
}

static void
in_and_out(const size_t *in, const size_t *out, size_t n)
{
	struct tree tree = { NULL };
	uint64_t rng = 1;
	size_t i;

	reset();
	for (i = 0; i < n; i++)
		toggle(&tree, &items[in[i]]);
	REQUIRE(check_below(tree.root, -1, 2 * NODES, 0) == n, "%zu nodes", n);
	compare(&tree, &rng);
	for (i = 0; i < n; i++) {
		toggle(&tree, &items[out[i]]);
		if (i % 61 == 0)
			REQUIRE(check_below(tree.root, -1, 2 * NODES, 0) ==
			    n - i - 1, "after %zu removals", i + 1);
	}
	REQUIRE(tree.root == NULL, "not empty after %zu", n);
}

/* Orders that make a plain tree a list. */
ATF_TC_WITHOUT_HEAD(sorted_insertion);
ATF_TC_BODY(sorted_insertion, tc)
{
	static size_t up[NODES], down[NODES];
	size_t i, n;

	for (n = 1; n <= NODES; n *= 2) {
		for (i = 0; i < n; i++) {
			up[i] = i;
			down[i] = n - 1 - i;
		}
		in_and_out(up, up, n);
		in_and_out(up, down, n);
		in_and_out(down, up, n);
	}
}

static int
order_by_address(const struct tnode *x, const struct tnode *y)
{
	return (x > y) - (x < y);
}

static unsigned
depth_of(const struct tnode *n)
{
	unsigned left, right;

	if (n == NULL)
		return 0;
	left = depth_of(n->child[0]);
	right = depth_of(n->child[1]);
	return 1 + (left > right ? left : right);
}

/*
 * Records carved one behind the other, as metadata is, with keys that grow
 * with their addresses, as runs of a fresh chunk do.  A random tree of so
 * many is about 27 deep.
 */
ATF_TC_WITHOUT_HEAD(depth_for_every_stride_of_records);
ATF_TC_BODY(depth_for_every_stride_of_records, tc)
{
	static _Alignas(4096) char records[NODES * 256];
	struct tree tree;
	size_t i, stride;

	for (stride = 16; stride <= 256; stride += 16) {
		tree.root = NULL;
		for (i = 0; i < NODES; i++)
			tree_insert(&tree, (void *)(records + i * stride),
			    order_by_address);
		REQUIRE(depth_of(tree.root) < 64, "stride %zu: depth %u",
		    stride, depth_of(tree.root));
	}
}

ATF_TC_WITHOUT_HEAD(empty);
ATF_TC_BODY(empty, tc)
{
	struct tree tree = { NULL };
	struct item key = { .key = 3 };

	REQUIRE(tree_first(&tree) == NULL, "first");
	REQUIRE(tree_last(&tree) == NULL, "last");
	REQUIRE(tree_search(&tree, &key.node, false, order) == NULL, "search");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, random_against_an_array);
	ATF_TP_ADD_TC(tp, sorted_insertion);
	ATF_TP_ADD_TC(tp, depth_for_every_stride_of_records);
	ATF_TP_ADD_TC(tp, empty);
	return atf_no_error();
}
