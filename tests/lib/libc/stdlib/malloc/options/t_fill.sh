# SPDX-License-Identifier: BSD-2-Clause
#
# opt.junk and opt.zero: M088, M089.  With caches and without, and with runs
# that go back to the arena at once and never.

helper()
{
	local conf

	ulimit -c 0
	"$(atf_get_srcdir)/h_built" fill || atf_skip "built without fill"
	for conf in '' ,tcache:false ,lg_dirty_mult:-1 \
	    ,lg_tcache_max:0,lg_dirty_mult:0; do
		[ -z "$conf" ] || "$(atf_get_srcdir)/h_built" tcache ||
		    conf=,lg_dirty_mult:0
		atf_check env MALLOC_CONF="$1$conf" \
		    "$(atf_get_srcdir)/h_fill" "$2"
	done
}

cases=
part()
{
	atf_test_case "$1"
	eval "$1_body() { helper '$2' '$3'; }"
	cases="$cases $1"
}

part junk_in_new_objects junk:true new
part junk_is_not_in_zeroed_objects junk:true zeroed
part junk_in_what_a_resize_adds junk:true resized
part junk_leaves_the_same_class_alone junk:true same
part junk_in_freed_objects junk:true freed
part zero_in_new_objects junk:false,zero:true new
part zero_in_zeroed_objects junk:false,zero:true zeroed
part zero_in_what_a_resize_adds junk:false,zero:true resized
part zero_leaves_the_same_class_alone junk:false,zero:true same
part zero_and_freed_objects junk:false,zero:true freed
part junk_wins junk:true,zero:true new
part junk_wins_in_what_a_resize_adds zero:true,junk:true resized
part zeroed_objects_without_either junk:false,zero:false zeroed

atf_init_test_cases()
{
	local c

	for c in $cases; do
		atf_add_test_case "$c"
	done
}
