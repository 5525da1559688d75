/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * atexit (ISO C 7.22.4.2); __cxa_atexit, __cxa_finalize (Itanium C++ ABI).
 */

#include <stdlib.h>

#include "exit_private.h"

int	__cxa_atexit(void (*)(void *), void *, void *);
void	__cxa_finalize(void *);

struct exit_list __atexit_list;

int
__cxa_atexit(void (*func)(void *), void *arg, void *dso)
{
	struct exit_func f = { func, arg, dso, 0 };

	return (__exit_list_add(&__atexit_list, &f));
}

int
atexit(void (*func)(void))
{
	struct exit_func f = { (void (*)(void *))(void *)func, NULL, NULL, 1 };

	return (__exit_list_add(&__atexit_list, &f));
}

void
__cxa_finalize(void *dso)
{
	__exit_list_run(&__atexit_list, dso);
}
