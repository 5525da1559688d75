# SPDX-License-Identifier: BSD-2-Clause
#
# Reads what the dynamic linker says with LD_DEBUG=bindings, and prints each
# binding that lets a pointer to memory cross from one heap into another:
#  - a name of the malloc family bound to anything but the overlay, unless it
#    leads there: the address of a function may be that of a jump in the
#    program, which is bound to the function in turn;
#  - a name of another allocator that gives or takes memory, called from
#    outside that allocator, where the overlay has no such name;
#  - a C++ operator new or delete of another library.
# Exit status 1 if there is one, 2 if no name is bound to the overlay.
# Names of other allocators that pass no memory are printed after "harmless".

BEGIN {
	n = split("malloc calloc realloc free posix_memalign aligned_alloc " \
	    "memalign valloc pvalloc malloc_usable_size", names)
	while (n > 0)
		family[names[n--]] = 1
	# glibc's functions on top of these reach them through their names.
	# free_sized, sdallocx, je_free, tc_malloc, __libc_free, mi_realloc ...
	other = "^(_*(je|tc|mi|nedalloc|scalable|rp|sn|libc)_+)?" \
	    "(mallocx|rallocx|xallocx|sallocx|dallocx|sdallocx|allocm|" \
	    "rallocm|sallocm|dallocm|malloc|calloc|realloc|free|cfree|" \
	    "memalign|aligned_alloc|posix_memalign|valloc|pvalloc|" \
	    "malloc_usable_size|free_sized|free_aligned_sized|" \
	    "aligned_malloc|aligned_free|aligned_realloc|msize)$"
	harmless = "^(_*je_)?(mallctl|mallctlbymib|mallctlnametomib|" \
	    "malloc_stats_print|nallocx|nallocm)$"
}

/binding file / {
	match($0, /binding file /)
	line = substr($0, RSTART + RLENGTH)
	from = line
	sub(/ \[[0-9]+\] to .*/, "", from)
	to = line
	sub(/.* to /, "", to)
	sub(/ \[[0-9]+\]: .*/, "", to)
	name = line
	sub(/.* symbol `/, "", name)
	sub(/'.*/, "", name)
	if (name in family)
		allocator[from " takes " name " of " to] = to " takes " name
	else if (name ~ harmless && from != to)
		print "harmless: " from " takes " name " of " to
	else if (name ~ other && from != to && to != overlay)
		bad(from " takes " name " of " to)
	else if (name ~ /^_Z(n[wa]|d[la])/)
		operators[to] = operators[to] " " name
}

function bad(what)
{
	print "crossing: " what
	nbad++
}

END {
	mine = " of " overlay
	for (b in allocator) {
		if (substr(b, length(b) - length(mine) + 1) == mine)
			bound++
		else if (!((allocator[b] mine) in allocator))
			bad(b)
	}
	for (to in operators) {
		nops++
		where = where " " to
	}
	if (nops > 1 || (nops == 1 && where != " " overlay))
		bad("operators new and delete of" where)
	if (bound == 0) {
		print "no name of the malloc family is bound to " overlay
		exit 2
	}
	exit nbad > 0
}
