/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Prints the options in force after boot, one a line.  Compiled again with
 * PROGRAM_CONF as a program that brings its own malloc_conf.
 */
#include <stdio.h>
#include <stdlib.h>

#include "size_class.h"

#ifdef PROGRAM_CONF
extern const char *malloc_conf;
const char *malloc_conf = PROGRAM_CONF;
#endif

int
main(void)
{
	void *p;

	p = malloc(1);
	__asm__ volatile ("" : : "r" (p) : "memory");
	free(p);
	printf("abort:%s\n", conf.abort ? "true" : "false");
	printf("stats_print:%s\n", conf.stats_print ? "true" : "false");
	printf("junk:%s\n", conf.junk ? "true" : "false");
	printf("zero:%s\n", conf.zero ? "true" : "false");
	printf("sysv:%s\n", conf.sysv ? "true" : "false");
	printf("xmalloc:%s\n", conf.xmalloc ? "true" : "false");
	printf("tcache:%s\n", conf.tcache ? "true" : "false");
	printf("overcommit:%s\n", conf.overcommit ? "true" : "false");
	printf("lg_qspace_max:%zu\n", conf.lg_qspace_max);
	printf("lg_cspace_max:%zu\n", conf.lg_cspace_max);
	printf("lg_chunk:%zu\n", conf.lg_chunk);
	printf("narenas:%zu\n", conf.narenas);
	printf("lg_dirty_mult:%zd\n", conf.lg_dirty_mult);
	printf("lg_tcache_gc_sweep:%zd\n", conf.lg_tcache_gc_sweep);
	printf("lg_tcache_max:%zu\n", conf.lg_tcache_max);
	return 0;
}
