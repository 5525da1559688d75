/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* A library that does nothing: what preloading as such costs. */

int bench_empty(void);

int
bench_empty(void)
{

	return (0);
}
