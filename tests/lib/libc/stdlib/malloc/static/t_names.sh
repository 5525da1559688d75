# SPDX-License-Identifier: BSD-2-Clause
#
# The names of mallctl, three times: the table of the allocator, what the
# manual of jemalloc 2.2.1 lists (names.txt), and what jemalloc.3 does.  None
# has a name that the others lack, nor another type or access for it.

# pointers: all are one type to the table, but for the two arrays.
pointers()
{
	awk -F '\t' -v OFS='\t' '{
		if ($2 ~ /\*$/ && $2 != "bool *" && $2 != "int *")
			$2 = "pointer"
		print
	}'
}

# Sorted lines of name, type, access.
table()
{
	"$(atf_get_srcdir)/h_ctl_rows" | sort
}

# Names of heap profiles come all together, or not at all.
manual()
{
	local profiles

	profiles=no
	! "$(atf_get_srcdir)/h_ctl_rows" | grep -q '^prof\.' || profiles=yes
	sed -e '/^#/d' -e '/^$/d' -e 's/^+//' "$1" |
	    awk -F '\t' -v OFS='\t' -v profiles=$profiles '
		$4 !~ /prof/ || profiles == "yes" { print $1, $2, $3 }' |
	    pointers | sort
}

page()
{
	sed -n 's/^\.It Va \([^ ]*\) Po Vt "*\([^"]*\)"* Pc Li \([^ ]*\).*/\1	\2	\3/p' \
	    "$1" | pointers | sort
}

# The page says of one name that it is another's.
alias='stats.arenas.<i>.purged	uint64_t	r-'

# compare FILE FILE: lines of either that the other lacks.
compare()
{
	diff "$1" "$2" | grep '^[<>]' >differ
	[ ! -s differ ] || {
		cat differ
		atf_fail "$(head -n 5 differ | tr '\n\t' '  ')"
	}
}

atf_test_case table_and_manual
table_and_manual_body()
{
	table >table
	[ "$(wc -l <table)" -ge 110 ] || atf_fail "few names"
	manual "$(atf_get_srcdir)/names.txt" >manual
	compare table manual
	# 123 names, of which 13 are about heap profiles.
	atf_check -o inline:'123\n' grep -c '^[a-z]' \
	    "$(atf_get_srcdir)/names.txt"
}

atf_test_case table_and_page
table_and_page_body()
{
	table | grep -vxF "$alias" >table
	page "$(atf_config_get srctop)/share/man/man3/jemalloc.3" >page
	[ "$(wc -l <page)" -ge 110 ] || atf_fail "few names"
	compare table page
	grep -qF "${alias%%	*}" \
	    "$(atf_config_get srctop)/share/man/man3/jemalloc.3" ||
	    atf_fail "no word of ${alias%%	*}"
}

# One fault in any of them is seen.
atf_test_case faults_are_seen
faults_are_seen_body()
{
	table >table
	for fault in '/^epoch/d' 's/^epoch/epocs/' \
	    's/^\(arenas.nlruns	\)size_t/\1unsigned/' \
	    's/^\(arenas.purge.*	\)-w/\1rw/' \
	    's/^\(arenas.initialized	\)bool \*/\1size_t */'; do
		sed "$fault" "$(atf_get_srcdir)/names.txt" >bad
		manual bad >manual
		! cmp -s table manual || atf_fail "$fault passes"
	done
	table | grep -vxF "$alias" >table
	for fault in '/^\.It Va epoch/d' 's/^\.It Va epoch/.It Va epocs/' \
	    '/^\.It Va arenas.nlruns/s/size_t/unsigned/' \
	    '/^\.It Va arenas.purge/s/-w/rw/'; do
		sed "$fault" \
		    "$(atf_config_get srctop)/share/man/man3/jemalloc.3" >bad
		page bad >page
		! cmp -s table page || atf_fail "$fault passes"
	done
}

atf_init_test_cases()
{
	atf_add_test_case table_and_manual
	atf_add_test_case table_and_page
	atf_add_test_case faults_are_seen
}
