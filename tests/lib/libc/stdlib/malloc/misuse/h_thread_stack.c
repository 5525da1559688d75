/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Gives the address of a variable on the stack of a thread.  Argument:
 * function.
 */
#include "misuse.h"

static const char *function;

static void *
fault(void *arg)
{
	_Alignas(4096) char variable[4096];

	object(sizeof(variable));
	memset(variable, 0, sizeof(variable));
	expect_foreign(function, variable);
	call(function, variable);
	return arg;
}

int
main(int argc, char *argv[])
{
	pthread_t t;

	function = function_argument(argc, argv);
	MUST(pthread_create(&t, NULL, fault, NULL) == 0, "thread");
	MUST(pthread_join(t, NULL) == 0, "thread");
	return 0;
}
