/*-
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Floor 8, doors: functions that programs of a glibc host expect of their
 * malloc, answering for this heap.  Numbers come by mallctl; the structures
 * are the host's.
 */

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>

#include "door.h"
#include "malloc_ctl.h"
#include "malloc_print.h"
#include "malloc_stats.h"
#include "malloc_thread.h"

static size_t
read_size(const char *name)
{
	size_t value = 0, len = sizeof(value);

	(void)ctl_by_name(name, &value, &len, NULL, 0);
	return (value);
}

static uint64_t
read_count(const char *name)
{
	uint64_t value = 0;
	size_t len = sizeof(value);

	(void)ctl_by_name(name, &value, &len, NULL, 0);
	return (value);
}

/* Dirty pages of all arenas, in bytes. */
static size_t
dirty_bytes(void)
{
	size_t mib[4], miblen = nitems(mib), npages = 0, len;
	unsigned narenas = 0;

	len = sizeof(narenas);
	(void)ctl_by_name("arenas.narenas", &narenas, &len, NULL, 0);
	if (ctl_name_to_mib("stats.arenas.0.pdirty", mib, &miblen) != 0)
		return (0);
	mib[2] = narenas;
	len = sizeof(npages);
	(void)ctl_by_mib(mib, miblen, &npages, &len, NULL, 0);
	return (npages << lg_page());
}

static void
refresh(void)
{
	uint64_t epoch = 1;

	if (!boot())
		return;
	(void)ctl_by_name("epoch", NULL, NULL, &epoch, sizeof(epoch));
}

PUBLIC struct mallinfo2
mallinfo2(void)
{
	struct mallinfo2 info = { 0 };
	size_t huge;

	refresh();
	huge = read_size("stats.huge.allocated");
	info.arena = read_size("stats.mapped") - huge;
	info.uordblks = read_size("stats.allocated") - huge;
	info.fordblks = info.arena - info.uordblks;
	info.hblkhd = huge;
	info.hblks = read_count("stats.huge.nmalloc") -
	    read_count("stats.huge.ndalloc");
	info.keepcost = dirty_bytes();
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
