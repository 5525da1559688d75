/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 4: the diagnosis of pointers that cannot be freed.  Reached only when
 * something is already known to be wrong: takes no lock, never returns.
 */

#ifndef _MISUSE_H_
#define	_MISUSE_H_

/*
 * A pointer that a public function (its name is caller) was given: says what
 * it is, if anything, and aborts.
 */
_Noreturn void misuse_pointer(const void *, const char *caller);


#endif /* !_MISUSE_H_ */
