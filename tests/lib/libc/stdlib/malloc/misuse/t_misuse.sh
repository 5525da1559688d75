# SPDX-License-Identifier: BSD-2-Clause
#
# Faults of programs: each has to end in SIGABRT with one line that says what
# was wrong, whatever the options are.

options=${MALLOC_CONF:-}

# misuse PROGRAM [ARG ...]: runs a helper under the options in force, or under
# a few if there are none.
misuse()
{
	local conf

	ulimit -c 0
	if [ -n "${options}" ]; then
		misuse_once "$@"
		return
	fi
	for conf in '' tcache:false narenas:1; do
		MALLOC_CONF=${conf}; export MALLOC_CONF
		misuse_once "$@"
	done
}

# A freed object is filled then, and its first word tells nothing.
under_junk()
{
	ulimit -c 0
	MALLOC_CONF=junk:true; export MALLOC_CONF
	misuse_once "$@"
}

misuse_once()
{
	local program

	program=$(atf_get_srcdir)/$1
	shift
	atf_check -s signal:6 -o save:want -e save:got "${program}" "$@"
	# What is not built in has no options.
	sed -i '/: Invalid conf pair: tcache:false$/d
	    /: Invalid conf pair: junk:true$/d' got
	[ -s want ] || atf_fail "${program##*/} $*: died before its fault"
	if [ "$(wc -l <got)" -ne 1 ] || ! grep -qx -f want got; then
		echo "MALLOC_CONF=${MALLOC_CONF}: wanted a line of"
		cat want
		echo "got"
		cat got
		atf_fail "${program##*/} $*: the message is not the right one"
	fi
}

# each_function PROGRAM [ARG ...]: the functions that take a pointer.
each_function()
{
	local f program

	program=$1
	shift
	for f in free realloc malloc_usable_size; do
		misuse "${program}" ${f} "$@"
	done
}

# Each case is one line below: its name, then what it runs.
cases=
fault()
{
	atf_test_case "$1"
	cases="${cases} $1"
	eval "$1_body() { ${2}; }"
}

small="8 24 48 64 128 192 500 3840"

fault double_free_of_small "for s in ${small}; do misuse h_double_free \$s; done"
fault double_free_of_16k "misuse h_double_free 16384"
fault double_free_of_512k "misuse h_double_free 524288"
fault double_free_of_huge "misuse h_double_free 8388608"
fault double_free_under_junk \
    "for s in ${small} 16384 524288 8388608; do
	under_junk h_double_free \$s
    done"
fault double_free_with_another_between \
    "for s in ${small} 16384 524288 8388608; do
	misuse h_double_free_between \$s
    done"
fault double_free_after_flush \
    "for s in ${small} 16384; do misuse h_double_free_flushed \$s; done"
fault double_free_seen_by_flush_though_overwritten \
    "for s in ${small} 16384; do misuse h_double_free_unmarked \$s; done"
fault double_free_seen_by_thread_exit_though_overwritten \
    "for s in ${small} 16384; do misuse h_double_free_unmarked_exit \$s; done"
fault double_free_by_another_thread \
    "for s in ${small} 16384 524288 8388608; do
	misuse h_double_free_thread \$s
    done"
fault double_free_after_a_dead_thread \
    "for s in ${small} 16384 524288 8388608; do
	misuse h_double_free_dead_thread \$s
    done"
fault realloc_of_freed \
    "for s in ${small} 16384 524288 8388608; do
	misuse h_realloc_freed \$s
    done"
fault usable_size_of_freed_huge "misuse h_usable_size_freed 8388608"
fault interior_of_small \
    "each_function h_interior 24 8
    each_function h_interior 64 16
    each_function h_interior 128 64
    each_function h_interior 500 256
    each_function h_interior 3840 2048"
fault misaligned_in_small \
    "each_function h_interior 64 1
    each_function h_interior 24 4
    each_function h_interior 8 4
    each_function h_interior 3000 3"
fault interior_of_16k \
    "each_function h_interior 16384 16
    each_function h_interior 16384 1
    each_function h_interior 16384 4096
    each_function h_interior 16384 12288"
fault interior_of_512k \
    "each_function h_interior 524288 16
    each_function h_interior 524288 4096
    each_function h_interior 524288 520192"
fault interior_of_huge \
    "each_function h_interior 8388608 16
    each_function h_interior 8388608 1
    each_function h_interior 8388608 4096
    each_function h_interior 8388608 8384512"
fault interior_of_huge_at_a_chunk \
    "each_function h_interior 12582912 4194304
    each_function h_interior 12582912 8388608"
fault interior_of_aligned "each_function h_interior_aligned"
fault stack "each_function h_stack"
fault stack_of_a_thread "each_function h_thread_stack"
fault static_object "each_function h_static"
fault text "each_function h_text"
fault forged_header "each_function h_forged_header"
fault unmapped "each_function h_unmapped"
fault foreign_mapping \
    "each_function h_foreign 0
    each_function h_foreign 24576
    each_function h_foreign 65552"
fault own_part_of_the_break "each_function h_own_break"
fault null_page \
    "each_function h_wild 0x10
    each_function h_wild 0x1
    each_function h_wild 0xff8"
fault low_address \
    "each_function h_wild 0x10000
    each_function h_wild 0x3ffffff0
    each_function h_wild 0x40000000"
fault edge_of_user_space \
    "each_function h_wild 0x7ffffffff000
    each_function h_wild 0x7fffffffffff
    each_function h_wild 0x800000000000"
fault non_canonical \
    "each_function h_wild 0x1000000000000
    each_function h_wild 0x8000000000000000
    each_function h_wild 0xdeadbeefdeadbee0
    each_function h_wild 0x4141414141414141"
fault kernel_address \
    "each_function h_wild 0xffff800000000000
    each_function h_wild 0xffffffffffffff00
    each_function h_wild 0xfffffffffffffff0
    each_function h_wild 0xffffffffffffffff"
fault wild_before_the_first_malloc \
    "each_function h_wild_first 0x7ffffffff000
    each_function h_wild_first 0x10"
fault never_allocated_region \
    "for s in 8 48 64 192 768; do misuse h_never_allocated \$s; done"
fault chunk_header \
    "each_function h_chunk_header 0
    each_function h_chunk_header 64
    each_function h_chunk_header 4096
    each_function h_chunk_header 16384"
fault free_page \
    "each_function h_free_page 4096
    each_function h_free_page 65536
    each_function h_free_page 65552"
fault past_the_end_of_large \
    "each_function h_past_end 2097152
    each_function h_past_end 4169728"
fault past_the_end_of_huge "each_function h_past_end 4194304"

# The message has nowhere to go; the program dies all the same.
atf_test_case standard_error_closed
standard_error_closed_body()
{
	ulimit -c 0
	atf_check -s signal:6 -o ignore -e empty \
	    sh -c 'exec "$0" 64 2>&-' "$(atf_get_srcdir)/h_double_free"
}

atf_init_test_cases()
{
	local c

	for c in ${cases} standard_error_closed; do
		atf_add_test_case ${c}
	done
}
