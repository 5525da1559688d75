# SPDX-License-Identifier: BSD-2-Clause
#
# The allocator as compiled, in libjemalloc and in libc.

dir()
{
	echo "$(atf_config_get srctop)/lib/libc/stdlib/malloc"
}

# The objects of the allocator in a library.
objects()
{
	local s

	for s in "$(dir)"/*.c; do
		s=$(atf_config_get objroot)/lib/$1/$(basename "$s" .c).o
		[ ! -e "$s" ] || echo "$s"
	done
}

# Names that programs may know: what malloc_public.h declares, two variables;
# in the overlay what glibc has in addition, and the C++ operators.
public()
{
	sed -n 's/^[a-z].*[	 *]\([a-z_]*\)(.*$/\1/p' "$(dir)/malloc_public.h"
	awk '/^PUBLIC/ { getline; sub(/\(.*/, ""); print }' \
	    "$(dir)/malloc_glibc.c"
	echo malloc_conf
	echo malloc_message
}

operators='^_Z(n[aw]|d[al])'

# What libc's own private header declares, in libc only.
private='^_malloc_(thread_cleanup|first_thread|prefork|postfork|postfork_child|exit)$'

external()
{
	nm --defined-only -g $(objects "$1") | awk 'NF == 3 { print $3 }' |
	    sort -u
}

check_names()
{
	external "$1" >names
	[ "$(wc -l <names)" -gt 100 ] || atf_fail "no objects of $1"
	public | sort -u >public
	grep -qx malloc public && grep -qx posix_memalign public ||
	    atf_fail "malloc_public.h was not understood"
	grep -v '^__malloc_' names | grep -v -x -f public |
	    grep -v -E "$2" >bad
	[ ! -s bad ] || atf_fail "neither public nor reserved: \
$(echo $(cat bad))"
}

atf_test_case names_in_libjemalloc
names_in_libjemalloc_body()
{
	check_names libjemalloc "$operators"
}

atf_test_case names_in_libc
names_in_libc_body()
{
	check_names libc "$private"
}

# malloc_namespace.h has a line for each reserved name, and no others.
atf_test_case namespace_is_exact
namespace_is_exact_body()
{
	awk '$1 == "#define" && NF == 3 && $2 !~ /^_/ { print $2, $3 }' \
	    "$(dir)/malloc_namespace.h" >lines
	[ "$(wc -l <lines)" -gt 100 ] || atf_fail "lines were not understood"
	awk '{ s = $1; sub(/^malloc_/, "", s)
	    if ($2 != "__malloc_" $1 && $2 != "__malloc_" s) print }' \
	    lines >bad
	[ ! -s bad ] || atf_fail "misnamed: $(cat bad)"
	awk '{ print $2 }' lines | sort >mapped
	atf_check uniq -d mapped
	{ external libjemalloc; external libc; } | grep '^__malloc_' |
	    sort -u >names
	comm -23 mapped names >stale
	comm -13 mapped names >lacking
	[ ! -s stale ] || atf_fail "stale: $(echo $(cat stale))"
	[ ! -s lacking ] || atf_fail "lacking: $(echo $(cat lacking))"
}

atf_test_case exports_of_the_shared_library
exports_of_the_shared_library_body()
{
	nm -D --defined-only \
	    "$(atf_config_get objroot)/lib/libjemalloc/libjemalloc.so.1" |
	    awk '{ print $3 }' | sort -u >exported
	public | sort -u >public
	grep -v -x -f public exported | grep -v -E "$operators" >bad
	[ ! -s bad ] || atf_fail "exported: $(echo $(cat bad))"
	# All that glibc asks of one who replaces its malloc.
	for f in malloc free calloc realloc aligned_alloc malloc_usable_size \
	    memalign posix_memalign pvalloc valloc; do
		grep -qx $f exported || atf_fail "$f is not exported"
	done
	# What it takes from elsewhere does not lead back to an allocator.
	nm -D -u "$(atf_config_get objroot)/lib/libjemalloc/libjemalloc.so.1" |
	    awk '{ sub(/@.*/, "", $NF); print $NF }' >imported
	[ -s imported ] || atf_fail "imports nothing"
	grep -x -e 'malloc' -e 'free' -e 'calloc' -e 'realloc' -e '.*printf' \
	    -e 'mem.*align' -e 'fopen' imported >bad
	[ ! -s bad ] || atf_fail "imported: $(echo $(cat bad))"
}

# Registers of vectors may move memory; numbers in them are never computed
# with: the allocator has no floating point, nor conversions.
check_arithmetic()
{
	[ -n "$(objects "$1")" ] || atf_fail "no objects of $1"
	objdump -d --no-show-raw-insn $(objects "$1") |
	    awk -F'\t' '
	/^[0-9a-f]+ </ { where = $0 }
	NF >= 2 {
		n++
		op = $2
		sub(/ .*/, "", op)
		if (op ~ /^v?(add|sub|mul|div|sqrt|min|max|rcp|rsqrt|round)[sp][sd]$/ ||
		    op ~ /^v?u?comis[sd]$/ || op ~ /^v?cvt/ ||
		    op ~ /^v?fm(add|sub)/ || op ~ /^f[a-z]/)
			print where, op
	}
	END { if (n < 5000) print "only " n " instructions" }' >bad
	[ ! -s bad ] || atf_fail "$(sort -u bad | head -20)"
}

atf_test_case no_floating_point_in_libjemalloc
no_floating_point_in_libjemalloc_body()
{
	check_arithmetic libjemalloc
}

atf_test_case no_floating_point_in_libc
no_floating_point_in_libc_body()
{
	check_arithmetic libc
}

# No code runs before the first call, but for what a port needs of its host.
atf_test_case no_constructors
no_constructors_body()
{
	objdump -h $(objects libjemalloc | grep -v /port_) >sections
	atf_check -o ignore grep -q '\.text' sections
	atf_check -s exit:1 grep -E '\.(init_array|ctors|fini_array|dtors)' \
	    sections
}

atf_init_test_cases()
{
	atf_add_test_case names_in_libjemalloc
	atf_add_test_case names_in_libc
	atf_add_test_case namespace_is_exact
	atf_add_test_case exports_of_the_shared_library
	atf_add_test_case no_floating_point_in_libjemalloc
	atf_add_test_case no_floating_point_in_libc
	atf_add_test_case no_constructors
}
