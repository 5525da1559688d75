/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * There is no memory at the first call; once there is, everything works.
 */
#include "malloc_test.h"

static void *p[3];
static int error[3];

static void
before_constructors(void)
{
	size_t i;

	MUST(limit_address_space(0) == 0, "errno %d", errno);
	for (i = 0; i < NELEM(p); i++) {
		errno = 0;
		p[i] = opaque(malloc((size_t)1 << 12 * i));
		error[i] = errno;
	}
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
}

__attribute__((section(".preinit_array"), used))
static void (*const preinit)(void) = before_constructors;

int
main(void)
{
	size_t i, n;

	for (i = 0; i < NELEM(p); i++) {
		MUST(p[i] != NULL || error[i] == ENOMEM, "errno %d",
		    error[i]);
		free(p[i]);
	}
	MUST(p[2] == NULL, "16 MiB where there is no memory");
	for (n = 1; n <= 16 * MIB; n *= 4) {
		p[0] = opaque(calloc(1, n));
		MUST(p[0] != NULL, "calloc(1, %zu)", n);
		free(p[0]);
	}
	return 0;
}
