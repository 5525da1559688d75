/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Thread creation under both interfaces, POSIX's and that of ISO C.
 */

#ifndef _PTHREAD_CREATE_H_
#define	_PTHREAD_CREATE_H_

#include "pthread_private.h"

/* One of start and start_c11 is NULL.  Returns 0 or EAGAIN. */
int	__thread_create(struct pthread **thread, const pthread_attr_t *attr,
	    void *(*start)(void *), int (*start_c11)(void *), void *arg)
	    __hidden;

#endif /* !_PTHREAD_CREATE_H_ */
