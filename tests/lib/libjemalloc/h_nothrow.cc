/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The forms of operator new that do not throw, when the new handler does; and
 * all forms for no bytes at all.  Compiled with MODULE it is a library whose
 * function module() is main.  Prints what went wrong.
 */

#include <cstdint>
#include <cstdio>
#include <exception>
#include <new>

namespace {

const std::align_val_t align{64};
volatile size_t impossible = SIZE_MAX / 2 + 1;
int failures, handled, destroyed;

void
fail(const char *what)
{
	printf("%s\n", what);
	failures++;
}

struct guard {
	~guard() { destroyed++; }
};

/* Something on the way that has to be destroyed. */
void
throws_bad_alloc()
{
	guard g;

	handled++;
	throw std::bad_alloc();
}

void
throws_int()
{
	guard g;

	handled++;
	throw 42;
}

void
gives_up_and_throws()
{

	if (++handled % 3 == 0)
		throws_int();
}

template <typename F> void
null(const char *what, F f)
{
	const int before = handled;

	try {
		if (f() != nullptr)
			fail(what);
	} catch (...) {
		fail("something was thrown");
	}
	if (handled == before)
		fail("no new handler was called");
	if (std::uncaught_exceptions() != 0 || std::current_exception())
		fail("an exception is left");
}

void
all_forms(std::new_handler handler)
{
	std::set_new_handler(handler);
	for (int i = 0; i < 100; i++) {
		null("new", [] {
			return ::operator new(impossible, std::nothrow);
		});
		null("new[]", [] {
			return ::operator new[](impossible, std::nothrow);
		});
		null("aligned new", [] {
			return ::operator new(impossible, align, std::nothrow);
		});
		null("aligned new[]", [] {
			return ::operator new[](impossible, align,
			    std::nothrow);
		});
	}
}

/* The other forms let it pass. */
void
passes()
{

	std::set_new_handler(throws_int);
	try {
		if (::operator new(impossible) != nullptr)
			fail("nothing was thrown");
	} catch (int n) {
		if (n != 42)
			fail("another number");
	}
}

void
no_bytes()
{
	void *p[8];

	p[0] = ::operator new(0);
	p[1] = ::operator new[](0);
	p[2] = ::operator new(0, align);
	p[3] = ::operator new[](0, align);
	p[4] = ::operator new(0, std::nothrow);
	p[5] = ::operator new[](0, std::nothrow);
	p[6] = ::operator new(0, align, std::nothrow);
	p[7] = ::operator new[](0, align, std::nothrow);
	for (void *q : p) {
		if (q == nullptr)
			fail("no object of no bytes");
	}
	::operator delete(p[0], size_t(0));
	::operator delete[](p[1], size_t(0));
	::operator delete(p[2], size_t(0), align);
	::operator delete[](p[3], size_t(0), align);
	::operator delete(p[4]);
	::operator delete[](p[5]);
	::operator delete(p[6], align);
	::operator delete[](p[7], align);
}

} /* namespace */

#ifdef MODULE
extern "C" int module();

int
module()
#else
int
main()
#endif
{
	all_forms(throws_bad_alloc);
	all_forms(throws_int);
	if (destroyed != handled)
		fail("not all was destroyed");
	all_forms(gives_up_and_throws);
	passes();
	std::set_new_handler(nullptr);
	no_bytes();
	return failures != 0;
}
