/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The lists behind atexit, __cxa_atexit and at_quick_exit.
 */

#include <stdlib.h>

#include "exit_private.h"

int
__exit_list_add(struct exit_list *list, const struct exit_func *f)
{
	struct exit_block *block, *spare;

	spare = NULL;
	__libc_lock(&list->lock);
	for (;;) {
		block = list->head != NULL ? list->head : &list->first;
		if (block->n < EXIT_BLOCK)
			break;
		if (spare != NULL) {
			spare->next = block;
			list->head = block = spare;
			spare = NULL;
			break;
		}
		/* The allocator may itself register something. */
		__libc_unlock(&list->lock);
		spare = calloc(1, sizeof(*spare));
		if (spare == NULL)
			return (-1);
		__libc_lock(&list->lock);
	}
	block->func[block->n++] = *f;
	__libc_unlock(&list->lock);
	free(spare);
	return (0);
}

/* Take the last function that dso registered; 0 if there is none. */
static int
take_last(struct exit_list *list, const void *dso, struct exit_func *f)
{
	struct exit_block *block;
	size_t i;

	block = list->head != NULL ? list->head : &list->first;
	for (; block != NULL; block = block->next)
		for (i = block->n; i > 0; i--) {
			*f = block->func[i - 1];
			if (f->func == NULL || (dso != NULL && f->dso != dso))
				continue;
			block->func[i - 1].func = NULL;
			if (dso == NULL)
				block->n = i - 1;
			return (1);
		}
	return (0);
}

void
__exit_list_run(struct exit_list *list, const void *dso)
{
	struct exit_func f;
	int found;

	for (;;) {
		__libc_lock(&list->lock);
		found = take_last(list, dso, &f);
		__libc_unlock(&list->lock);
		if (!found)
			return;
		if (f.plain)
			((void (*)(void))(void *)f.func)();
		else
			f.func(f.arg);
	}
}
