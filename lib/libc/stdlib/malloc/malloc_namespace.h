/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The rooms call each other by short names; outside, in a library that a
 * program is linked with, they bear a reserved prefix.  Every function and
 * object with external linkage stands here, but for the public ones.
 */

#ifndef _MALLOC_NAMESPACE_H_
#define	_MALLOC_NAMESPACE_H_

#define	alloc			__malloc_alloc
#define	alloc_aligned		__malloc_alloc_aligned
#define	alloc_free		__malloc_alloc_free
#define	alloc_resize		__malloc_alloc_resize
#define	alloc_usable_size	__malloc_alloc_usable_size
#define	arena_check		__malloc_arena_check
#define	arena_count		__malloc_arena_count
#define	arena_dalloc		__malloc_arena_dalloc
#define	arena_large_alloc	__malloc_arena_large_alloc
#define	arena_large_resize	__malloc_arena_large_resize
#define	arena_large_size	__malloc_arena_large_size
#define	arena_new		__malloc_arena_new
#define	arena_postfork		__malloc_arena_postfork
#define	arena_prefork_bins	__malloc_arena_prefork_bins
#define	arena_prefork_heap	__malloc_arena_prefork_heap
#define	arena_purge		__malloc_arena_purge
#define	arena_small_alloc	__malloc_arena_small_alloc
#define	arena_waits		__malloc_arena_waits
#define	arenas_get		__malloc_arenas_get
#define	base_alloc		__malloc_base_alloc
#define	base_dalloc		__malloc_base_dalloc
#define	base_mapped		__malloc_base_mapped
#define	base_postfork		__malloc_base_postfork
#define	base_prefork		__malloc_base_prefork
#define	bin_alloc		__malloc_bin_alloc
#define	bin_check		__malloc_bin_check
#define	bin_dalloc		__malloc_bin_dalloc
#define	bin_region		__malloc_bin_region
#define	bin_region_free		__malloc_bin_region_free
#define	bin_release		__malloc_bin_release
#define	boot_done		__malloc_boot_done
#define	boot_slow		__malloc_boot_slow
#define	chunk_alloc		__malloc_chunk_alloc
#define	chunk_dalloc		__malloc_chunk_dalloc
#define	chunk_dss_owns		__malloc_chunk_dss_owns
#define	chunk_extend		__malloc_chunk_extend
#define	chunk_layout		__malloc_chunk_layout
#define	chunk_mmap_extend	__malloc_chunk_mmap_extend
#define	chunk_moved_from	__malloc_chunk_moved_from
#define	chunk_postfork		__malloc_chunk_postfork
#define	chunk_prefork		__malloc_chunk_prefork
#define	chunk_source_dss	__malloc_chunk_source_dss
#define	chunk_source_mmap	__malloc_chunk_source_mmap
#define	chunk_stats_read	__malloc_chunk_stats_read
#define	chunk_tick		__malloc_chunk_tick
#define	chunk_trim		__malloc_chunk_trim
#define	chunks_release		__malloc_chunks_release
#define	conf			__malloc_conf
#define	conf_boot		__malloc_conf_boot
#define	conf_lg_page		__malloc_conf_lg_page
#define	conf_warn		__malloc_conf_warn
#define	extent_give		__malloc_extent_give
#define	extent_take		__malloc_extent_take
#define	extent_take_any		__malloc_extent_take_any
#define	huge_alloc		__malloc_huge_alloc
#define	huge_containing		__malloc_huge_containing
#define	huge_dalloc		__malloc_huge_dalloc
#define	huge_postfork		__malloc_huge_postfork
#define	huge_prefork		__malloc_huge_prefork
#define	huge_resize		__malloc_huge_resize
#define	huge_size		__malloc_huge_size
#define	huge_stats_read		__malloc_huge_stats_read
#define	lock_acquire_slow	__malloc_lock_acquire_slow
#define	lock_needed		__malloc_lock_needed
#define	lock_rank_fork		__malloc_lock_rank_fork
#define	lock_rank_pop		__malloc_lock_rank_pop
#define	lock_rank_push		__malloc_lock_rank_push
#define	lock_release_slow	__malloc_lock_release_slow
#define	lock_reset		__malloc_lock_reset
#define	malloc_hook_postfork_child	__malloc_hook_postfork_child
#define	malloc_hook_postfork_parent	__malloc_hook_postfork_parent
#define	malloc_hook_prefork	__malloc_hook_prefork
#define	malloc_hook_thread_exit	__malloc_hook_thread_exit
#define	misuse_pointer		__malloc_misuse_pointer
#define	narenas_open		__malloc_narenas_open
#define	pagemap_reserve		__malloc_pagemap_reserve
#define	pagemap_root		__malloc_pagemap_root
#define	pagemap_set		__malloc_pagemap_set
#define	pagemap_set_first	__malloc_pagemap_set_first
#define	port_abort		__malloc_port_abort
#define	port_atexit		__malloc_port_atexit
#define	port_errno		__malloc_port_errno
#define	port_getenv		__malloc_port_getenv
#define	port_hooks_init		__malloc_port_hooks_init
#define	port_map		__malloc_port_map
#define	port_move		__malloc_port_move
#define	port_ncpus		__malloc_port_ncpus
#define	port_page_size		__malloc_port_page_size
#define	port_purge		__malloc_port_purge
#define	port_readlink		__malloc_port_readlink
#define	port_sbrk		__malloc_port_sbrk
#define	port_seal		__malloc_port_seal
#define	port_secure		__malloc_port_secure
#define	port_set_errno		__malloc_port_set_errno
#define	port_thread_arm		__malloc_port_thread_arm
#define	port_thread_self	__malloc_port_thread_self
#define	port_threaded		__malloc_port_threaded
#define	port_time_ms		__malloc_port_time_ms
#define	port_unmap		__malloc_port_unmap
#define	port_wait		__malloc_port_wait
#define	port_wake		__malloc_port_wake
#define	port_write_error	__malloc_port_write_error
#define	print_assertion		__malloc_print_assertion
#define	print_fatal		__malloc_print_fatal
#define	print_format		__malloc_print_format
#define	print_message		__malloc_print_message
#define	print_vformat		__malloc_print_vformat
#define	run_alloc		__malloc_run_alloc
#define	run_check		__malloc_run_check
#define	run_free		__malloc_run_free
#define	run_grow		__malloc_run_grow
#define	run_purge		__malloc_run_purge
#define	run_shrink		__malloc_run_shrink
#define	size_class_boot		__malloc_size_class_boot
#define	size_classes		__malloc_size_classes
#define	stats_arenas_read	__malloc_stats_arenas_read
#define	stats_print_exit	__malloc_stats_print_exit
#define	tcache_alloc		__malloc_tcache_alloc
#define	tcache_bypass		__malloc_tcache_bypass
#define	tcache_dalloc		__malloc_tcache_dalloc
#define	tcache_flush		__malloc_tcache_flush
#define	tcache_init		__malloc_tcache_init
#define	tcache_unstarted	__malloc_tcache_unstarted
#define	thread_arena		__malloc_thread_arena
#define	thread_attach		__malloc_thread_attach
#define	thread_boot		__malloc_thread_boot
#define	thread_cache		__malloc_thread_cache
#define	thread_count		__malloc_thread_count
#define	thread_detach		__malloc_thread_detach
#define	thread_postfork		__malloc_thread_postfork
#define	thread_prefork		__malloc_thread_prefork
#define	thread_requests		__malloc_thread_requests
#define	thread_trim		__malloc_thread_trim

#endif /* !_MALLOC_NAMESPACE_H_ */
