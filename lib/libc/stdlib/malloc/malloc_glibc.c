/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: functions that programs of a glibc host expect of their
 * malloc, answering for this heap.  The structures are the host's.
 *
 * Numbers that are compared with each other come from one place: those of
 * arenas from the epoch, by mallctl, those of huge blocks live.  Between the
 * two other threads go on.
 */

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>

#include "door.h"
#include "huge.h"
#include "malloc_ctl.h"
#include "malloc_print.h"
#include "malloc_stats.h"
#include "malloc_thread.h"

/* The sum over all arenas of what is named for the first. */
static size_t
read_sum(const char *name)
{
	size_t mib[5], miblen = nitems(mib), value = 0, len;
	unsigned narenas = 0;

	len = sizeof(narenas);
	(void)ctl_by_name("arenas.narenas", &narenas, &len, NULL, 0);
	if (ctl_name_to_mib(name, mib, &miblen) != 0)
		return (0);
	mib[2] = narenas;
	len = sizeof(value);
	(void)ctl_by_mib(mib, miblen, &value, &len, NULL, 0);
	return (value);
}

PUBLIC struct mallinfo2
mallinfo2(void)
{
	struct mallinfo2 info = { 0 };
	struct huge_stats huge = { 0 };
	uint64_t epoch = 1;

	if (!boot())
		return (info);
	(void)ctl_by_name("epoch", NULL, NULL, &epoch, sizeof(epoch));
	info.arena = read_sum("stats.arenas.0.mapped");
	info.uordblks = read_sum("stats.arenas.0.small.allocated") +
	    read_sum("stats.arenas.0.large.allocated");
	/* Another thread may begin a new epoch meanwhile. */
	if (info.uordblks > info.arena)
		info.uordblks = info.arena;
	info.fordblks = info.arena - info.uordblks;
	if (config_stats)
		huge_stats_read(&huge);
	info.hblkhd = huge.allocated;
	info.hblks = huge.nmalloc - huge.ndalloc;
	info.keepcost = read_sum("stats.arenas.0.pdirty") << lg_page();
	return (info);
}

/* What does not fit is the largest that does. */
static int
clip(size_t n)
{

	return (n > INT_MAX ? INT_MAX : (int)n);
}

PUBLIC struct mallinfo
mallinfo(void)
{
	struct mallinfo2 wide;
	struct mallinfo info = { 0 };

	wide = mallinfo2();
	info.arena = clip(wide.arena);
	info.uordblks = clip(wide.uordblks);
	info.fordblks = clip(wide.fordblks);
	info.hblkhd = clip(wide.hblkhd);
	info.hblks = clip(wide.hblks);
	info.keepcost = clip(wide.keepcost);
	return (info);
}

/* 1 if pages went back.  All do, whatever pad says. */
PUBLIC int
malloc_trim(size_t pad)
{
	struct mallinfo2 before, after;

	(void)pad;
	before = mallinfo2();
	thread_trim();
	after = mallinfo2();
	return (before.keepcost > after.keepcost ||
	    before.arena > after.arena);
}

PUBLIC int
malloc_info(int options, FILE *fp)
{
	struct mallinfo2 info;
	char text[PRINT_MAX];

	if (options != 0) {
		errno = EINVAL;
		return (-1);
	}
	info = mallinfo2();
	(void)print_format(text, sizeof(text), "<malloc version=\"1\">\n"
	    "<system type=\"current\" size=\"%zu\"/>\n"
	    "<total type=\"mmap\" count=\"%zu\" size=\"%zu\"/>\n"
	    "<total type=\"used\" size=\"%zu\"/>\n"
	    "<total type=\"rest\" size=\"%zu\"/>\n"
	    "</malloc>\n", info.arena + info.hblkhd, info.hblks, info.hblkhd,
	    info.uordblks, info.fordblks);
	return (fputs(text, fp) == EOF ? -1 : 0);
}

/* None of glibc's parameters exists here: nothing is changed, and said so. */
PUBLIC int
mallopt(int parameter, int value)
{

	(void)parameter;
	(void)value;
	return (0);
}

PUBLIC void
malloc_stats(void)
{

	if (boot())
		stats_write(NULL, NULL, "");
}
