/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The environment: environ may be changed by the program behind our back,
 * so nothing about its length or its strings is remembered.
 */

#ifndef _ENV_PRIVATE_H_
#define	_ENV_PRIVATE_H_

#include <stddef.h>

#include "libc_private.h"

extern int __env_lock __weak __hidden;

/* The entry of a name of len bytes, or NULL; __env_lock is held. */
char	**__env_find(const char *name, size_t len) __hidden;

#endif /* !_ENV_PRIVATE_H_ */
