# SPDX-License-Identifier: BSD-2-Clause
#
# Numeric options over their whole ranges and a little beyond: M082 to M086,
# M092 to M094.  Whatever the value, a program works.

# try OPTION [VALUE ...]: may_fail is set where memory may not suffice.
try()
{
	local option v

	option=$1
	shift
	ulimit -c 0
	for v; do
		if ! MALLOC_CONF=$option:$v timeout 60 \
		    "$(atf_get_srcdir)/h_work" $may_fail >out 2>&1; then
			cat out
			echo "$option:$v" >>failed
		elif grep -v '^<jemalloc>: [A-Z]' out; then
			echo "$option:$v: strange words" >>failed
		fi
	done
}

verdict()
{
	[ ! -s failed ] || atf_fail "$(tr '\n' ' ' <failed)"
}

# Skips what the build does not have.
built()
{
	"$(atf_get_srcdir)/h_built" "$1" || atf_skip "built without $1"
}

cases=
over()
{
	atf_test_case "$1"
	eval "$1_body() { may_fail=$4; try '$2' $3; verdict; }"
	cases="$cases $1"
}

over lg_dirty_mult lg_dirty_mult "-1 $(seq -s ' ' 0 64) 65 -2"
over lg_chunk_to_16_mib lg_chunk "$(seq -s ' ' 0 24)"
over lg_chunk_beyond lg_chunk "$(seq -s ' ' 25 65)" yes
over narenas narenas "0 1 2 3 5 7 8 9 31 64 65 100 511 512 513 1000 4095
4096 100000 524287 524288 524289 1000000 4294967295 4294967296
9223372036854775807 18446744073709551615 18446744073709551616"

atf_test_case small_classes
small_classes_body()
{
	local q c

	for q in 0 3 4 5 6 7 8 9 10 11 12 63 64; do
		for c in 0 4 5 6 7 8 9 10 11 12 63; do
			try "lg_qspace_max:$q,lg_cspace_max" "$c"
		done
	done
	verdict
}

atf_test_case small_chunks_and_many_arenas
small_chunks_and_many_arenas_body()
{
	local c

	for c in 13 14 15 16 18 20; do
		try "lg_chunk:$c,narenas" 1 3 1000 100000
		try "lg_chunk:$c,lg_dirty_mult" -1 0 63
		try "lg_chunk:$c,lg_qspace_max:4,lg_cspace_max" 6 11
	done
	verdict
}

# M085: one table of arenas, in a chunk and in 4 MiB.
atf_test_case narenas_message
narenas_message_body()
{
	atf_check \
	    -e inline:'<jemalloc>: Reducing narenas to limit (524288)\n' \
	    env MALLOC_CONF=narenas:524289 "$(atf_get_srcdir)/h_work"
	atf_check -e empty env MALLOC_CONF=narenas:524288 \
	    "$(atf_get_srcdir)/h_work"
	atf_check \
	    -e inline:'<jemalloc>: Reducing narenas to limit (1024)\n' \
	    env MALLOC_CONF=lg_chunk:13,narenas:1025 \
	    "$(atf_get_srcdir)/h_work"
}

atf_test_case lg_chunk_message
lg_chunk_message_body()
{
	for v in 33 45 63; do
		atf_check \
		    -e inline:'<jemalloc>: Reducing lg_chunk to limit (32)\n' \
		    env MALLOC_CONF=lg_chunk:$v "$(atf_get_srcdir)/h_work" few
	done
}

atf_test_case tcache
tcache_body()
{
	built tcache
	try tcache true false
	try lg_tcache_max $(seq 0 65)
	try lg_tcache_gc_sweep -1 $(seq 0 65)
	try lg_tcache_max:63,lg_tcache_gc_sweep -1 0 1 63
	try lg_tcache_max:0,lg_tcache_gc_sweep -1 0 1 63
	try lg_chunk:13,lg_tcache_max 0 12 13 14 63
	try lg_qspace_max:9,lg_cspace_max:11,lg_tcache_max 0 12 18 63
	verdict
}

atf_init_test_cases()
{
	local c

	for c in $cases small_classes small_chunks_and_many_arenas \
	    narenas_message lg_chunk_message tcache; do
		atf_add_test_case "$c"
	done
}
