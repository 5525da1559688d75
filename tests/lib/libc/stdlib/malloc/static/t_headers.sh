# SPDX-License-Identifier: BSD-2-Clause
#
# Each header of the allocator can be included alone and twice, with any
# compiler and all knobs off or on.

compile_all()
{
	local arch bad dir header knob knobs value

	dir=$(atf_config_get srctop)/lib/libc/stdlib/malloc
	arch=$(atf_config_get srctop)/lib/libc/arch/$("$1" -dumpmachine |
	    sed 's/-.*//')
	bad=
	for value in 0 1; do
		knobs=
		for knob in $(grep -oh '\<MALLOC_[A-Z_]*\>' \
		    "$dir/malloc_config.h" | sort -u); do
			knobs="$knobs -D$knob=$value"
		done
		for header in "$dir"/*.h; do
			header=${header##*/}
			printf '#include "%s"\n#include "%s"\n' \
			    "$header" "$header" >alone.c
			"$1" -std=c11 -fsyntax-only -Wall -Wextra -Wundef \
			    -Wno-unused-function -Werror -I"$dir" -I"$arch" \
			    $knobs -DMALLOC_PUBLIC_WEAK=$value alone.c \
			    >>errors 2>&1 || bad="$bad $header"
		done
	done
	[ -s alone.c ] || atf_fail "no headers in $dir"
	[ -z "$bad" ] || atf_fail "$bad: $(head -c 600 errors)"
}

for compiler in gcc clang; do
	atf_test_case alone_with_${compiler}
	eval "alone_with_${compiler}_head()
	{
		atf_set require.progs ${compiler}
	}
	alone_with_${compiler}_body()
	{
		compile_all ${compiler}
	}"
done

atf_init_test_cases()
{
	atf_add_test_case alone_with_gcc
	atf_add_test_case alone_with_clang
}
