/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Prototypes of the doors, in their own right: no header of any host is
 * needed to build them.
 */

#ifndef _MALLOC_PUBLIC_H_
#define	_MALLOC_PUBLIC_H_

#include <stddef.h>

#include "malloc_config.h"

/* As in the public header. */
#define	JEMALLOC_VERSION						\
	"2.2.1-0-g0000000000000000000000000000000000000000"

void	*malloc(size_t);
void	*calloc(size_t, size_t);
void	*realloc(void *, size_t);
void	 free(void *);
int	 posix_memalign(void **, size_t, size_t);
void	*aligned_alloc(size_t, size_t);
void	*memalign(size_t, size_t);
void	*valloc(size_t);
void	*pvalloc(size_t);
size_t	 malloc_usable_size(const void *);
void	 free_sized(void *, size_t);
void	 free_aligned_sized(void *, size_t, size_t);

void	*reallocarray(void *, size_t, size_t);
void	*reallocf(void *, size_t);
void	*recallocarray(void *, size_t, size_t, size_t);
void	 freezero(void *, size_t);
int	 reallocarr(void *, size_t, size_t);
size_t	 malloc_size(const void *);
size_t	 malloc_good_size(size_t);

int	 mallctl(const char *, void *, size_t *, void *, size_t);
int	 mallctlnametomib(const char *, size_t *, size_t *);
int	 mallctlbymib(const size_t *, size_t, void *, size_t *, void *, size_t);
void	 malloc_stats_print(
	    void (*)(void *, const char *), void *, const char *);

int	 allocm(void **, size_t *, size_t, int);
int	 rallocm(void **, size_t *, size_t, size_t, int);
int	 sallocm(const void *, size_t *, int);
int	 dallocm(void *, int);

void	*mallocx(size_t, int);
void	*rallocx(void *, size_t, int);
size_t	 xallocx(void *, size_t, size_t, int);
size_t	 sallocx(const void *, int);
void	 dallocx(void *, int);
void	 sdallocx(void *, size_t, int);
size_t	 nallocx(size_t, int);

#endif /* !_MALLOC_PUBLIC_H_ */
