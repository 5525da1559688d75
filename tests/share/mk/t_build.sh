# SPDX-License-Identifier: BSD-2-Clause
#
# The rules of the build.  Each case works on a copy of the sources and
# builds one library of it.

jemalloc=lib/libjemalloc

# copy_tree: the sources, without what may have been built among them, as
# ./tree; then "$h_make DIR" makes in its directory DIR.
copy_tree()
{
	top=$(atf_config_get srctop)
	h_make=$(atf_get_srcdir)/h_make
	CC=$(atf_config_get cc)
	export CC
	mkdir tree
	for f in Makefile sys.mk include lib share tests; do
		cp -R "$top/$f" tree/
	done
}

# build_case NAME TEXT: a case that needs the source tree.
build_case()
{
	atf_test_case "$1"
	eval "$1_head() {
		atf_set descr \"$2\"
		atf_set require.config 'srctop cc'
		atf_set require.progs 'bmake'
	}"
	cases="$cases $1"
}

# Some of its objects.  All of it would take too long.
some="malloc.pico malloc_boot.o"

build_case knob_rebuilds "a changed knob compiles the allocator again"
knob_rebuilds_body()
{
	copy_tree
	find tree | sort >before
	atf_check -o ignore "$h_make" $jemalloc $some
	atf_check -o not-match:/malloc "$h_make" $jemalloc $some
	for knob in MK_MALLOC_DEBUG=yes MK_MALLOC_TCACHE=no; do
		atf_check -o save:out "$h_make" $jemalloc $some $knob
		for o in $some; do
			atf_check -o ignore grep "/$o\$" out
		done
	done
	find tree | sort >after
	atf_check cmp before after
}

build_case flag_rebuilds "COPTS and DEBUG_FLAGS reach the compiler"
flag_rebuilds_body()
{
	copy_tree
	atf_check -o ignore "$h_make" $jemalloc $some
	atf_check -o match:'/malloc\.pico$' "$h_make" $jemalloc $some \
	    COPTS=-DSOME_FLAG
	atf_check -o match:'/malloc\.pico$' "$h_make" $jemalloc $some \
	    DEBUG_FLAGS=
	atf_check -o not-match:'debug_info' readelf -SW \
	    obj/lib/libjemalloc/malloc.pico
}

build_case header_rebuilds "a touched header compiles what includes it"
header_rebuilds_body()
{
	copy_tree
	atf_check -o ignore "$h_make" $jemalloc $some
	# Times are compared in whole seconds.
	sleep 1.1
	touch tree/lib/libc/stdlib/malloc/port.h
	atf_check -o match:'/malloc_boot\.o$' "$h_make" $jemalloc $some
}

build_case warnings_are_errors "a warning stops the build"
warnings_are_errors_body()
{
	copy_tree
	echo 'static int nobody_uses_this;' \
	    >>tree/lib/libc/stdlib/malloc/port_glibc.c
	atf_check -s not-exit:0 -o match:nobody_uses_this -e ignore \
	    "$h_make" $jemalloc
}

build_case unknown_knob "an unknown knob is an error, said in one line"
unknown_knob_body()
{
	copy_tree
	atf_check -s not-exit:0 -o ignore \
	    -e match:'MK_MALLOC_FOO is no knob of this tree: there are MK_' \
	    "$h_make" . MK_MALLOC_FOO=yes
	export MK_MALLOC_BAR=no
	atf_check -s not-exit:0 -o ignore \
	    -e match:'MK_MALLOC_BAR is no knob of this tree: there are MK_' \
	    "$h_make" .
}

build_case bad_knob_value "a knob is yes or no"
bad_knob_value_body()
{
	copy_tree
	for value in 1 YES maybe ""; do
		atf_check -s not-exit:0 -o ignore \
		    -e match:"MK_MALLOC_TINY=$value: the value must be yes or" \
		    "$h_make" . "MK_MALLOC_TINY=$value"
	done
}

build_case production_knob "MALLOC_PRODUCTION turns debugging off"
production_knob_body()
{
	copy_tree
	atf_check -o inline:'no\n' "$h_make" $jemalloc -V '${MK_MALLOC_DEBUG}' \
	    MK_MALLOC_DEBUG=yes MALLOC_PRODUCTION=
}

build_case missing_tool "a missing tool is named"
missing_tool_body()
{
	copy_tree
	atf_check -s not-exit:0 -o ignore -e match:'no-such-cc not found' \
	    "$h_make" . CC=no-such-cc
	atf_check -s not-exit:0 -o ignore -e match:'no-such-ar not found' \
	    "$h_make" . AR=no-such-ar
	atf_check -s not-exit:0 -o ignore -e match:'neither|not work' \
	    "$h_make" . CC=false
	mkdir -p obj/tests
	touch obj/tests/Kyuafile
	atf_check -s not-exit:0 -o match:'no-such-kyua not found' -e ignore \
	    "$h_make" . test SUBDIR= KYUA=no-such-kyua
}

build_case hosts_rules_refused "the host's rules never build this tree"
hosts_rules_refused_body()
{
	copy_tree
	unset MAKESYSPATH
	for dir in lib lib/libc lib/libjemalloc lib/csu share share/man/man3
	do
		(cd tree/$dir && bmake) >out 2>&1 &&
		    atf_fail "bmake alone builds in $dir"
		grep "not the host's rules" out ||
		    atf_fail "$dir: $(cat out)"
	done
	mkdir tree/obj
	atf_check -s not-exit:0 -o ignore -e match:"did not read this tree's" \
	    sh -c 'cd tree && bmake'
}

build_case relative_objroot "OBJROOT must be absolute"
relative_objroot_body()
{
	copy_tree
	export H_OBJROOT=obj
	atf_check -s not-exit:0 -o ignore -e match:'not an absolute path' \
	    "$h_make" .
}

build_case reproducible "two builds at two places give the same bytes"
reproducible_body()
{
	copy_tree
	export H_CFLAGS=-O2
	atf_check -o ignore "$h_make" $jemalloc
	mkdir elsewhere first
	mv obj/lib/libjemalloc/libjemalloc.* first
	mv tree elsewhere/a-longer-name
	ln -s elsewhere/a-longer-name tree
	export H_OBJROOT="$PWD/elsewhere/a-longer-name/build"
	atf_check -o ignore "$h_make" $jemalloc
	for f in libjemalloc.so.1 libjemalloc.a; do
		atf_check cmp first/$f tree/build/lib/libjemalloc/$f
	done
}

build_case libc_complete "each source of libc is in libc.a"
libc_complete_body()
{
	top=$(atf_config_get srctop)
	ar t "$(usr_tree)/lib/libc.a" | sort >members
	for src in $(MAKESYSPATH="$top/share/mk" \
	    OBJROOT="$(atf_config_get objroot)" CC="$(atf_config_get cc)" \
	    bmake -C "$top/lib/libjemalloc" \
	    -V '${MALLOC_PORT.glibc} ${MALLOC_OVERLAY_SRCS}'); do
		echo "${src%.*}.o"
	done >overlay
	(cd "$top/lib/libc" && find . -name '*.[cS]' |
	    grep -v '/arch/') | sed -e 's,.*/,,' -e 's,\.[cS]$,.o,' |
	    grep -vxF -f overlay | sort >sources
	atf_check comm -23 sources members
}

build_case libc_closed "libc.a needs nothing from outside but libgcc"
libc_closed_body()
{
	atf_require_prog ld
	lib=$(usr_tree)/lib
	atf_check ld -r -o whole.o --whole-archive "$lib/libc.a" \
	    --no-whole-archive "$(cc -print-libgcc-file-name)"
	nm -u whole.o | awk '$1 == "U" && $2 != "_GLOBAL_OFFSET_TABLE_"' >open
	atf_check cat open
}

build_case man_lint "mandoc finds nothing wrong in the manual pages"
man_lint_body()
{
	atf_require_prog mandoc
	copy_tree
	atf_check -o ignore "$h_make" share lint
}

atf_init_test_cases()
{
	for c in $cases; do
		atf_add_test_case "$c"
	done
}
