# SPDX-License-Identifier: BSD-2-Clause
#
# rows.txt: every promise of the manual has a test, and that test exists.

first=1
last=253

# rows FILE: without comments.
rows()
{
	sed -e '/^#/d' -e '/^$/d' "$1"
}

# Numbers without a row, with several, or out of range; rows without a case.
check_numbers()
{
	seq -f 'M%03g' $first $last >wanted
	rows "$1" | cut -f1 | sort >found
	diff wanted found
	rows "$1" | grep -Ev '^M[0-9]{3}	(profiling|[a-z_]+(/[a-z_]+)+:[a-z0-9_]+( [a-z_]+(/[a-z_]+)+:[a-z0-9_]+)*)$'
}

# check_cases FILE: cases that no program has.
check_cases()
{
	local path program tests

	tests=$(atf_get_srcdir)/../../../../..
	rows "$1" | cut -f2 | tr ' ' '\n' | grep -v '^profiling$' |
	    sort -u >named
	cut -d: -f1 named | sort -u | while read -r program; do
		case $program in
		share/*)	path=$tests/$program ;;
		*)		path=$(atf_get_srcdir)/../$program ;;
		esac
		"$path" -s "${path%/*}" -l 2>/dev/null |
		    sed -n "s,^ident: ,$program:,p"
	done | sort -u >existing
	comm -23 named existing
}

# nothing_in FILE
nothing_in()
{
	[ ! -s "$1" ] || {
		cat "$1"
		atf_fail "$(head -n 5 "$1" | tr '\n' ' ')"
	}
}

atf_test_case each_row_has_a_case
each_row_has_a_case_body()
{
	check_numbers "$(atf_get_srcdir)/rows.txt" >wrong
	nothing_in wrong
}

atf_test_case each_case_exists
each_case_exists_body()
{
	# The table is that of a build with everything in.
	"$(atf_get_srcdir)/../unit/t_tcache" -l | grep -q pace_of_collection ||
	    atf_skip "the knobs leave rooms out, and their cases"
	check_cases "$(atf_get_srcdir)/rows.txt" >wrong
	nothing_in wrong
}

# Heap profiles are another matter; nothing else may wait.
atf_test_case only_profiling_waits
only_profiling_waits_body()
{
	rows "$(atf_get_srcdir)/rows.txt" | sed -n 's/	profiling$//p' >got
	{
		echo M078
		seq -f 'M%03g' 95 104
		seq -f 'M%03g' 137 146
		seq -f 'M%03g' 182 184
		seq -f 'M%03g' 242 247
	} >may
	atf_check comm -23 got may
}

# A table with one fault in it does not pass.
atf_test_case faults_of_the_table_are_seen
faults_of_the_table_are_seen_body()
{
	cp "$(atf_get_srcdir)/rows.txt" good
	for fault in '/^M107/d' '/^M253/d' 's/^M001/M002/' 's/^\(M052	\).*/\1/' \
	    's/^\(M052	\).*/\1profiling too/' 's/^M253/M254/' \
	    's/^\(M060	\).*/\1later/'; do
		sed "$fault" good >bad
		check_numbers bad >wrong
		[ -s wrong ] || atf_fail "$fault passes"
	done
	for fault in 's/t_malloc:/t_malloc_gone:/' \
	    's/:size_0_is_a_distinct/:size_1_is_a_distinct/' \
	    's,share/man/t_manual:knobs,share/man/t_manual:knob,'; do
		sed "$fault" good >bad
		check_cases bad >wrong
		[ -s wrong ] || atf_fail "$fault passes"
	done
}

atf_init_test_cases()
{
	atf_add_test_case each_row_has_a_case
	atf_add_test_case each_case_exists
	atf_add_test_case only_profiling_waits
	atf_add_test_case faults_of_the_table_are_seen
}
