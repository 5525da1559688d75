# SPDX-License-Identifier: BSD-2-Clause
#
# The beginning and the end of processes: helpers that exit with 0 and write
# nothing.

# Each case is one line below: its name, then the helper and its arguments.
cases=
runs()
{
	local name

	name=$1
	shift
	atf_test_case "${name}"
	cases="${cases} ${name}"
	eval "${name}_body() { quietly $*; }"
}

quietly()
{
	local program

	ulimit -c 0
	program=$(atf_get_srcdir)/$1
	shift
	atf_check -s exit:0 -o empty -e empty timeout 60 "${program}" "$@"
}

for f in malloc calloc realloc posix_memalign aligned_alloc memalign valloc \
    pvalloc large huge impossible free malloc_usable_size mallocx allocm \
    reallocarr recallocarray mallctl mallctlnametomib mallctlbymib \
    malloc_stats_print malloc_good_size nallocx mallinfo2 malloc_trim; do
	runs first_call_before_constructors_is_${f} h_first ${f}
done
runs objects_from_before_constructors_to_exit h_early_and_late
runs objects_from_before_constructors_to_pthread_exit_of_main \
    h_early_and_late thread
runs no_memory_at_the_first_call h_no_memory_at_first
runs no_key_left_for_the_allocator h_no_keys 0
runs one_key_left_for_the_allocator h_no_keys 1
runs keys_above_31_allocate_themselves h_no_keys 500
runs no_descriptor_from_the_first_call_on h_no_descriptors
runs thread_with_the_least_stack h_least_stack

atf_init_test_cases()
{
	local c

	for c in ${cases}; do
		atf_add_test_case ${c}
	done
}
