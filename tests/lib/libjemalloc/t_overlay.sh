# SPDX-License-Identifier: BSD-2-Clause
#
# libjemalloc.so.1 as a binary.

atf_test_case hardened
hardened_head()
{
	atf_set descr "RELRO, bound at once, no text relocations, a soname"
	atf_set require.progs readelf
}
hardened_body()
{
	so=$(usr_tree)/lib/libjemalloc.so.1
	atf_check -o save:dynamic readelf -d "$so"
	atf_check -o ignore grep 'SONAME.*\[libjemalloc\.so\.1\]' dynamic
	atf_check -o ignore grep 'FLAGS_1.*NOW' dynamic
	atf_check -s exit:1 grep TEXTREL dynamic
	atf_check -o save:segments readelf -lW "$so"
	atf_check -o ignore grep GNU_RELRO segments
	atf_check -o match:' RW ' grep GNU_STACK segments
	atf_check -s exit:1 grep 'LOAD.* RWE ' segments
	# Initial-exec, where there are thread variables at all.
	if grep -q ' TLS ' segments; then
		atf_check -o ignore grep 'FLAGS.*STATIC_TLS' dynamic
	fi
}

atf_test_case exports
exports_head()
{
	atf_set descr "the names of Symbol.map are exported and no others"
	atf_set require.config srctop
	atf_set require.progs nm
}
exports_body()
{
	sed -n 's/^[	 ]*\([A-Za-z_0-9]*\);$/\1/p' \
	    "$(atf_config_get srctop)/lib/libjemalloc/Symbol.map" |
	    sort >wanted
	atf_check -o match:'^[1-9]' grep -c . wanted
	nm -D --defined-only "$(usr_tree)/lib/libjemalloc.so.1" |
	    awk '{ print $3 }' | sort >exported
	atf_check diff wanted exported
}

# A program that never allocates: its pages are those of the library itself.
atf_test_case start_touches_little
start_touches_little_head()
{
	atf_set descr "page faults beside those with an empty library"
	atf_set require.config cc
}
start_touches_little_body()
{
	faults=$(atf_get_srcdir)/h_faults
	unset MALLOC_CONF
	: >empty.c
	atf_check $(atf_config_get cc) -shared -fPIC -o empty.so empty.c
	without=$("$faults" "$PWD/empty.so" /bin/true) ||
	    atf_fail "/bin/true with an empty library"
	with=$("$faults" "$(usr_tree)/lib/libjemalloc.so.1" /bin/true) ||
	    atf_fail "/bin/true with libjemalloc.so.1"
	echo "$with page faults, $without with an empty library"
	# 6, give or take some that depend on where things are mapped.
	[ $((with - without)) -le 12 ] ||
	    atf_fail "$with page faults, $without with an empty library"
}

# Options are looked at all the same.
atf_test_case options_of_a_program_that_does_not_allocate
options_of_a_program_that_does_not_allocate_body()
{
	so=$(usr_tree)/lib/libjemalloc.so.1
	atf_check -e inline:"<jemalloc>: Invalid conf pair: bogus:1\n" \
	    env LD_PRELOAD="$so" MALLOC_CONF=bogus:1 /bin/true
}

atf_init_test_cases()
{
	atf_add_test_case start_touches_little
	atf_add_test_case options_of_a_program_that_does_not_allocate
	atf_add_test_case hardened
	atf_add_test_case exports
}
