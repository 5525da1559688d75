/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A program that uses nothing: what its libc does not need is not linked in,
 * and it must not be called.  More TLS than the start code has room for.
 */

static __thread volatile char big[100000] = "x";

int
main(void)
{
	return (big[0] == 'x' && big[99999] == 0 ? 0 : 1);
}
