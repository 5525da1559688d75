# SPDX-License-Identifier: BSD-2-Clause
#
# The C++ operators where memory is short, and under options: h_nothrow.cc,
# which is first run on the host's own, to see that it asks for what is right.

# nothrow COMMAND...: it has nothing to say, whatever the options are that
# the build has.
nothrow()
{
	for conf in '' sysv:true tcache:false; do
		[ -z "$(overlay MALLOC_CONF=$conf true 2>&1)" ] || continue
		atf_check env MALLOC_CONF=$conf "$@"
	done
}

compile()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check g++ -std=c++17 -O1 -Wall -Wextra -Werror -c -o nothrow.o \
	    "$data/h_nothrow.cc"
}

program()
{
	atf_test_case "$1"
	eval "$1_head() { atf_set require.progs g++; }"
	cases="$cases $1"
}
cases=

program handler_that_throws_preloaded
handler_that_throws_preloaded_body()
{
	compile
	atf_check g++ -o nothrow nothrow.o
	atf_check ./nothrow
	nothrow env LD_PRELOAD="$so" ./nothrow
}

program handler_that_throws_linked
handler_that_throws_linked_body()
{
	compile
	atf_check g++ -o nothrow nothrow.o "$so" -Wl,-rpath,"${so%/*}"
	nothrow ./nothrow
	atf_check g++ -static-libstdc++ -o nothrow nothrow.o "$so" \
	    -Wl,-rpath,"${so%/*}"
	nothrow ./nothrow
}

program handler_that_throws_static
handler_that_throws_static_body()
{
	compile
	for kind in "" -static -static-pie; do
		atf_check g++ $kind -o nothrow nothrow.o "${so%/*}"/libjemalloc.a
		nothrow ./nothrow
	done
}

# The C++ library comes later, and its names stay its own.
program handler_that_throws_in_a_module
handler_that_throws_in_a_module_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check g++ -std=c++17 -O1 -DMODULE -shared -fPIC -o module.so \
	    "$data/h_nothrow.cc"
	cat >main.c <<-'EOF'
		#include <dlfcn.h>
		#include <stdio.h>
		int
		main(void)
		{
			int (*module)(void);
			void *h = dlopen("./module.so", RTLD_NOW | RTLD_LOCAL);

			if (h == NULL)
				return (puts(dlerror()));
			*(void **)&module = dlsym(h, "module");
			return (module());
		}
	EOF
	atf_check $cc -o main main.c
	atf_check ./main
	nothrow env LD_PRELOAD="$so" ./main
}

atf_init_test_cases()
{
	for c in $cases; do
		atf_add_test_case $c
	done
}
