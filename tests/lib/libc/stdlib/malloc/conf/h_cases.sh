#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# h_cases.sh [-a] [-s PERCENT] DIRECTORY: runs the test cases of the programs
# of a directory, one after the other, under the options in MALLOC_CONF, and
# shows those that fail.  The last line has three numbers: cases passed, failed
# and skipped.
#
# -a	also the cases that take long
# -s	how much of the long runs to do

# Cases that take long whatever the scale.
takes_long()
{
	case $1 in
	t_exhaust:every_size_*|t_exhaust:memory_taken_*) return 0 ;;
	t_faults:all_memory_calls_*|t_faults:madvise_fails_with_einval) ;;
	t_faults:free_keeps_*) ;;
	t_faults:*) return 0 ;;
	# Great objects by the thousand, each filled twice.
	t_free:freed_memory_is_reused_*|t_free:concurrent_huge_*| \
	    t_posix_memalign:aligned_blocks_do_not_*)
		case ${MALLOC_CONF} in
		*junk:true*|*zero:true*) return 0 ;;
		esac ;;
	esac
	return 1
}

# Cases that ask for what an option takes away.
contradicts()
{
	case ${MALLOC_CONF}:$1 in
	# They choose their own options.
	*:t_variables:*) ;;
	# A warning that memory cannot be given back is the last one.
	*abort:true*:t_faults:*) ;;
	# What is to fail ends the program.
	*xmalloc:true*:t_exhaust:*|*xmalloc:true*:t_faults:*_call*| \
	*xmalloc:true*:t_faults:no_mappings_left| \
	*xmalloc:true*:*no_memory*|*xmalloc:true*:*without_memory*| \
	*xmalloc:true*:*impossible*|*xmalloc:true*:*rlimit_as_*| \
	*xmalloc:true*:*bad_alignment_is_*|*xmalloc:true*:*_errors| \
	*xmalloc:true*:*alignments_beyond_*|*xmalloc:true*:*_enomem| \
	*xmalloc:true*:*_fails|*xmalloc:true*:*after_failures| \
	*xmalloc:true*:*product_that_wraps_*|*xmalloc:true*:*failure_leaves*| \
	*xmalloc:true*:t_allocx:numbers_of_nothing| \
	*xmalloc:true*:t_operators:handler_that_finds_memory| \
	*xmalloc:true*:t_bsd:reallocarray_multiplies| \
	*xmalloc:true*:t_bsd:reallocarr_changes_the_pointer| \
	*xmalloc:true*:t_start:thread_with_the_least_stack) ;;
	# They ask for objects of no bytes.
	*sysv:true*:*size_0*|*sysv:true*:*all_bytes_writable_*| \
	*sysv:true*:*null_pointer_is_malloc|*sysv:true*:t_size_classes:*| \
	*sysv:true*:*reallocf_resizes|*sysv:true*:*reallocarray_multiplies| \
	*sysv:true*:*recallocarray_errors|*sysv:true*:*_and_good_size| \
	*sysv:true*:*no_elements_is_*|*sysv:true*:*every_alignment_and_size| \
	*sysv:true*:*alignment_below_a_pointer_*| \
	*sysv:true*:*valloc_aligns_to_the_page) ;;
	*)	return 1 ;;
	esac
}

# run PROGRAM CASE: how it ended is left in result.
run()
{
	local status

	mkdir work && cd work || exit 1
	status=0
	: >../out
	timeout ${seconds} "$1" -r result -s "${dir}" "$2" >>../out 2>&1 ||
	    status=$?
	result=$(cat result 2>/dev/null)
	cd .. && rm -rf work
	case ${result},${status} in
	passed,0|expected_*|skipped*,0) ;;
	*,124)	result="not done in ${seconds} seconds" ;;
	*)	result="${result:-died}, status ${status}" ;;
	esac
}

all=false
scale=2
seconds=120
while getopts as: option; do
	case ${option} in
	a)	all=true seconds=900 ;;
	s)	scale=${OPTARG} ;;
	*)	exit 1 ;;
	esac
done
shift $((OPTIND - 1))
dir=$1

ulimit -c 0
MALLOC_CONF=${MALLOC_CONF:-}; export MALLOC_CONF
MALLOC_TEST_SCALE=${scale}; export MALLOC_TEST_SCALE
__RUNNING_INSIDE_ATF_RUN=internal-yes-value; export __RUNNING_INSIDE_ATF_RUN
passed=0 failed=0 skipped=0

for program in "${dir}"/t_*; do
	name=${program##*/}
	[ -x "${program}" ] && [ "${name}" = "${name%.*}" ] || continue
	"${program}" -s "${dir}" -l >cases 2>out || echo "died" >>out
	if [ -s out ]; then
		echo "failed: ${name}:"
		cat out
		failed=$((failed + 1))
	fi
	for case in $(sed -n 's/^ident: //p' cases); do
		contradicts "${name}:${case}" && continue
		${all} || ! takes_long "${name}:${case}" || continue
		run "${program}" "${case}"
		case ${result} in
		passed,*|passed|expected_*) passed=$((passed + 1)) ;;
		skipped*) skipped=$((skipped + 1)) ;;
		*)
			echo "failed: ${name}:${case}: ${result}"
			cat out
			failed=$((failed + 1)) ;;
		esac
	done
done
echo "${passed} ${failed} ${skipped}"
[ "${failed}" -eq 0 ]
