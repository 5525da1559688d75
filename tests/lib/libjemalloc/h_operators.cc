/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Every operator new with every operator delete that may follow it, called
 * by name, so that the compiler leaves none out; then what they do when there
 * is no memory.  Prints what went wrong.
 */

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

const std::align_val_t align{256};
const size_t sizes[] = { 0, 1, 24, 100, 1000, 20000, 300000, 5000000 };
const size_t impossible = SIZE_MAX / 2 + 1;
int failures, handled;

void
fail(const char *what)
{
	printf("%s\n", what);
	failures++;
}

void *
used(void *p, size_t n, size_t alignment)
{
	if (p == nullptr || reinterpret_cast<uintptr_t>(p) % alignment != 0)
		fail("no such memory");
	else
		memset(p, 0x5c, n);
	return p;
}

void
plain(size_t n)
{
	const size_t a = n < 16 ? 1 : 16;

	::operator delete(used(::operator new(n), n, a));
	::operator delete(used(::operator new(n), n, a), n);
	::operator delete(used(::operator new(n), n, a), std::nothrow);
	::operator delete(used(::operator new(n, std::nothrow), n, a));
	::operator delete[](used(::operator new[](n), n, a));
	::operator delete[](used(::operator new[](n), n, a), n);
	::operator delete[](used(::operator new[](n), n, a), std::nothrow);
	::operator delete[](used(::operator new[](n, std::nothrow), n, a));
}

void
aligned(size_t n)
{
	::operator delete(used(::operator new(n, align), n, 256), align);
	::operator delete(used(::operator new(n, align), n, 256), n, align);
	::operator delete(used(::operator new(n, align), n, 256), align,
	    std::nothrow);
	::operator delete(used(::operator new(n, align, std::nothrow), n,
	    256), align);
	::operator delete[](used(::operator new[](n, align), n, 256), align);
	::operator delete[](used(::operator new[](n, align), n, 256), n,
	    align);
	::operator delete[](used(::operator new[](n, align), n, 256), align,
	    std::nothrow);
	::operator delete[](used(::operator new[](n, align, std::nothrow), n,
	    256), align);
}

void
handler()
{
	if (++handled == 3)
		std::set_new_handler(nullptr);
}

template <typename F> void
throws(const char *what, F f)
{
	std::set_new_handler(handler);
	handled = 0;
	try {
		f();
		fail(what);
	} catch (const std::bad_alloc &) {
		if (handled != 3)
			fail("new handler");
	}
}

} /* namespace */

int
main()
{
	::operator delete(nullptr);
	::operator delete[](nullptr);
	for (size_t n : sizes) {
		plain(n);
		aligned(n);
	}
	throws("new", [] { ::operator new(impossible); });
	throws("new[]", [] { ::operator new[](impossible); });
	throws("aligned new", [] { ::operator new(impossible, align); });
	throws("aligned new[]", [] { ::operator new[](impossible, align); });
	std::set_new_handler(handler);
	handled = 0;
	if (::operator new(impossible, std::nothrow) != nullptr ||
	    ::operator new[](impossible, align, std::nothrow) != nullptr ||
	    handled != 3)
		fail("new that does not throw");
	return failures != 0;
}
