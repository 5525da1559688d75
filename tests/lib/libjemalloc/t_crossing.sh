# SPDX-License-Identifier: BSD-2-Clause
#
# Two heaps in one process: programs of the host may be linked with another
# allocator and call names of it that the overlay does not have.  No pointer
# of one heap may reach the other.  The dynamic linker tells which name is
# bound where; bindings.awk knows which of them pass pointers.

# bindings COMMAND...: binds all names at once, and judges them: see the head
# of bindings.awk for the status and for what is printed.
bindings()
{
	rm -f bound.*
	overlay LD_BIND_NOW=1 LD_DEBUG=bindings LD_DEBUG_OUTPUT="$PWD/bound" \
	    "$@" >bindings.out 2>&1 ||
	    { cat bindings.out; atf_fail "$*"; }
	awk -v overlay="$so" -f "$data/bindings.awk" bound.*
}

# one_heap COMMAND...: no two heaps meet in it.
one_heap()
{
	bindings "$@" >judged || {
		cat judged
		atf_fail "$1 has memory of two heaps"
	}
	echo "$1:"
	cat judged
}

# two_heaps PATTERN COMMAND...: found, and said as the pattern expects.
two_heaps()
{
	_pattern=$1
	shift
	! bindings "$@" >judged || atf_fail "$1: not found"
	atf_check -o match:"$_pattern" cat judged
}

atf_test_case programs
programs_head()
{
	atf_set descr "the programs that are tested here use one heap only"
	atf_set timeout 120
}
programs_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	cc1=$(gcc -print-prog-name=cc1 2>/dev/null)
	cc1plus=$(gcc -print-prog-name=cc1plus 2>/dev/null)
	n=0
	for prog in /usr/bin/python3 perl lua5.4 sqlite3 git sort xsltproc \
	    redis-server redis-benchmark redis-cli redis-check-rdb \
	    gcc g++ as ld "$cc1" "$cc1plus" clang; do
		[ -n "$prog" ] && command -v "$prog" >/dev/null || continue
		case $prog in
		lua5.4)	arg=-v ;;
		*)	arg=--version ;;
		esac
		one_heap "$prog" $arg
		n=$((n + 1))
	done
	[ $n -gt 0 ] || atf_skip "none of the programs is here"
}

atf_test_case run_time
run_time_head()
{
	atf_set descr "nor do two heaps meet in modules loaded at run time"
	atf_set require.progs /usr/bin/python3
}
run_time_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	# Extension modules, name services, character sets.
	one_heap /usr/bin/python3 -c '
import ctypes, decimal, getpass, hashlib, json, lzma, socket, sqlite3, ssl
import zlib
socket.getaddrinfo("localhost", 80)
"x".encode("cp037"), getpass.getuser()
sqlite3.connect(":memory:").execute("select 1")
'
}

atf_test_case detects
detects_head()
{
	atf_set descr "bindings that let pointers cross are found"
	atf_set require.progs gcc
}
detects_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check $cc -shared -fPIC -o libforeign.so "$data/h_foreign.c"
	for n in 0 1 2 3; do
		atf_check $cc -fno-builtin -DCROSSING=$n -o crossing$n \
		    "$data/h_crossing.c" -L. -lforeign -Wl,-rpath,"$PWD"
	done
	one_heap ./crossing0
	atf_check -o match:'^harmless: .*crossing0 takes nallocm of' cat judged
	two_heaps '^crossing: .*crossing1 takes mi_malloc of' ./crossing1
	atf_check -o match:'^crossing: .*crossing1 takes mi_free of' cat judged
	two_heaps 'crossing2 takes __libc_malloc of' ./crossing2
	two_heaps 'libc.* takes free of .*crossing3' ./crossing3
}

atf_test_case operators
operators_head()
{
	atf_set descr "C++ operators new and delete, from libstdc++"
	atf_set require.progs g++
}
operators_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check g++ -std=c++17 -O0 -w -o operators "$data/h_operators.cc"
	atf_check ./operators
	check_overlay ./operators
	one_heap ./operators
}

atf_test_case foreign_operators
foreign_operators_head()
{
	atf_set descr "operators of another allocator linked with a program"
	atf_set require.progs g++
}
foreign_operators_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	other=$(PATH=$PATH:/sbin ldconfig -p | awk '
	    $1 == "libjemalloc.so.2" && /x86-64/ { print $NF; exit }')
	[ -n "$other" ] || atf_skip "no libjemalloc.so.2 (libjemalloc2)"
	atf_check g++ -std=c++17 -O0 -w -o operators "$data/h_operators.cc" \
	    "$other"
	atf_check ./operators
	check_overlay ./operators
	one_heap ./operators
}

atf_init_test_cases()
{
	atf_add_test_case programs
	atf_add_test_case run_time
	atf_add_test_case detects
	atf_add_test_case operators
	atf_add_test_case foreign_operators
}
