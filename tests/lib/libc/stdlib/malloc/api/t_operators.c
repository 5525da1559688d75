/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The C++ operators of the overlay, called from C by the names that the C++
 * ABI gives them.  This program stands in for the C++ library too: it has a
 * new handler, and what is thrown it catches with longjmp.
 */
#include <setjmp.h>

#include "malloc_dies.h"
#include "malloc_doors.h"

typedef void handler(void);

void *new_1(size_t) __asm__("_Znwm");
void *new_array(size_t) __asm__("_Znam");
void *new_nothrow(size_t, const void *) __asm__("_ZnwmRKSt9nothrow_t");
void *new_array_nothrow(size_t, const void *) __asm__("_ZnamRKSt9nothrow_t");
void *new_aligned(size_t, size_t) __asm__("_ZnwmSt11align_val_t");
void *new_array_aligned(size_t, size_t) __asm__("_ZnamSt11align_val_t");
void *new_aligned_nothrow(size_t, size_t, const void *)
    __asm__("_ZnwmSt11align_val_tRKSt9nothrow_t");
void *new_array_aligned_nothrow(size_t, size_t, const void *)
    __asm__("_ZnamSt11align_val_tRKSt9nothrow_t");
void delete_1(void *) __asm__("_ZdlPv");
void delete_array(void *) __asm__("_ZdaPv");
void delete_nothrow(void *, const void *) __asm__("_ZdlPvRKSt9nothrow_t");
void delete_array_nothrow(void *, const void *)
    __asm__("_ZdaPvRKSt9nothrow_t");
void delete_size(void *, size_t) __asm__("_ZdlPvm");
void delete_array_size(void *, size_t) __asm__("_ZdaPvm");
void delete_aligned(void *, size_t) __asm__("_ZdlPvSt11align_val_t");
void delete_array_aligned(void *, size_t) __asm__("_ZdaPvSt11align_val_t");
void delete_size_aligned(void *, size_t, size_t)
    __asm__("_ZdlPvmSt11align_val_t");
void delete_array_size_aligned(void *, size_t, size_t)
    __asm__("_ZdaPvmSt11align_val_t");
void delete_aligned_nothrow(void *, size_t, const void *)
    __asm__("_ZdlPvSt11align_val_tRKSt9nothrow_t");
void delete_array_aligned_nothrow(void *, size_t, const void *)
    __asm__("_ZdaPvSt11align_val_tRKSt9nothrow_t");

handler *get_new_handler(void) __asm__("_ZSt15get_new_handlerv");
_Noreturn void throw_bad_alloc(void) __asm__("_ZSt17__throw_bad_allocv");

#define NEWS		8
#define DELETES		12
#define ALIGNED_NEW(k)	((k) >= 4)

static const char nothrow;
static handler *new_handler;
static unsigned handled;
static void *made;
static jmp_buf thrown;

handler *
get_new_handler(void)
{
	return new_handler;
}

void
throw_bad_alloc(void)
{
	longjmp(thrown, 1);
}

/* The even ones throw, and from 4 on an alignment is told. */
static void *
make(unsigned kind, size_t n, size_t align)
{
	switch (kind) {
	case 0:
		return opaque(new_1(n));
	case 1:
		return opaque(new_nothrow(n, &nothrow));
	case 2:
		return opaque(new_array(n));
	case 3:
		return opaque(new_array_nothrow(n, &nothrow));
	case 4:
		return opaque(new_aligned(n, align));
	case 5:
		return opaque(new_aligned_nothrow(n, align, &nothrow));
	case 6:
		return opaque(new_array_aligned(n, align));
	default:
		return opaque(new_array_aligned_nothrow(n, align, &nothrow));
	}
}

/* Those that are told an alignment, or how it was, follow the others. */
static void
drop(unsigned kind, void *p, size_t n, size_t align)
{
	switch (kind) {
	case 0:
		delete_1(p);
		break;
	case 1:
		delete_array(p);
		break;
	case 2:
		delete_nothrow(p, &nothrow);
		break;
	case 3:
		delete_array_nothrow(p, &nothrow);
		break;
	case 4:
		delete_size(p, n);
		break;
	case 5:
		delete_array_size(p, n);
		break;
	case 6:
		delete_aligned(p, align);
		break;
	case 7:
		delete_array_aligned(p, align);
		break;
	case 8:
		delete_aligned_nothrow(p, align, &nothrow);
		break;
	case 9:
		delete_array_aligned_nothrow(p, align, &nothrow);
		break;
	case 10:
		delete_size_aligned(p, n, align);
		break;
	default:
		delete_array_size_aligned(p, n, align);
		break;
	}
}

ATF_TC_WITHOUT_HEAD(every_new_with_every_delete);
ATF_TC_BODY(every_new_with_every_delete, tc)
{
	static const size_t sizes[] = {
		0, 1, 8, 24, 100, 256, 1000, 4096, 20000, 300000, 5 * MIB
	};
	static const size_t aligns[] = { 16, 64, 256, 4096, 65536 };
	unsigned i, j, k, m;
	size_t n, align;
	void *p;

	for (k = 0; k < NEWS; k++)
		for (m = 0; m < DELETES; m++) {
			if (m >= 4 && (m >= 6) != ALIGNED_NEW(k))
				continue;
			for (i = 0; i < NELEM(sizes); i++)
				for (j = 0; j < NELEM(aligns); j++) {
					n = sizes[i];
					align = ALIGNED_NEW(k) ? aligns[j] :
					    alignment_of(n);
					p = make(k, n, align);
					REQUIRE(p != NULL &&
					    is_aligned(p, align) &&
					    malloc_usable_size(p) >= n,
					    "new %u of %zu, %zu: %p", k, n,
					    align, p);
					memset(p, 0x5c, n);
					drop(m, p, n, align);
				}
		}
}

ATF_TC_WITHOUT_HEAD(delete_of_a_null_pointer);
ATF_TC_BODY(delete_of_a_null_pointer, tc)
{
	unsigned m;

	errno = 1789;
	for (m = 0; m < DELETES; m++)
		drop(m, NULL, 100, 64);
	REQUIRE(errno == 1789, "errno %d", errno);
}

/* It gives up at its third call. */
static void
give_up(void)
{
	if (++handled == 3)
		new_handler = NULL;
}

/* Whether it throws, else made is what it returns. */
static bool
throws(unsigned kind, size_t n)
{
	if (setjmp(thrown) != 0)
		return true;
	made = make(kind, n, 64);
	return false;
}

ATF_TC_WITHOUT_HEAD(new_without_memory_asks_the_handler_and_throws);
ATF_TC_BODY(new_without_memory_asks_the_handler_and_throws, tc)
{
	unsigned k;

	for (k = 0; k < NEWS; k += 2) {
		new_handler = give_up;
		handled = 0;
		REQUIRE(throws(k, opaque_size(TOO_LARGE)),
		    "new %u has returned %p", k, made);
		REQUIRE(handled == 3, "new %u: %u calls", k, handled);
	}
}

ATF_TC_WITHOUT_HEAD(nothrow_new_without_memory_returns_null);
ATF_TC_BODY(nothrow_new_without_memory_returns_null, tc)
{
	unsigned k;

	for (k = 1; k < NEWS; k += 2) {
		new_handler = give_up;
		handled = 0;
		REQUIRE(!throws(k, opaque_size(TOO_LARGE)),
		    "new %u has thrown", k);
		REQUIRE(made == NULL, "new %u: %p", k, made);
		REQUIRE(handled == 3, "new %u: %u calls", k, handled);
	}
}

static void
lift_limit(void)
{
	handled++;
	MUST(limit_address_space(SIZE_MAX) == 0, "errno %d", errno);
}

static void
rescued(void *arg)
{
	unsigned k = *(unsigned *)arg;

	new_handler = lift_limit;
	MUST(limit_address_space(MIB) == 0, "errno %d", errno);
	MUST(!throws(k, 64 * MIB), "new %u has thrown", k);
	MUST(made != NULL && handled == 1, "new %u: %p, %u calls", k, made,
	    handled);
	drop(k < 4 ? 0 : 6, made, 64 * MIB, 64);
}

ATF_TC_WITHOUT_HEAD(handler_that_finds_memory);
ATF_TC_BODY(handler_that_finds_memory, tc)
{
	unsigned k;

	for (k = 0; k < NEWS; k++)
		run_child(rescued, &k, 60);
}

/* An alignment of 0: new or delete without one. */
static const struct lie {
	size_t size, align, said, said_align;
} lies[] = {
	{ 100, 0, 1, 0 }, { 100, 0, 0, 0 }, { 100, 0, 113, 0 },
	{ 1, 0, 17, 0 }, { 4096, 0, 4097, 0 }, { 100000, 0, 90000, 0 },
	{ 9 * MIB, 0, 3 * MIB, 0 }, { 100, 0, SIZE_MAX, 0 },
	{ 100, 64, 129, 64 }, { 100, 64, 64, 64 }, { 100, 4096, 100, 64 },
	{ 100, 0, 100, 4096 }, { 100, 0, 100, 256 }
};

struct lie_told {
	const struct lie *lie;
	bool	array;
};

static void
tell_lie(void *arg)
{
	const struct lie_told *told = arg;
	const struct lie *l = told->lie;
	void *p;

	p = make(l->align == 0 ? 0 : 4, l->size, l->align);
	drop((l->said_align == 0 ? 4 : 10) + told->array, p, l->said,
	    l->said_align);
}

ATF_TC_WITHOUT_HEAD(delete_with_a_size_that_lies);
ATF_TC_BODY(delete_with_a_size_that_lies, tc)
{
	struct lie_told told;
	const struct lie *l;

	for (l = lies; l < lies + NELEM(lies); l++) {
		/* True enough where options made them one class. */
		if (l->align == l->said_align && malloc_good_size(l->size) ==
		    malloc_good_size(l->said))
			continue;
		told.lie = l;
		for (told.array = false; ; told.array = true) {
			require_abort(tell_lie, &told, "^<jemalloc>: Error in "
			    "operator delete\\(\\): wrong size [0-9]+ of "
			    "0x[0-9a-f]+: an object of [0-9]+ bytes\n$");
			if (told.array)
				break;
		}
	}
}

static void
run_program(void *arg)
{
	char *const *argv = arg;

	execv(argv[0], argv);
	_exit(99);
}

ATF_TC_WITHOUT_HEAD(new_without_memory_and_without_a_cxx_library);
ATF_TC_BODY(new_without_memory_and_without_a_cxx_library, tc)
{
	static char more[] = "nothrow";
	char path[PATH_MAX], err[ERR_SIZE];
	char *argv[] = { path, NULL, NULL };

	snprintf(path, sizeof(path), "%s/h_new_without_cxx",
	    atf_tc_get_config_var(tc, "srcdir"));
	require_abort(run_program, argv,
	    "^<jemalloc>: Error in operator new\\(\\): out of memory\n$");
	argv[1] = more;
	REQUIRE(run_captured(run_program, argv, err) == 0, "%s", err);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_new_with_every_delete);
	ATF_TP_ADD_TC(tp, delete_of_a_null_pointer);
	ATF_TP_ADD_TC(tp, new_without_memory_asks_the_handler_and_throws);
	ATF_TP_ADD_TC(tp, nothrow_new_without_memory_returns_null);
	ATF_TP_ADD_TC(tp, handler_that_finds_memory);
	ATF_TP_ADD_TC(tp, delete_with_a_size_that_lies);
	ATF_TP_ADD_TC(tp, new_without_memory_and_without_a_cxx_library);
	return atf_no_error();
}
