/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * General functions (ISO C), and what POSIX and the BSDs add to them.  A
 * failure is NULL or -1 with errno unless a comment says otherwise.
 */
#ifndef _STDLIB_H_
#define	_STDLIB_H_

#include <sys/cdefs.h>

#define	__need_NULL
#define	__need_size_t
#define	__need_wchar_t
#include <stddef.h>
#include <alloca.h>

#define	EXIT_FAILURE	1
#define	EXIT_SUCCESS	0
#define	RAND_MAX	2147483647
#define	MB_CUR_MAX	((size_t)1)

typedef struct {
	int		quot;
	int		rem;
} div_t;

typedef struct {
	long		quot;
	long		rem;
} ldiv_t;

typedef struct {
	long long	quot;
	long long	rem;
} lldiv_t;

__BEGIN_DECLS
/* ISO C: memory.  ENOMEM; aligned_alloc: EINVAL if not a power of two. */
void	*aligned_alloc(size_t, size_t) __malloc_like __alloc_align(1)
	    __alloc_size(2);
void	*calloc(size_t, size_t) __malloc_like __alloc_size2(1, 2);
void	 free(void *);
void	*malloc(size_t) __malloc_like __alloc_size(1);
void	*realloc(void *, size_t) __alloc_size(2);

/* C23: free what was allocated with this size, and alignment. */
void	 free_aligned_sized(void *, size_t, size_t);
void	 free_sized(void *, size_t);

/* POSIX 2024: realloc of number times size bytes.  ENOMEM. */
void	*reallocarray(void *, size_t, size_t) __alloc_size2(2, 3);

/* ISO C: the end of the program, its environment. */
void	 _Exit(int) __dead2;
void	 abort(void) __dead2;
int	 at_quick_exit(void (*)(void));
int	 atexit(void (*)(void));
void	 exit(int) __dead2;
char	*getenv(const char *);
void	 quick_exit(int) __dead2;
int	 system(const char *);

/*
 * ISO C: texts to numbers.  Base 0 reads the prefix: 0x is 16, 0 is 8.  A
 * value out of range becomes the nearest limit and ERANGE; a base other than
 * 0 and 2 to 36 is 0 and EINVAL.
 */
int	 atoi(const char *);
long	 atol(const char *);
long long
	 atoll(const char *);
long	 strtol(const char *__restrict, char **__restrict, int);
long long
	 strtoll(const char *__restrict, char **__restrict, int);
unsigned long
	 strtoul(const char *__restrict, char **__restrict, int);
unsigned long long
	 strtoull(const char *__restrict, char **__restrict, int);

/* ISO C: integers. */
int	 abs(int);
div_t	 div(int, int);
long	 labs(long);
ldiv_t	 ldiv(long, long);
long long
	 llabs(long long);
lldiv_t	 lldiv(long long, long long);

/* ISO C: order.  qsort needs no memory and O(n log n) comparisons. */
void	*bsearch(const void *, const void *, size_t, size_t,
	    int (*)(const void *, const void *));
void	 qsort(void *, size_t, size_t, int (*)(const void *, const void *));

/* ISO C: a sequence that is not fit for secrets. */
int	 rand(void);
void	 srand(unsigned int);

/* ISO C: characters of the C locale, one byte each; EILSEQ above 255. */
int	 mblen(const char *, size_t);
size_t	 mbstowcs(wchar_t *__restrict, const char *__restrict, size_t);
int	 mbtowc(wchar_t *__restrict, const char *__restrict, size_t);
size_t	 wcstombs(char *__restrict, const wchar_t *__restrict, size_t);
int	 wctomb(char *, wchar_t);

/*
 * POSIX.  The name ends in XXXXXX, which is replaced; EINVAL if it does not,
 * else the errors of open or mkdir.
 */
char	*mkdtemp(char *);
int	 mkostemp(char *, int);
int	 mkstemp(char *);

/* POSIX.  posix_memalign returns EINVAL or ENOMEM, errno stays. */
int	 posix_memalign(void **, size_t, size_t);
void	 qsort_r(void *, size_t, size_t,
	    int (*)(const void *, const void *, void *), void *);
int	 rand_r(unsigned int *);
long	 random(void);
void	 srandom(unsigned int);

/* POSIX.  setenv, unsetenv: EINVAL for "" or a name with '='; ENOMEM. */
int	 putenv(char *);
char	*secure_getenv(const char *);
int	 setenv(const char *, const char *, int);
int	 unsetenv(const char *);

/* Others, found in BSD or GNU systems. */
int	 clearenv(void);
int	 mkostemps(char *, int, int);
int	 mkstemps(char *, int);
void	*valloc(size_t) __malloc_like __alloc_size(1);
__END_DECLS

#endif /* !_STDLIB_H_ */
