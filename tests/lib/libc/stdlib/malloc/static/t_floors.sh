# SPDX-License-Identifier: BSD-2-Clause
#
# The allocator is a house of floors: a file includes and calls its own floor
# and those below it.  A newcomer finds its place in the table or fails here.

# Floor, then the rooms: NAME stands for NAME.c and NAME.h.
floors()
{
	cat <<-'TABLE'
	0	malloc_config malloc_namespace malloc_public port port_libc
	0	port_glibc
	1	malloc_lock malloc_print malloc_tree
	2	malloc_conf size_class fill
	3	base extent chunk chunk_mmap chunk_dss chunk_swap
	4	pagemap run bin arena huge misuse
	5	tcache malloc_thread
	6	alloc again fast
	7	malloc_snapshot malloc_ctl_rows malloc_ctl malloc_stats
	8	malloc_boot door malloc malloc_compat malloc_cxx malloc_glibc mallocx allocm
	8	mallctl
	TABLE
}

# Headers from elsewhere: those that a compiler brings, and the pause
# instruction of the CPU.  Only a port, and the functions that a host has in
# addition, know more of it.
foreign='<stdalign.h> <stdarg.h> <stdatomic.h> <stdbool.h> <stddef.h>
<stdint.h> <sys/types.h> <unwind.h> "cpu_pause.h"'

# Names that floor 0 calls upwards: the hooks that port.h declares.
hooks='^__malloc_hook_'

rooms()
{
	floors | awk '{ for (i = 2; i <= NF; i++) print $i, $1 }'
}

dir()
{
	echo "$(atf_config_get srctop)/lib/libc/stdlib/malloc"
}

objects()
{
	echo "$(atf_config_get objroot)/lib"
}

atf_test_case table_is_complete
table_is_complete_body()
{
	rooms | awk '{ print $1 }' | sort >table
	atf_check uniq -d table
	( cd "$(dir)" && ls *.[ch] ) | sed 's/\.[ch]$//' | sort -u >files
	comm -13 table files >lacking
	comm -23 table files >gone
	[ ! -s lacking ] || atf_fail "on no floor: $(echo $(cat lacking))"
	[ ! -s gone ] || atf_fail "on a floor, but no file: $(echo $(cat gone))"
}

# Fails with a line for each include of a higher floor, or of nothing we know.
check_includes()
{
	rooms >rooms
	( cd "$1" && grep -Hn '^[[:space:]]*#[[:space:]]*include' *.[ch] ) |
	    awk -v foreign="$(echo $foreign)" '
	BEGIN {
		while ((getline line <"rooms") > 0) {
			split(line, a, " ")
			floor[a[1]] = a[2]
		}
		n = split(foreign, a, " ")
		for (i = 1; i <= n; i++)
			known[a[i]] = 1
	}
	{
		split($0, part, ":")
		who = part[1]
		sub(/\.[ch]$/, "", who)
		what = $0
		sub(/^[^"<]*/, "", what)
		sub(/[">][^">]*$/, "", what)
		what = what (what ~ /^"/ ? "\"" : ">")
		room = what
		gsub(/"/, "", room)
		sub(/\.h$/, "", room)
		nlines++
		if (what ~ /^"/ && room in floor) {
			if (floor[room] > floor[who])
				print part[1] ":" part[2] ": " what \
				    " is on floor " floor[room] ", " who \
				    " on floor " floor[who]
		} else if (!(what in known) && who !~ /^(port_|malloc_glibc$)/)
			print part[1] ":" part[2] ": " what
	}
	END {
		if (nlines < 60)
			print "only " nlines " includes seen"
	}' >bad
	[ ! -s bad ] || atf_fail "$(tr '\n' ' ' <bad)"
}

atf_test_case includes_go_down
includes_go_down_body()
{
	check_includes "$(dir)"
}

# Undefined names of an object are defined on its floor or below.
check_calls()
{
	local floor o room

	: >defined
	: >wanted
	for o in "$1"/*.o; do
		room=$(basename "$o" .o)
		floor=$(rooms | awk -v room="$room" '$1 == room { print $2 }')
		[ -n "$floor" ] || continue
		nm --defined-only -g "$o" | awk -v f="$floor" -v r="$room" \
		    'NF == 3 { print $3, f, r }' >>defined
		nm -u "$o" | awk -v f="$floor" -v r="$room" \
		    '{ print $NF, f, r }' >>wanted
	done
	[ "$(wc -l <defined)" -gt 100 ] || atf_fail "no objects in $1"
	grep -v "$hooks" wanted | awk '
	BEGIN {
		while ((getline line <"defined") > 0) {
			split(line, a, " ")
			floor[a[1]] = a[2]
			room[a[1]] = a[3]
		}
	}
	$1 in floor && floor[$1] > $2 {
		print $3 " (floor " $2 ") uses " $1 " of " room[$1] \
		    " (floor " floor[$1] ")"
	}' >bad
	[ ! -s bad ] || atf_fail "$(cat bad)"
	grep -q "$hooks" wanted || atf_fail "no port in $1"
}

atf_test_case calls_go_down_in_libjemalloc
calls_go_down_in_libjemalloc_body()
{
	check_calls "$(objects)/libjemalloc"
}

atf_test_case calls_go_down_in_libc
calls_go_down_in_libc_body()
{
	check_calls "$(objects)/libc"
}

# The checks themselves see a wrong line.
atf_test_case faults_are_seen
faults_are_seen_body()
{
	cp -R "$(dir)" copy
	printf '#include "arena.h"\n' >>copy/extent.c
	( check_includes copy ) >/dev/null 2>&1 &&
	    atf_fail "extent.c may include arena.h"
	cp "$(dir)/extent.c" copy
	printf '#include <stdio.h>\n' >>copy/bin.h
	( check_includes copy ) >/dev/null 2>&1 &&
	    atf_fail "bin.h may include <stdio.h>"
	:
}

atf_init_test_cases()
{
	atf_add_test_case table_is_complete
	atf_add_test_case includes_go_down
	atf_add_test_case calls_go_down_in_libjemalloc
	atf_add_test_case calls_go_down_in_libc
	atf_add_test_case faults_are_seen
}
