/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What a CPU wants to hear inside a spin loop. */

#ifndef _CPU_PAUSE_H_
#define	_CPU_PAUSE_H_

static inline void
cpu_pause(void)
{

	__asm__ __volatile__("pause" ::: "memory");
}

#endif /* !_CPU_PAUSE_H_ */
