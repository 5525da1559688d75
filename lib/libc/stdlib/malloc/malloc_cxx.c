/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The C++ operators, for the overlay: a program may be linked with a library
 * that defines them over a heap of its own, and no pointer of one heap may
 * reach the other.  The names are those of the C++ ABI for x86-64; on
 * failure the new handler is called as the standard says, and bad_alloc is
 * thrown by the C++ library itself.
 */

#include "alloc.h"
#include "fast.h"
#include "malloc_print.h"
#include "malloc_public.h"
#include "port.h"

typedef void handler(void);
typedef handler *get_handler(void);

/* Of the C++ library; null in a program that has none, or not yet. */
handler	*cxx_get_new_handler(void)
    __asm__("_ZSt15get_new_handlerv") __attribute__((__weak__));
void	cxx_throw_bad_alloc(void)
    __asm__("_ZSt17__throw_bad_allocv") __attribute__((__weak__));

#define	CXX_LIBRARY	"libstdc++.so.6"

static handler *
new_handler(void)
{
	get_handler *get;

	get = cxx_get_new_handler != NULL ? cxx_get_new_handler :
	    (get_handler *)port_symbol(CXX_LIBRARY, "_ZSt15get_new_handlerv");
	return (get != NULL ? get() : NULL);
}

static _Noreturn void
throw_bad_alloc(void)
{
	handler *throw;

	throw = cxx_throw_bad_alloc != NULL ? cxx_throw_bad_alloc :
	    (handler *)port_symbol(CXX_LIBRARY, "_ZSt17__throw_bad_allocv");
	if (throw != NULL)
		throw();
	print_fatal("Error in operator new(): out of memory");
}

struct nothrow;

#define	CXX(type, function, parameters, symbol)				\
	type function parameters __asm__(symbol);			\
	PUBLIC type function parameters

/* Until there is memory, or nobody left to find some. */
static noinline void *
retry(size_t align, size_t size, bool throws)
{
	handler *retry_after;
	void *p;

	for (;;) {
		p = align == 0 ? malloc(size) : memalign(align, size);
		if (p != NULL)
			return (p);
		retry_after = new_handler();
		if (retry_after == NULL)
			break;
		retry_after();
	}
	if (throws)
		throw_bad_alloc();
	return (NULL);
}

static inline __attribute__((__always_inline__)) void *
new_object(size_t size, bool throws)
{
	void *p;

	p = fast_malloc(size);
	return (likely(p != NULL) ? p : retry(0, size, throws));
}

CXX(void *, cxx_new, (size_t size), "_Znwm")
{

	return (new_object(size, true));
}

CXX(void *, cxx_new_array, (size_t size), "_Znam")
{

	return (new_object(size, true));
}

CXX(void *, cxx_new_nothrow, (size_t size, const struct nothrow *t),
    "_ZnwmRKSt9nothrow_t")
{

	(void)t;
	return (new_object(size, false));
}

CXX(void *, cxx_new_array_nothrow, (size_t size, const struct nothrow *t),
    "_ZnamRKSt9nothrow_t")
{

	(void)t;
	return (new_object(size, false));
}

CXX(void *, cxx_new_aligned, (size_t size, size_t align),
    "_ZnwmSt11align_val_t")
{

	return (retry(align, size, true));
}

CXX(void *, cxx_new_array_aligned, (size_t size, size_t align),
    "_ZnamSt11align_val_t")
{

	return (retry(align, size, true));
}

CXX(void *, cxx_new_aligned_nothrow,
    (size_t size, size_t align, const struct nothrow *t),
    "_ZnwmSt11align_val_tRKSt9nothrow_t")
{

	(void)t;
	return (retry(align, size, false));
}

CXX(void *, cxx_new_array_aligned_nothrow,
    (size_t size, size_t align, const struct nothrow *t),
    "_ZnamSt11align_val_tRKSt9nothrow_t")
{

	(void)t;
	return (retry(align, size, false));
}

CXX(void, cxx_delete, (void *p), "_ZdlPv")
{

	free(p);
}

CXX(void, cxx_delete_array, (void *p), "_ZdaPv")
{

	free(p);
}

CXX(void, cxx_delete_nothrow, (void *p, const struct nothrow *t),
    "_ZdlPvRKSt9nothrow_t")
{

	(void)t;
	free(p);
}

CXX(void, cxx_delete_array_nothrow, (void *p, const struct nothrow *t),
    "_ZdaPvRKSt9nothrow_t")
{

	(void)t;
	free(p);
}

static inline __attribute__((__always_inline__)) void
delete_sized(void *p, size_t size, size_t align)
{

	if (p == NULL)
		return;
	if (unlikely(!fast_is_size(p, size, align)))
		alloc_check_size(p, size == 0 ? 1 : size, align,
		    "operator delete");
	free(p);
}

CXX(void, cxx_delete_size, (void *p, size_t size), "_ZdlPvm")
{

	delete_sized(p, size, 1);
}

CXX(void, cxx_delete_array_size, (void *p, size_t size), "_ZdaPvm")
{

	delete_sized(p, size, 1);
}

CXX(void, cxx_delete_aligned, (void *p, size_t align),
    "_ZdlPvSt11align_val_t")
{

	(void)align;
	free(p);
}

CXX(void, cxx_delete_array_aligned, (void *p, size_t align),
    "_ZdaPvSt11align_val_t")
{

	(void)align;
	free(p);
}

CXX(void, cxx_delete_size_aligned, (void *p, size_t size, size_t align),
    "_ZdlPvmSt11align_val_t")
{

	delete_sized(p, size, align);
}

CXX(void, cxx_delete_array_size_aligned, (void *p, size_t size, size_t align),
    "_ZdaPvmSt11align_val_t")
{

	delete_sized(p, size, align);
}

CXX(void, cxx_delete_aligned_nothrow,
    (void *p, size_t align, const struct nothrow *t),
    "_ZdlPvSt11align_val_tRKSt9nothrow_t")
{

	(void)align;
	(void)t;
	free(p);
}

CXX(void, cxx_delete_array_aligned_nothrow,
    (void *p, size_t align, const struct nothrow *t),
    "_ZdaPvSt11align_val_tRKSt9nothrow_t")
{

	(void)align;
	(void)t;
	free(p);
}
