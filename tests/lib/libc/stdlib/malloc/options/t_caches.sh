# SPDX-License-Identifier: BSD-2-Clause
#
# opt.tcache: M092.

caches()
{
	ulimit -c 0
	for config in stats tcache; do
		"$(atf_get_srcdir)/h_built" $config ||
		    atf_skip "built without $config"
	done
	atf_check env MALLOC_CONF="$1" "$(atf_get_srcdir)/h_caches" "$2"
}

atf_test_case tcache_false_fills_nothing
tcache_false_fills_nothing_body()
{
	caches tcache:false off
	caches tcache:false,narenas:1 off
	caches tcache:false,lg_tcache_gc_sweep:0,lg_tcache_max:20 off
}

atf_test_case tcache_true_fills
tcache_true_fills_body()
{
	caches tcache:true on
	caches narenas:1 on
}

atf_init_test_cases()
{
	atf_add_test_case tcache_false_fills_nothing
	atf_add_test_case tcache_true_fills
}
