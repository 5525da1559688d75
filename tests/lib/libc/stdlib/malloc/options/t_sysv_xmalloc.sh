# SPDX-License-Identifier: BSD-2-Clause
#
# opt.sysv (M090), opt.xmalloc (M091), opt.abort (M080, M081).

functions="malloc calloc realloc reallocf reallocarray recallocarray
aligned_alloc memalign valloc pvalloc posix_memalign reallocarr"

built()
{
	ulimit -c 0
	d=$(atf_get_srcdir)
	"$d/h_built" "$1" || atf_skip "built without $1"
}

# fatal FUNCTION CALL WHAT: under xmalloc the call ends with this message.
fatal()
{
	atf_check -s signal:6 \
	    -e inline:"<jemalloc>: Error in ${1}(): $3\n" \
	    env MALLOC_CONF="xmalloc:true$more" "$d/h_fail" ${1} "$2"
}

atf_test_case xmalloc_without_memory
xmalloc_without_memory_body()
{
	built xmalloc
	for more in '' ,tcache:false; do
		[ -z "$more" ] || "$d/h_built" tcache || break
		for f in $functions allocm rallocm mallocx rallocx; do
			fatal "$f" memory "out of memory"
			fatal "$f" great "out of memory"
		done
	done
}

atf_test_case xmalloc_overflow
xmalloc_overflow_body()
{
	built xmalloc
	more=
	for f in calloc reallocarray recallocarray reallocarr; do
		fatal "$f" overflow "out of memory"
	done
}

atf_test_case xmalloc_bad_alignment
xmalloc_bad_alignment_body()
{
	built xmalloc
	more=
	for f in posix_memalign aligned_alloc; do
		fatal "$f" alignment "invalid alignment"
	done
}

# Flags can ask for what is not there.
atf_test_case xmalloc_no_such_arena
xmalloc_no_such_arena_body()
{
	built xmalloc
	more=,narenas:3
	for f in mallocx rallocx; do
		fatal "$f" arena "no such cache or arena"
		fatal "$f" cache "no such cache or arena"
	done
}

# What may fail, fails: nobody asked for the object to move.
atf_test_case xmalloc_is_not_for_objects_that_stay
xmalloc_is_not_for_objects_that_stay_body()
{
	built xmalloc
	for f in rallocm-in-place xallocx; do
		atf_check env MALLOC_CONF=xmalloc:true "$d/h_fail" "$f" memory
	done
}

# A request that cannot be served is the first of all: no call has read the
# options yet, in a libc that calls no constructor of the allocator's.
atf_test_case xmalloc_first_call_of_all_fails
xmalloc_first_call_of_all_fails_body()
{
	built xmalloc
	for p in h_first_call.static h_first_call.pie; do
		for f in malloc calloc realloc aligned_alloc posix_memalign \
		    reallocarray mallocx allocm; do
			atf_check -s signal:6 -e inline:"<jemalloc>: Error in \
${f}(): out of memory\n" env MALLOC_CONF=xmalloc:true "$d/$p" $f
			atf_check env -u MALLOC_CONF "$d/$p" $f
		done
	done
}

atf_test_case without_xmalloc_calls_fail
without_xmalloc_calls_fail_body()
{
	ulimit -c 0
	d=$(atf_get_srcdir)
	for f in $functions allocm rallocm rallocm-in-place mallocx rallocx \
	    xallocx; do
		atf_check env -u MALLOC_CONF "$d/h_fail" "$f" memory
		atf_check env -u MALLOC_CONF "$d/h_fail" "$f" great
	done
	for f in posix_memalign aligned_alloc; do
		atf_check env -u MALLOC_CONF "$d/h_fail" "$f" alignment
	done
	for f in calloc reallocarray recallocarray reallocarr; do
		atf_check env -u MALLOC_CONF "$d/h_fail" "$f" overflow
	done
	for f in mallocx rallocx; do
		atf_check env MALLOC_CONF=narenas:3 "$d/h_fail" "$f" arena
		atf_check env MALLOC_CONF=narenas:3 "$d/h_fail" "$f" cache
	done
}

atf_test_case sysv_and_xmalloc_do_not_go_together
sysv_and_xmalloc_do_not_go_together_body()
{
	built xmalloc
	built sysv
	more=,sysv:true
	for f in malloc calloc realloc reallocf reallocarray recallocarray \
	    aligned_alloc memalign valloc posix_memalign; do
		fatal "$f" zero "invalid size 0"
	done
}

atf_test_case sysv_true
sysv_true_body()
{
	built sysv
	cat >wanted <<'END'
malloc null
calloc-0-1 null
calloc-1-0 null
realloc-null null
realloc null
realloc-large null
posix_memalign null
aligned_alloc null
memalign null
valloc null
pvalloc block
reallocarray null
reallocf null
recallocarray-null null
recallocarray null
allocm block
mallocx block
malloc-1 block
END
	for more in '' ,tcache:false ,zero:true; do
		case $more in
		,tcache*) "$d/h_built" tcache || continue ;;
		,zero*)	"$d/h_built" fill || continue ;;
		esac
		atf_check -o file:wanted env MALLOC_CONF=sysv:true$more \
		    "$d/h_sysv"
	done
}

atf_test_case sysv_false
sysv_false_body()
{
	d=$(atf_get_srcdir)
	atf_check -o not-match:'null$|errno|error' -o match:'^malloc block$' \
	    -o match:'^realloc block$' env -u MALLOC_CONF "$d/h_sysv"
}

# What is resized to nothing is freed.
atf_test_case sysv_objects_of_no_size_leak
sysv_objects_of_no_size_leak_body()
{
	built sysv
	atf_check env MALLOC_CONF=sysv:true "$d/h_sysv" leak
	atf_check env -u MALLOC_CONF "$d/h_sysv" leak
}

# Not about options, which main has not seen yet.
atf_test_case abort_and_complaints_about_options
abort_and_complaints_about_options_body()
{
	d=$(atf_get_srcdir)
	for wrong in bogus:1 narenas:0 narenas:x lg_chunk:99 lg_chunk:40 \
	    'x y' lg_qspace_max:9; do
		atf_check -e match:'^<jemalloc>: ' \
		    env MALLOC_CONF="abort:true,$wrong" "$d/h_work"
	done
}

# The kernel refuses munmap: one line, and under abort:true the last one.
atf_test_case abort_and_a_warning
abort_and_a_warning_body()
{
	ulimit -c 0
	d=$(atf_get_srcdir)
	line='<jemalloc>: Error in munmap(): Cannot allocate memory\n'
	atf_check -s signal:6 -e inline:"$line" \
	    env MALLOC_CONF=abort:true "$d/h_refused"
	atf_check -e inline:"$line" \
	    env MALLOC_CONF=abort:false "$d/h_refused"
}

atf_init_test_cases()
{
	atf_add_test_case xmalloc_without_memory
	atf_add_test_case xmalloc_overflow
	atf_add_test_case xmalloc_bad_alignment
	atf_add_test_case xmalloc_no_such_arena
	atf_add_test_case xmalloc_is_not_for_objects_that_stay
	atf_add_test_case xmalloc_first_call_of_all_fails
	atf_add_test_case without_xmalloc_calls_fail
	atf_add_test_case sysv_and_xmalloc_do_not_go_together
	atf_add_test_case sysv_true
	atf_add_test_case sysv_false
	atf_add_test_case sysv_objects_of_no_size_leak
	atf_add_test_case abort_and_complaints_about_options
	atf_add_test_case abort_and_a_warning
}
