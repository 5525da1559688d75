/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 3: chunks from files that a program names (mallctl swap.fds), mapped
 * shared and one after the other: they are preferred to any other source.
 * A forked child shares this memory with its parent.
 */

#ifndef _CHUNK_SWAP_H_
#define	_CHUNK_SWAP_H_

#include "malloc_config.h"

/*
 * Map the files, cut to whole pages, once in the life of a process.  0, or an
 * errno value: EPERM if that was done already; EFAULT if a file cannot be
 * mapped, is there twice, or all together hold no chunk.
 */
int	 swap_enable(const int *fds, size_t nfds);

bool	 swap_enabled(void);

/* The files hold nothing but zeroes; to be set before they are mapped. */
bool	 swap_prezeroed(void);
void	 swap_set_prezeroed(bool);

size_t	 swap_nfds(void);
size_t	 swap_fds_read(int *fds, size_t max);	/* how many were copied */
size_t	 swap_avail(void);			/* bytes in no chunk */

bool	 swap_owns(const void *);

#endif /* !_CHUNK_SWAP_H_ */
