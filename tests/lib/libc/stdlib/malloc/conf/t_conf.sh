# SPDX-License-Identifier: BSD-2-Clause
#
# The programs of ../api and ../stress once more under options, one or two at
# a time, that change the geometry, the caches or the purging.  The stress is a
# fraction of what it is by default: "-v test_suites.libc.conf_scale=PERCENT"
# changes that.  "-v test_suites.libc.conf=no" leaves all of it out.

# A build without a feature lacks the feature's options as well, and says so
# when a program starts.
need_options()
{
	local program unknown

	for program in "$1"/t_*; do
		[ -x "${program}" ] && break
	done
	unknown=$("${program}" -l 2>&1 >/dev/null |
	    sed -n 's/^<jemalloc>: Invalid conf pair: //p')
	[ -z "${unknown}" ] || atf_skip "this build has no option" ${unknown}
}

# run_cases DIRECTORY: its programs; what failed is shown, and fails the case.
run_cases()
{
	local dir scale

	[ "$(atf_config_get conf yes)" = yes ] ||
	    atf_skip "left to the array of configurations"
	dir=$(atf_get_srcdir)/../$1
	need_options "${dir}"
	scale=$(atf_config_get conf_scale 2)
	if ! "$(atf_get_srcdir)/h_cases.sh" -s "${scale}" "${dir}" >said; then
		cat said
		atf_fail "$(sed -n 's/^failed: \([^ ]*\):.*/\1/p' said |
		    tr '\n' ' ')"
	fi
	set -- $(tail -n 1 said)
	[ $(($1 + $3)) -gt 20 ] || atf_fail "only $1 cases in ${dir}"
}

# under NAME OPTIONS [DIRECTORY]: a case for each directory, under these
# options.
cases=
under()
{
	local dir

	for dir in ${3:-api stress}; do
		atf_test_case $1_${dir}
		eval "$1_${dir}_head() { atf_set timeout 900; }"
		eval "$1_${dir}_body() {
			MALLOC_CONF=$2; export MALLOC_CONF
			run_cases ${dir}
		}"
		cases="${cases} $1_${dir}"
	done
}

under no_tcache tcache:false
under one_arena narenas:1
under many_arenas narenas:64
under small_chunks lg_chunk:20
under great_chunks lg_chunk:24,narenas:2
under never_purge lg_dirty_mult:-1
under purge_at_once lg_dirty_mult:0,lg_tcache_gc_sweep:4
under small_objects_cached_only lg_tcache_max:0,lg_tcache_gc_sweep:-1
under large_objects_cached lg_tcache_max:20
under other_small_classes lg_qspace_max:6,lg_cspace_max:10
under junk junk:true api
under zero zero:true,junk:false api
under junk_without_caches junk:true,tcache:false api
under sysv_false sysv:false,xmalloc:false api
under abort abort:true,overcommit:false api
under few_cacheline_classes lg_qspace_max:9,lg_cspace_max:11,lg_chunk:21

atf_init_test_cases()
{
	local c

	for c in ${cases}; do
		atf_add_test_case ${c}
	done
}
