/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Invariants: ranges of a set neither overlap nor touch; each is in both
 * trees; size is their sum.
 */

#include "base.h"
#include "extent.h"

struct extent {
	struct tnode	addr_node;
	struct tnode	size_node;
	uintptr_t	addr;
	size_t		size;
};

static int
order_addr(const struct tnode *x, const struct tnode *y)
{
	const struct extent *a, *b;

	a = tree_entry(x, const struct extent, addr_node);
	b = tree_entry(y, const struct extent, addr_node);
	return ((a->addr > b->addr) - (a->addr < b->addr));
}

static int
order_size(const struct tnode *x, const struct tnode *y)
{
	const struct extent *a, *b;

	a = tree_entry(x, const struct extent, size_node);
	b = tree_entry(y, const struct extent, size_node);
	if (a->size != b->size)
		return (a->size > b->size ? 1 : -1);
	return ((a->addr > b->addr) - (a->addr < b->addr));
}

static void
link_in(struct extent_set *set, struct extent *e)
{

	tree_insert(&set->by_addr, &e->addr_node, order_addr);
	tree_insert(&set->by_size, &e->size_node, order_size);
	set->size += e->size;
}

static void
unlink_out(struct extent_set *set, struct extent *e)
{

	tree_remove(&set->by_addr, &e->addr_node, order_addr);
	tree_remove(&set->by_size, &e->size_node, order_size);
	set->size -= e->size;
}

static void
put_back(struct extent_set *set, struct extent *e, uintptr_t addr, size_t size)
{

	e->addr = addr;
	e->size = size;
	if (size != 0)
		link_in(set, e);
	else
		base_dalloc(e, sizeof(*e));
}

static struct extent *
best_fit(struct extent_set *set, size_t size, size_t align)
{
	struct extent key = { .addr = 0, .size = size }, *e;
	struct tnode *n;

	for (n = tree_search(&set->by_size, &key.size_node, false, order_size);
	    n != NULL;
	    n = tree_search(&set->by_size, n, true, order_size)) {
		e = tree_entry(n, struct extent, size_node);
		if (ALIGN_UP(e->addr, align) - e->addr <= e->size - size)
			return (e);
	}
	return (NULL);
}

void *
extent_take(struct extent_set *set, size_t size, size_t align)
{
	struct extent *e, *tail;
	uintptr_t addr, end;

	e = best_fit(set, size, align);
	if (e == NULL)
		return (NULL);
	addr = ALIGN_UP(e->addr, align);
	end = e->addr + e->size;
	tail = NULL;
	if (addr != e->addr && addr + size != end) {
		tail = base_alloc(sizeof(*tail));
		if (tail == NULL)
			return (NULL);
	}
	unlink_out(set, e);
	if (addr == e->addr) {
		put_back(set, e, addr + size, end - addr - size);
	} else {
		put_back(set, e, e->addr, addr - e->addr);
		if (tail != NULL)
			put_back(set, tail, addr + size, end - addr - size);
	}
	return ((void *)addr);
}

void *
extent_take_any(struct extent_set *set, size_t *size)
{
	struct extent *e;
	struct tnode *n;
	void *addr;

	n = tree_last(&set->by_size);
	if (n == NULL)
		return (NULL);
	e = tree_entry(n, struct extent, size_node);
	unlink_out(set, e);
	addr = (void *)e->addr;
	*size = e->size;
	base_dalloc(e, sizeof(*e));
	return (addr);
}

bool
extent_give(struct extent_set *set, void *p, size_t size)
{
	struct extent key = { .addr = (uintptr_t)p }, *e, *next, *prev;
	struct tnode *n;

	n = tree_search(&set->by_addr, &key.addr_node, false, order_addr);
	next = n == NULL ? NULL : tree_entry(n, struct extent, addr_node);
	if (next != NULL && next->addr != key.addr + size)
		next = NULL;
	/* The one before: the set is small, so look for who ends here. */
	prev = NULL;
	for (n = set->by_addr.root; n != NULL;) {
		e = tree_entry(n, struct extent, addr_node);
		if (e->addr < key.addr)
			prev = e;
		n = n->child[e->addr < key.addr];
	}
	if (prev != NULL && prev->addr + prev->size != key.addr)
		prev = NULL;
	if (prev != NULL) {
		unlink_out(set, prev);
		key.addr = prev->addr;
		size += prev->size;
	}
	if (next != NULL) {
		unlink_out(set, next);
		size += next->size;
	}
	e = prev != NULL ? prev : next;
	if (e == NULL && (e = base_alloc(sizeof(*e))) == NULL)
		return (false);
	if (prev != NULL && next != NULL)
		base_dalloc(next, sizeof(*next));
	put_back(set, e, key.addr, size);
	return (true);
}
