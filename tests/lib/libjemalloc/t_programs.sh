# SPDX-License-Identifier: BSD-2-Clause
#
# Programs of the host under the overlay: the same output, and no word on
# standard error.

atf_test_case perl
perl_head()
{
	atf_set descr "perl: hashes, lists, texts"
	atf_set require.progs perl
	atf_set timeout 120
}
perl_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	same perl "$data/work.pl" 3
}

atf_test_case lua
lua_head()
{
	atf_set descr "lua5.4: tables, closures, coroutines"
	atf_set require.progs lua5.4
	atf_set timeout 120
}
lua_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	same lua5.4 "$data/work.lua"
}

atf_test_case sqlite
sqlite_head()
{
	atf_set descr "sqlite3: a database of 100 MB in memory"
	atf_set require.progs sqlite3
	atf_set timeout 240
}
sqlite_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check cp "$data/work.sql" .
	same sqlite3 -bail :memory: ".read work.sql"
	atf_check -o match:'^1\|' -o match:'^ok$' cat out.overlay
}

atf_test_case sort
sort_head()
{
	atf_set descr "sort --parallel, from memory and through files"
	atf_set require.progs sort
	atf_set timeout 240
}
sort_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	awk 'BEGIN {
		for (x = 1; i < 600000; i++) {
			x = (x * 16807) % 2147483647
			print x % 100003, "line", i, x
		}
	}' >lines
	same sort --parallel=4 -S 200M -k1,1n -k4 lines
	atf_check sort -c -k1,1n -k4 out.overlay
	same sort --parallel=2 -S 2M -T . -k4 -u lines
	atf_check sort -c -k4 -u out.overlay
}

atf_test_case xsltproc
xsltproc_head()
{
	atf_set descr "xsltproc: a document of many nodes"
	atf_set require.progs xsltproc
	atf_set timeout 120
}
xsltproc_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	awk -v n=15000 -f "$data/gen_xml.awk" >table.xml
	same xsltproc "$data/work.xsl" table.xml
}

atf_test_case cxx_threads
cxx_threads_head()
{
	atf_set descr "C++: containers, texts, exceptions and threads"
	atf_set require.progs g++
	atf_set timeout 240
}
cxx_threads_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check g++ -std=c++17 -O1 -Wall -Wextra -Werror -pthread \
	    -o threads "$data/h_threads.cc"
	for i in 1 2 3; do
		same ./threads
	done
}

# A repository made twice from one stream, in the directory $1, by the
# commands given after it.
repository()
{
	_dir=$1
	shift
	rm -rf repo
	{
		"$@" git -c init.defaultBranch=main init -q repo &&
		"$@" git -C repo fast-import --quiet --done <stream &&
		"$@" git -C repo checkout -q main &&
		"$@" git -C repo -c pack.threads=2 repack -adfq &&
		"$@" git -C repo gc -q --prune=now &&
		"$@" git -C repo status --short &&
		"$@" git -C repo log -p --stat &&
		"$@" git -C repo blame history &&
		"$@" git -C repo fsck --full --strict &&
		"$@" git -C repo grep -c -e 'line 17 of' main -- dir3 &&
		"$@" git -C repo diff --stat v1 v12 &&
		"$@" git -C repo shortlog -s v1..v12 &&
		"$@" git -C repo cat-file --batch-check --batch-all-objects &&
		"$@" git -C repo archive main | cksum
	} >"$_dir.out" 2>"$_dir.err" ||
	    { cat "$_dir.err"; atf_fail "git, $_dir"; }
	atf_check cat "$_dir.err"
}

atf_test_case git
git_head()
{
	atf_set descr "git: thousands of files and commits"
	atf_set require.progs git
	atf_set timeout 300
}
git_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	awk -v files=3000 -v commits=2500 -f "$data/gen_git.awk" >stream
	repository plain env
	repository overlay overlay
	atf_check cmp plain.out overlay.out
	atf_check -o match:'Change 2500' cat overlay.out
}

# asks COMMAND...: the program, if present, has memory from the overlay.
# (sort cannot tell: it closes standard error before statistics are printed.)
asks()
{
	command -v "$1" >/dev/null || return 0
	echo numbers | MALLOC_CONF=stats_print:true overlay "$@" \
	    >out 2>err || atf_fail "$*"
	awk -v prog="$1" '
		/^small:/ { nmalloc += $3 }
		/^--- End/ { ends++ }
		END {
			print prog, ends + 0, nmalloc + 0
			exit ends == 0 || nmalloc < 100
		}' err || atf_fail "$1 had nothing from the overlay"
}

# The other tests would prove nothing if programs ran without the overlay.
atf_test_case served
served_head()
{
	atf_set descr "programs here allocate from the overlay"
	atf_set timeout 120
}
served_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	LD_PRELOAD=$so MALLOC_CONF=stats_print:true perl -e 1 2>stats
	grep -q '^small:' stats || atf_skip "built without statistics"
	echo 'int main(void) { return 0; }' >small.c
	seq 10000 >numbers
	asks git hash-object --stdin-paths
	asks sqlite3 :memory: 'SELECT hex(zeroblob(100000))'
	asks gcc -S -o small.s small.c
	asks perl -e '@a = (1 .. 5000); print "@a";'
	asks lua5.4 -e 'print(("x"):rep(5000))'
	asks /usr/bin/python3 -c 'print(list(range(9999)))'
}

atf_init_test_cases()
{
	for t in perl lua sqlite sort xsltproc cxx_threads git served; do
		atf_add_test_case $t
	done
}
