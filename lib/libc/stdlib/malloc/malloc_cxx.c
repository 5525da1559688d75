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

#include <unwind.h>

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

/* To catch what a new handler throws. */
void	*__cxa_begin_catch(void *) __attribute__((__weak__));
void	 __cxa_end_catch(void) __attribute__((__weak__));
void	 _Unwind_SetGR(struct _Unwind_Context *, int, _Unwind_Word)
    __attribute__((__weak__));
void	 _Unwind_SetIP(struct _Unwind_Context *, _Unwind_Ptr)
    __attribute__((__weak__));

#define	CXX_LIBRARY	"libstdc++.so.6"

/* A function, in the program or in the library that it loaded later. */
#define	CXX_FUNCTION(f, name)						\
	((f) != NULL ? (f) : (__typeof__(&*(f)))port_symbol(CXX_LIBRARY, name))

static handler *
new_handler(void)
{
	get_handler *get;

	get = CXX_FUNCTION(cxx_get_new_handler, "_ZSt15get_new_handlerv");
	return (get != NULL ? get() : NULL);
}

static _Noreturn void
throw_bad_alloc(void)
{
	handler *throw;

	throw = CXX_FUNCTION(cxx_throw_bad_alloc, "_ZSt17__throw_bad_allocv");
	if (throw != NULL)
		throw();
	print_fatal("Error in operator new(): out of memory");
}

/*
 * Calling a new handler that may throw, from a form that must not: C cannot
 * catch.  The frame of the caller has a personality of its own, which stops
 * every exception there, and has it go on at the landing, with the exception
 * in the first register of those that the ABI has for it.  Threads that are
 * cancelled pass.
 */
bool	cxx_call(handler *);
extern const char cxx_landing[];

__asm__(
"	.pushsection .text\n"
"	.type	__malloc_cxx_call, @function\n"
"	.hidden	__malloc_cxx_call\n"
"	.globl	__malloc_cxx_call\n"
"__malloc_cxx_call:\n"
"	.cfi_startproc\n"
"	.cfi_personality 0x1b, __malloc_cxx_personality\n"
"	subq	$8, %rsp\n"
"	.cfi_adjust_cfa_offset 8\n"
"	callq	*%rdi\n"
"	movl	$1, %eax\n"
"1:	addq	$8, %rsp\n"
"	.cfi_remember_state\n"
"	.cfi_adjust_cfa_offset -8\n"
"	retq\n"
"	.cfi_restore_state\n"
"	.hidden	__malloc_cxx_landing\n"
"	.globl	__malloc_cxx_landing\n"
"__malloc_cxx_landing:\n"
"	movq	%rax, %rdi\n"
"	callq	__malloc_cxx_caught\n"
"	xorl	%eax, %eax\n"
"	jmp	1b\n"
"	.cfi_endproc\n"
"	.size	__malloc_cxx_call, . - __malloc_cxx_call\n"
"	.popsection\n");

_Unwind_Reason_Code cxx_personality(int, _Unwind_Action,
    _Unwind_Exception_Class, struct _Unwind_Exception *,
    struct _Unwind_Context *);

_Unwind_Reason_Code
cxx_personality(int version, _Unwind_Action actions,
    _Unwind_Exception_Class class, struct _Unwind_Exception *exception,
    struct _Unwind_Context *context)
{
	__typeof__(&_Unwind_SetGR) set_register;
	__typeof__(&_Unwind_SetIP) set_address;

	(void)version;
	(void)class;
	set_register = CXX_FUNCTION(_Unwind_SetGR, "_Unwind_SetGR");
	set_address = CXX_FUNCTION(_Unwind_SetIP, "_Unwind_SetIP");
	if (set_register == NULL || set_address == NULL ||
	    (actions & _UA_FORCE_UNWIND) != 0)
		return (_URC_CONTINUE_UNWIND);
	if ((actions & _UA_SEARCH_PHASE) != 0)
		return (_URC_HANDLER_FOUND);
	set_register(context, __builtin_eh_return_data_regno(0),
	    (_Unwind_Word)exception);
	set_address(context, (_Unwind_Ptr)cxx_landing);
	return (_URC_INSTALL_CONTEXT);
}

void	cxx_caught(struct _Unwind_Exception *);

/* The exception is of the C++ library, which disposes of it. */
void
cxx_caught(struct _Unwind_Exception *exception)
{
	__typeof__(&__cxa_begin_catch) begin;
	__typeof__(&__cxa_end_catch) end;

	begin = CXX_FUNCTION(__cxa_begin_catch, "__cxa_begin_catch");
	end = CXX_FUNCTION(__cxa_end_catch, "__cxa_end_catch");
	if (begin != NULL && end != NULL) {
		(void)begin(exception);
		end();
	}
}

struct nothrow;

#define	CXX(type, function, parameters, symbol)				\
	type function parameters __asm__(symbol);			\
	PUBLIC type function parameters

/*
 * Until there is memory, or nobody left to find some.  Size 0 has an object
 * too, under any options.
 */
static noinline void *
retry(size_t align, size_t size, bool throws)
{
	handler *retry_after;
	void *p;

	if (size == 0)
		size = 1;
	for (;;) {
		p = align == 0 ? malloc(size) : memalign(align, size);
		if (p != NULL)
			return (p);
		retry_after = new_handler();
		if (retry_after == NULL)
			break;
		if (throws)
			retry_after();
		else if (!cxx_call(retry_after))
			return (NULL);
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
