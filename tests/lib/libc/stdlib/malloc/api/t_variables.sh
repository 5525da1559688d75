# SPDX-License-Identifier: BSD-2-Clause
#
# malloc_conf and malloc_message, defined by the program and set by it, on the
# host's libc and, static and static-PIE, on this tree's.  M049, M050, M071.

fault='<jemalloc>: Error in free\(\): invalid pointer 0x[0-9a-f]*: inside a region of 128 bytes at 0x[0-9a-f]*, arena [0-9]*'

# each: the programs.
each()
{
	local d

	ulimit -c 0
	d=$(atf_get_srcdir)
	unset MALLOC_CONF
	echo "$d/h_variables" "$d/h_variables_libc.static" "$d/h_variables_libc.pie"
}

no_link()
{
	[ ! -h /etc/malloc.conf ] || atf_skip "there is /etc/malloc.conf"
}

atf_test_case malloc_conf_by_definition
malloc_conf_by_definition_body()
{
	no_link
	for p in $(each); do
		atf_check -o inline:"narenas 3 lg_dirty_mult 7\n" \
		    env -u MALLOC_CONF "$p"
		# The environment comes later.
		atf_check -o inline:"narenas 2 lg_dirty_mult 7\n" \
		    env MALLOC_CONF=narenas:2 "$p"
	done
}

# M070: main changes both, and nobody looks.
atf_test_case options_are_read_once
options_are_read_once_body()
{
	no_link
	unset MALLOC_CONF
	for p in $(each); do
		atf_check -o inline:"narenas 3 lg_dirty_mult 7\n" "$p"
		atf_check -o inline:"narenas 4 lg_dirty_mult 7\n" \
		    env MALLOC_CONF=narenas:4 "$p"
	done
}

# Messages of the start pass through it: main has not run yet.
atf_test_case malloc_message_by_definition
malloc_message_by_definition_body()
{
	for p in $(each); do
		atf_check -e empty -o match:"^first:<jemalloc>: Invalid conf pair: bogus:1$" \
		    -o match:"^narenas 3" env MALLOC_CONF=bogus:1 "$p"
		atf_check -s signal:6 -e empty -o match:"^first:$fault$" \
		    "$p" keep
	done
}

atf_test_case malloc_message_at_run_time
malloc_message_at_run_time_body()
{
	for p in $(each); do
		atf_check -s signal:6 -e empty -o match:"^other:$fault$" \
		    -o not-match:first "$p" other
	done
}

# M249: without one, to standard error.
atf_test_case malloc_message_null
malloc_message_null_body()
{
	for p in $(each); do
		atf_check -s signal:6 -e match:"^$fault$" \
		    -o not-match:jemalloc "$p" null
	done
}

atf_init_test_cases()
{
	atf_add_test_case malloc_conf_by_definition
	atf_add_test_case options_are_read_once
	atf_add_test_case malloc_message_by_definition
	atf_add_test_case malloc_message_at_run_time
	atf_add_test_case malloc_message_null
}
