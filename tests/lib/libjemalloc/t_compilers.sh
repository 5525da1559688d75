# SPDX-License-Identifier: BSD-2-Clause
#
# Compilers under the overlay: the same bytes come out.

# object FILE COMMAND...: the command makes FILE, the same both times.
object()
{
	_file=$1
	shift
	atf_check "$@"
	mv "$_file" "$_file.plain"
	check_overlay "$@"
	atf_check cmp "$_file.plain" "$_file"
}

# compiler NAME SOURCE DESCR OPTIONS...: compiles, links and runs.
compiler()
{
	. "$(atf_get_srcdir)/overlay.subr"
	_compiler=$1
	_source=$2
	_size=$3
	shift 3
	atf_check -o save:"$_source" \
	    awk -v n="$_size" -f "$data/gen_${_source#big.}.awk"
	object big.o "$_compiler" "$@" -g -c -o big.o "$_source"
	object big "$_compiler" -o big big.o
	same ./big
}

case_of()
{
	atf_test_case "$1"
	eval "$1_head() {
		atf_set descr 'the same object and the same program from $2'
		atf_set require.progs $2
		atf_set timeout 300
	}"
	shift
	eval "${tc}_body() { compiler $*; }"
}

tc=gcc;		case_of $tc gcc big.c 300 -O2
tc=gxx;		case_of $tc g++ big.cxx 20 -O2
tc=clang;	case_of $tc clang big.c 150 -O2

atf_init_test_cases()
{
	atf_add_test_case gcc
	atf_add_test_case gxx
	atf_add_test_case clang
}
