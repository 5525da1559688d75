# SPDX-License-Identifier: BSD-2-Clause
#
# <jemalloc/jemalloc.h> and <malloc_np.h>, in programs of the host and of this
# libc, in C and in C++.

warnings="-Wall -Wextra -Wundef -Wshadow -Wstrict-prototypes -Werror"
cxx_warnings="-Wall -Wextra -Wundef -Wshadow -Werror"

# Sets usr, and inc: the two headers and none of this libc.
setup()
{
	usr=$(usr_tree)
	inc=$PWD/inc
	mkdir -p "$inc" || atf_fail "no $inc"
	ln -s "$usr/include/malloc_np.h" "$usr/include/jemalloc" "$inc" ||
	    atf_fail "links in $inc"
	src=$(atf_get_srcdir)/h_header.c
	unset MALLOC_CONF
}

# host COMPILER FLAG ...: compiled, linked with the overlay, run.
host()
{
	atf_check "$@" -fno-builtin -I"$inc" -c -o prog.o "$src"
	atf_check "$1" -o prog prog.o "$usr/lib/libjemalloc.so.1" \
	    -Wl,-rpath,"$usr/lib"
	atf_check ./prog
}

for compiler in gcc clang; do
	atf_test_case host_c_${compiler}
	eval "host_c_${compiler}_head()
	{
		atf_set require.progs ${compiler}
	}
	host_c_${compiler}_body()
	{
		setup
		for std in c99 gnu99 c11 gnu11; do
			host ${compiler} -std=\$std \$warnings
		done
	}"
done

for compiler in g++ clang++; do
	name=$(echo ${compiler} | tr -d +)
	atf_test_case host_cxx_${name}
	eval "host_cxx_${name}_head()
	{
		atf_set require.progs ${compiler}
	}
	host_cxx_${name}_body()
	{
		setup
		for std in c++11 c++17; do
			host ${compiler} -x c++ -std=\$std \$cxx_warnings
		done
	}"
done

# With the host's own headers before and behind it.
atf_test_case host_headers_beside
host_headers_beside_head()
{
	atf_set require.progs gcc g++
}
host_headers_beside_body()
{
	setup
	for order in "malloc.h stdlib.h jemalloc/jemalloc.h" \
	    "jemalloc/jemalloc.h stdlib.h malloc.h" \
	    "malloc_np.h malloc.h jemalloc/jemalloc.h"; do
		for h in $order; do
			echo "#include <$h>"
		done >beside.c
		for flags in "" -D_GNU_SOURCE; do
			atf_check gcc -std=c11 $flags $warnings -I"$inc" \
			    -fsyntax-only beside.c
			atf_check g++ -x c++ $flags $cxx_warnings -I"$inc" \
			    -fsyntax-only beside.c
		done
	done
}

# Each header alone.
atf_test_case alone
alone_body()
{
	setup
	for h in malloc_np.h jemalloc/jemalloc.h; do
		printf '#include <%s>\n#include <%s>\n' $h $h >alone.c
		atf_check "$usr/bin/basecc" -std=c11 $warnings -c -o alone.o \
		    alone.c
		atf_check cc -std=c11 $warnings -I"$inc" -c -o alone.o alone.c
	done
}

# The same program on this libc.
atf_test_case libc
libc_body()
{
	setup
	atf_check "$usr/bin/basecc" -std=c11 $warnings -fno-builtin -static \
	    -o prog "$src"
	atf_check ./prog
}

atf_init_test_cases()
{
	atf_add_test_case host_c_gcc
	atf_add_test_case host_c_clang
	atf_add_test_case host_cxx_g
	atf_add_test_case host_cxx_clang
	atf_add_test_case host_headers_beside
	atf_add_test_case alone
	atf_add_test_case libc
}
