/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * at_quick_exit, quick_exit: ISO C 7.22.4.3, 7.22.4.7.
 */

#include <stdlib.h>

#include "exit_private.h"

struct exit_list __quick_exit_list;

int
at_quick_exit(void (*func)(void))
{
	struct exit_func f = { (void (*)(void *))(void *)func, NULL, NULL, 1 };

	return (__exit_list_add(&__quick_exit_list, &f));
}

void
quick_exit(int status)
{
	__exit_list_run(&__quick_exit_list, NULL);
	__sys_exit(status);
}
