/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * exit: ISO C 7.22.4.4.  _exit, _Exit: POSIX, ISO C 7.22.4.5.
 */

#include <stdlib.h>
#include <unistd.h>

#include "exit_private.h"
#include "pthread_private.h"

typedef void (*fini_func)(void);

extern fini_func __fini_array_start[] __weak __hidden;
extern fini_func __fini_array_end[] __weak __hidden;

void
__sys_exit(int status)
{
	(void)__syscall1(__NR_exit_group, status);
	__builtin_trap();
}
__weak_reference(__sys_exit, _exit);
__weak_reference(__sys_exit, _Exit);

void
exit(int status)
{
	static struct pthread *exiting;
	static size_t fini_done;
	struct pthread *none;
	size_t n;

	/*
	 * One thread ends the program.  A second one must not return, nor
	 * run handlers beside the first: it waits for the end.  A handler
	 * that calls exit goes on with the handlers that are left.
	 */
	none = NULL;
	if (!__atomic_compare_exchange_n(&exiting, &none, __thread_self(), 0,
	    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) && none != __thread_self())
		for (;;)
			(void)__syscall0(__NR_pause);
	if (__exit_list_run != NULL && &__atexit_list != NULL)
		__exit_list_run(&__atexit_list, NULL);
	n = (size_t)(__fini_array_end - __fini_array_start);
	while (fini_done < n)
		__fini_array_start[n - ++fini_done]();
	if (__stdio_cleanup != NULL)
		__stdio_cleanup();
	if (_malloc_exit != NULL)
		_malloc_exit();
	__sys_exit(status);
}
