/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Lists of functions to call at the end of a program.
 */

#ifndef _EXIT_PRIVATE_H_
#define	_EXIT_PRIVATE_H_

#include <stddef.h>

#include "libc_private.h"

#define	EXIT_BLOCK	32	/* ISO C: at least 32 can be registered */

struct exit_func {
	void	(*func)(void *);	/* NULL: called or finalized */
	void	*arg;
	void	*dso;			/* object it came from, NULL: program */
	int	plain;			/* func takes no argument */
};

struct exit_block {
	struct exit_block	*next;	/* older */
	size_t			n;
	struct exit_func	func[EXIT_BLOCK];
};

struct exit_list {
	int			lock;	/* not held during a call */
	struct exit_block	*head;	/* NULL: only first, if any */
	struct exit_block	first;
};

extern struct exit_list __atexit_list __weak __hidden;
extern struct exit_list __quick_exit_list __weak __hidden;

/* Add at the end; 0 or -1 when there is no memory. */
int	__exit_list_add(struct exit_list *list, const struct exit_func *f)
	    __hidden;
/*
 * Call and forget what the object dso registered (everything if dso is
 * NULL), last first, with what gets registered meanwhile.
 */
void	__exit_list_run(struct exit_list *list, const void *dso)
	    __weak __hidden;

#endif /* !_EXIT_PRIVATE_H_ */
