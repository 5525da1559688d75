/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* explicit_bzero: zero memory that is about to go out of use. */
#include <string.h>
#include <strings.h>

void
explicit_bzero(void *p, size_t n)
{

	memset(p, 0, n);
	/* The bytes count as read here, so the store cannot be dropped. */
	__asm__ volatile("" : : "r"(p) : "memory");
}
