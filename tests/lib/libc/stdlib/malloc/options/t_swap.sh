# SPDX-License-Identifier: BSD-2-Clause
#
# Swap files: M105, M225 to M228.  Real files in the work directory.

# swap OPTIONS WHAT [FILE ...]
swap()
{
	local conf

	ulimit -c 0
	conf=$1
	shift
	"$(atf_get_srcdir)/h_built" swap || atf_skip "built without swap"
	atf_check env MALLOC_CONF="$conf" timeout 120 \
	    "$(atf_get_srcdir)/h_swap" "$@"
}

# file NAME BYTES: sparse.
file()
{
	atf_check truncate -s "$2" "$1"
}

# dirty NAME: its bytes are anything but zero.
dirty()
{
	tr '\0' '\377' <"$1" >"$1".new && mv "$1".new "$1" ||
	    atf_fail "$1 cannot be written"
}

atf_test_case names
names_body()
{
	file one 16777316
	swap '' names one
	file two 4194304
	file three 5000000
	swap overcommit:false names one two three
}

atf_test_case bad_descriptors
bad_descriptors_body()
{
	file one 16777216
	file small 1048576
	file tiny 10
	file empty 0
	file read-only 16777216
	swap '' bad one small tiny empty
}

# M228: the manual says of a file that is not whole pages that it is cut.
atf_test_case files_are_cut_to_whole_pages
files_are_cut_to_whole_pages_body()
{
	file one 16777316
	file two 5000000
	file three 8192
	swap overcommit:false names one two three
	atf_check -o inline:'16777216\n4997120\n8192\n' \
	    stat -c %s one two three
}

atf_test_case refused_files_stay_as_they_are
refused_files_stay_as_they_are_body()
{
	file one 16777316
	file two 1000
	swap '' refused one two
	file two 9999
	chmod 444 two
	swap '' refused_read_only one two
	atf_check -o inline:'16777316\n9999\n' stat -c %s one two
}

# The same pages would be memory at two addresses.
atf_test_case one_file_twice_is_refused
one_file_twice_is_refused_body()
{
	file one 16777216
	file two 8388608
	ln two three
	ln -s two four
	for again in two three four; do
		swap '' refused two $again
		swap '' refused two one $again
	done
}

# Blocks from before grow into free addresses behind them: not now.
atf_test_case growth_in_place_is_overcommit_too
growth_in_place_is_overcommit_too_body()
{
	file one 16777216
	swap overcommit:false grows_no_more one
	swap overcommit:true grows_on one
}

atf_test_case exhaustion_without_overcommit
exhaustion_without_overcommit_body()
{
	file one 16777216
	swap overcommit:false exhausted one
}

# Chunks that lie in two files, and ends that no chunk reaches.
atf_test_case sizes_that_are_no_multiples
sizes_that_are_no_multiples_body()
{
	file one 10485860
	file two 7344999
	file three 4097
	file four 9000000
	swap overcommit:false exhausted one two three four
	dirty one
	dirty four
	swap overcommit:false exhausted four one three two
}

atf_test_case other_chunk_sizes
other_chunk_sizes_body()
{
	file one 5000000
	file two 6000001
	swap overcommit:false,lg_chunk:20 exhausted one two
	swap overcommit:true,lg_chunk:20 overcommitted one two
	file three 70000000
	swap overcommit:false,lg_chunk:24 exhausted three
}

atf_test_case aligned_blocks
aligned_blocks_body()
{
	file one 40000000
	file two 30000000
	swap overcommit:false,lg_chunk:20 aligned one two
}

atf_test_case overcommit
overcommit_body()
{
	file one 10485860
	file two 7344999
	swap '' overcommitted one two
	swap overcommit:true overcommitted two one
}

atf_test_case contents_not_known_to_be_zero
contents_not_known_to_be_zero_body()
{
	file one 34000000
	dirty one
	swap overcommit:false unknown one
}

atf_test_case prezeroed
prezeroed_body()
{
	file one 34000000
	swap overcommit:false prezeroed one
}

atf_test_case huge_objects_are_resized
huge_objects_are_resized_body()
{
	file one 50000000
	file two 50000000
	swap overcommit:false resized one two
	swap overcommit:true resized one two
}

atf_test_case without_files_nothing_is_different
without_files_nothing_is_different_body()
{
	swap overcommit:false none
}

atf_init_test_cases()
{
	atf_add_test_case names
	atf_add_test_case bad_descriptors
	atf_add_test_case files_are_cut_to_whole_pages
	atf_add_test_case refused_files_stay_as_they_are
	atf_add_test_case one_file_twice_is_refused
	atf_add_test_case growth_in_place_is_overcommit_too
	atf_add_test_case exhaustion_without_overcommit
	atf_add_test_case sizes_that_are_no_multiples
	atf_add_test_case other_chunk_sizes
	atf_add_test_case aligned_blocks
	atf_add_test_case overcommit
	atf_add_test_case contents_not_known_to_be_zero
	atf_add_test_case prezeroed
	atf_add_test_case huge_objects_are_resized
	atf_add_test_case without_files_nothing_is_different
}
