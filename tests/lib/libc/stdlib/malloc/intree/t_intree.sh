# SPDX-License-Identifier: BSD-2-Clause
#
# Programs on this tree's libc, static and static-PIE, against the same
# sources on the host's libc; and that theirs is the only libc in them.

progs="json lists pipeline trees words"

# runs NAME: its own checks hold and its sums are those of the host's program.
runs()
{
	dir=$(atf_get_srcdir)
	atf_check -o save:host.out "$dir/h_$1"
	[ -s host.out ] || atf_fail "no output"
	for kind in static pie; do
		for i in 1 2 3; do
			atf_check -o file:host.out "$dir/h_$1.$kind"
		done
	done
}

# other_libc FILE: prints what is there of a libc but this tree's, which has
# no dynamic linker and defines no such names.
other_libc()
{
	readelf -lW "$1" | grep INTERP
	readelf -d "$1" | grep NEEDED
	nm "$1" | grep -E \
	    ' (_IO_|_dl_|__GI_|__libc_start_main|_int_malloc|__malloc0$)'
	strings -a "$1" | grep -iE '^GLIBC_[0-9]|GNU C Library|musl libc'
	[ "$(nm "$1" | grep -c ' [TtWw] malloc$')" -eq 1 ] ||
	    nm "$1" | grep -E ' [A-Za-z] malloc(@.*)?$'
	return 0
}

for p in $progs; do
	atf_test_case $p
	eval "${p}_head() {
		atf_set descr 'h_$p: the same output on both libcs'
		atf_set timeout 120
	}"
	eval "${p}_body() { runs $p; }"
done

atf_test_case one_libc
one_libc_head()
{
	atf_set descr "one libc and one malloc in each program"
	atf_set require.progs nm readelf strings
}
one_libc_body()
{
	dir=$(atf_get_srcdir)
	for p in $progs; do
		for kind in static pie; do
			other_libc "$dir/h_$p.$kind" >found
			atf_check cat found
		done
	done
	# What is looked for is found in a program of the host.
	other_libc "$dir/h_words" >found
	for what in INTERP NEEDED __libc_start_main GLIBC_ ' U malloc'; do
		atf_check -o ignore grep -- "$what" found
	done
}

atf_test_case pie_moves
pie_moves_head()
{
	atf_set descr "the static-PIE form is position-independent, the other not"
	atf_set require.progs readelf
}
pie_moves_body()
{
	dir=$(atf_get_srcdir)
	for p in $progs; do
		atf_check -o match:'Type: *DYN ' readelf -hW "$dir/h_$p.pie"
		atf_check -o match:'Type: *EXEC ' \
		    readelf -hW "$dir/h_$p.static"
		atf_check -s exit:1 grep TEXTREL <<-EOF
			$(readelf -dW "$dir/h_$p.pie")
		EOF
	done
}

atf_init_test_cases()
{
	for p in $progs one_libc pie_moves; do
		atf_add_test_case $p
	done
}
