# SPDX-License-Identifier: BSD-2-Clause
#
# basecc, in the object tree as when installed.

cases=
# basecc_case NAME TEXT
basecc_case()
{
	atf_test_case "$1"
	eval "$1_head() {
		atf_set descr \"$2\"
		atf_set require.progs 'cc readelf'
	}"
	cases="$cases $1"
}

hello()
{
	basecc=$(usr_tree)/bin/basecc
	cat >hello.c <<-END
	#include <stdlib.h>
	#include <unistd.h>

	int
	main(void)
	{
		char *p = malloc(6);

		p[0] = 'h'; p[1] = 'e'; p[2] = 'l'; p[3] = 'l'; p[4] = 'o';
		p[5] = '\\n';
		return (write(1, p, 6) != 6);
	}
	END
}

basecc_case static "programs are static by default, and run"
static_body()
{
	hello
	for flags in "" -static -no-pie "-O2 -g -Wall" -pthread "-lm -lc" \
	    "-l pthread" -ljemalloc "-std=c99 -pedantic"; do
		atf_check "$basecc" $flags hello.c -o hello
		atf_check -o inline:'hello\n' ./hello
		atf_check -o match:'Type: *EXEC' readelf -h hello
		atf_check -o not-match:'INTERP|DYNAMIC' readelf -lW hello
	done
}

basecc_case pie "-static-pie and -pie make a static-PIE"
pie_body()
{
	hello
	for flags in -static-pie -pie "-static -pie" "-fPIE -pie -O2"; do
		atf_check "$basecc" $flags hello.c -o hello
		atf_check -o inline:'hello\n' ./hello
		atf_check -o match:'Type: *DYN' readelf -h hello
		atf_check -o not-match:INTERP readelf -lW hello
		atf_check -o not-match:'NEEDED|TEXTREL' readelf -d hello
	done
}

basecc_case steps "-c, -S, -E, -M and a link of objects"
steps_body()
{
	hello
	atf_check "$basecc" -E hello.c -o hello.i
	atf_check "$basecc" -S hello.c
	atf_check "$basecc" -c hello.s
	atf_check -o match:'hello.o: hello.c .*/include/' "$basecc" -M hello.c
	atf_check "$basecc" hello.o -o hello
	atf_check -o inline:'hello\n' ./hello
	atf_check "$basecc" -pie hello.o -o hello
	atf_check -o inline:'hello\n' ./hello
	atf_check "$basecc" -x cpp-output hello.i -o hello
	atf_check -o inline:'hello\n' ./hello
	atf_check -x "'$basecc' -x c - -o hello <hello.c"
	atf_check -o inline:'hello\n' ./hello
	echo '-c hello.c -o from-file.o' >args
	atf_check "$basecc" @args
	[ -f from-file.o ] || atf_fail "@args was not heeded"
	echo 'hello.o -o from-file' >args
	atf_check "$basecc" @args
	atf_check -o inline:'hello\n' ./from-file
}

basecc_case headers "no header of the host but the kernel's"
headers_body()
{
	hello
	echo '#include <gnu/libc-version.h>' >host.c
	atf_check -s not-exit:0 -e match:'gnu/libc-version.h' \
	    "$basecc" -c host.c
	cat >kernel.c <<-END
	#include <linux/futex.h>
	#include <asm/unistd.h>
	#include <stddef.h>
	#include <stdarg.h>
	int n = FUTEX_WAIT + __NR_read;
	END
	atf_check "$basecc" -c kernel.c
	# All come from the tree, the compiler or the kernel's directories.
	# In the object tree these are links.
	include=$(usr_tree)/include
	for f in "$include/stdlib.h" "$(cc -print-file-name=include)/stddef.h" \
	    "$include/linux/futex.h" "$include/asm/unistd.h" \
	    "$include/asm-generic/errno.h"; do
		dirname "$(readlink -f "$f")"
	done | sort >known
	"$basecc" -M hello.c kernel.c | tr -s ' \\' '\n\n' | grep '^/' |
	    while read -r f; do
		dirname "$(readlink -f "$f")" | sed 's,/sys$,,'
	done | sort -u >used
	atf_check comm -13 known used
}

basecc_case libraries "-l finds the tree's and -L's libraries, never the host's"
libraries_body()
{
	hello
	echo 'int answer(void) { return (42); }' >answer.c
	cat >prog.c <<-END
	int answer(void);
	int main(void) { return (answer() != 42); }
	END
	atf_check "$basecc" -c answer.c
	mkdir "my lib"
	atf_check ar crD "my lib/libanswer.a" answer.o
	atf_check "$basecc" prog.c "-Lmy lib" -lanswer -o prog
	atf_check ./prog
	atf_check "$basecc" prog.c -L "my lib" -l answer -o prog
	atf_check ./prog
	for lib in crypt no_such_library gomp; do
		atf_check -s exit:1 -e match:"^basecc: no lib.*-l$lib: the ho" \
		    "$basecc" hello.c -l$lib
	done
}

basecc_case refused "-shared is refused in one line"
refused_body()
{
	hello
	atf_check -s exit:1 -e match:'^basecc: -shared: ' \
	    "$basecc" -shared -fPIC hello.c -o hello.so
	[ ! -e hello.so ] || atf_fail "there is a hello.so"
	atf_check -s not-exit:0 -e match:no-such.c "$basecc" no-such.c
}

basecc_case questions "questions without a file go to the compiler"
questions_body()
{
	hello
	for q in --version -v -dumpmachine -print-search-dirs; do
		cc $q >expected 2>&1
		"$basecc" $q >answer 2>&1 || atf_fail "basecc $q failed"
		atf_check diff expected answer
	done
}

basecc_case places "basecc finds its tree through links and the search path"
places_body()
{
	hello
	mkdir bin
	ln -s "$basecc" bin/one
	ln -s one bin/two
	atf_check bin/two hello.c -o hello
	atf_check -o inline:'hello\n' ./hello
	PATH=$PWD/bin:$PATH
	atf_check two hello.c -o hello
	atf_check -o inline:'hello\n' ./hello
	mkdir "a b"
	atf_check "$basecc" hello.c -o "a b/hello"
	atf_check -o inline:'hello\n' "a b/hello"
}

basecc_case other_compiler "BASECC_CC names another compiler"
other_compiler_body()
{
	hello
	for cc in gcc clang; do
		command -v $cc >/dev/null || continue
		for flags in -static -static-pie; do
			atf_check env BASECC_CC=$cc "$basecc" -O2 -Werror \
			    $flags hello.c -o hello
			atf_check -o inline:'hello\n' ./hello
			atf_check env BASECC_CC=$cc "$basecc" -Werror -c \
			    hello.c
			atf_check env BASECC_CC=$cc "$basecc" -Werror $flags \
			    hello.o -o hello
			atf_check -o inline:'hello\n' ./hello
		done
	done
}

atf_init_test_cases()
{
	for c in $cases; do
		atf_add_test_case "$c"
	done
}
