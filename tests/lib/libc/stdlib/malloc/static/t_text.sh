# SPDX-License-Identifier: BSD-2-Clause
#
# The sources of the allocator as text.

dir()
{
	echo "$(atf_config_get srctop)/lib/libc/stdlib/malloc"
}

# Configurations are constants: every line is compiled in each of them.
atf_test_case no_conditional_compilation
no_conditional_compilation_body()
{
	cd "$(dir)" && ls *.[ch] | grep -v -x -e malloc_config.h \
	    -e malloc_public.h -e 'port_.*\.c' >"$OLDPWD/files"
	cd "$OLDPWD"
	for f in $(cat files); do
		awk -v f="$f" '
		/^[ \t]*#[ \t]*if/ {
			n++
			guard = "_" toupper(f) "_"
			gsub(/\./, "_", guard)
			if (n > 1 || f !~ /\.h$/ ||
			    $0 !~ ("^#ifndef[ \t]" guard "$"))
				print f ":" FNR ": " $0
		}
		/^[ \t]*#[ \t]*el/ { print f ":" FNR ": " $0 }' "$(dir)/$f"
	done >bad
	[ -s files ] || atf_fail "no files"
	[ ! -s bad ] || atf_fail "$(cat bad)"
}

# The first directives of a header are its guard.
atf_test_case headers_have_guards
headers_have_guards_body()
{
	for f in "$(dir)"/*.h; do
		f=${f##*/}
		g=_$(echo "${f%.h}" | tr a-z A-Z)_H_
		[ "$(grep '^#' "$(dir)/$f" | sed -n 1p)" = "#ifndef $g" ] &&
		    [ "$(grep '^#' "$(dir)/$f" | sed -n 2p |
		    tr '\t' ' ')" = "#define $g" ] || echo "$f"
	done >bad
	[ ! -s bad ] || atf_fail "no guard in $(echo $(cat bad))"
}

atf_test_case files_of_900_lines_at_most
files_of_900_lines_at_most_body()
{
	wc -l "$(dir)"/*.[ch] | awk '$2 != "total" && $1 > 900' >bad
	[ ! -s bad ] || atf_fail "$(cat bad)"
}

# From the brace in column 1 to the one that closes it.
long_functions()
{
	awk -v max="$1" '
	FNR == 1 { start = 0 }
	/^{/ { start = FNR }
	/^}/ && start {
		n++
		if (FNR - start + 1 > max)
			print FILENAME ":" start ": " FNR - start + 1 " lines"
		start = 0
	}
	END { if (n < 100) print "only " n " functions seen" }' "$(dir)"/*.[ch]
}

atf_test_case functions_of_80_lines_at_most
functions_of_80_lines_at_most_body()
{
	long_functions 80 >bad
	[ ! -s bad ] || atf_fail "$(cat bad)"
	# Some function has more than ten.
	[ -n "$(long_functions 10)" ] || atf_fail "nothing was measured"
}

# All objects of libc lie in one directory.
atf_test_case basenames_unique_in_libc
basenames_unique_in_libc_body()
{
	local libc

	libc=$(atf_config_get srctop)/lib/libc
	find "$libc" -name '*.[cS]' ! -path "*/stdlib/malloc/*" |
	    sed 's,.*/,,; s/\.[cS]$//' | sort -u >others
	( cd "$(dir)" && ls *.c ) | sed 's/\.c$//' | sort >ours
	[ -s others ] && [ -s ours ] || atf_fail "no sources"
	comm -12 ours others >bad
	[ ! -s bad ] || atf_fail "also elsewhere: $(echo $(cat bad))"
}

atf_init_test_cases()
{
	atf_add_test_case no_conditional_compilation
	atf_add_test_case headers_have_guards
	atf_add_test_case files_of_900_lines_at_most
	atf_add_test_case functions_of_80_lines_at_most
	atf_add_test_case basenames_unique_in_libc
}
