# SPDX-License-Identifier: BSD-2-Clause
#
# What "bmake install" lays out.

# install_tree: installs what was built, in ./dest.  The directories are gone
# through one by one, because "install" at the top would build first.
install_tree()
{
	top=$(atf_config_get srctop)
	obj=$(atf_config_get objroot)
	export OBJROOT="$obj" MAKESYSPATH="$top/share/mk"
	CC=$(atf_config_get cc)
	export CC
	for d in include lib share tests; do
		atf_check -o ignore \
		    bmake -C "$top/$d" install DESTDIR="$PWD/dest"
	done
}

# install_case NAME TEXT: a case that needs the source and object trees.
install_case()
{
	atf_test_case "$1"
	eval "$1_head() {
		atf_set descr \"$2\"
		atf_set require.config 'srctop objroot cc'
		atf_set require.progs 'bmake'
	}"
	cases="$cases $1"
}

install_case complete "everything is there, with sane modes"
complete_body()
{
	install_tree
	(cd "$top/include" && find . -name '*.h') >headers
	while read -r f; do
		[ -f "dest/usr/include/$f" ] || atf_fail "no usr/include/$f"
	done <headers
	for f in lib/libc.a lib/crt1.o lib/rcrt1.o lib/libjemalloc.a \
	    lib/libjemalloc.so.1 lib/pkgconfig/jemalloc.pc lib/libm.a \
	    lib/libpthread.a bin/basecc tests/Kyuafile include/linux/futex.h \
	    include/asm/unistd.h include/asm-generic/errno.h; do
		[ -f "dest/usr/$f" ] || atf_fail "no usr/$f"
	done
	[ -x dest/usr/bin/basecc ] || atf_fail "basecc is not executable"
	atf_check -o inline:'libjemalloc.so.1\n' \
	    readlink dest/usr/lib/libjemalloc.so
	(cd "$top/share/man" && find . -name '*.[1-9]') >pages
	while read -r f; do
		[ -f "dest/usr/share/man/$f" ] || atf_fail "no page $f"
	done <pages
	(cd "$top/tests" && find . -name 't_*.sh' -o -name 't_*.c') >tests
	while read -r f; do
		f=dest/usr/tests/${f%.*}
		[ -x "$f" ] || [ -x "$f.static" ] || atf_fail "no $f"
	done <tests
	atf_check find dest ! -type l -perm /022
	atf_check -o inline:'usr\n' ls dest
}

install_case alone "the installed tree works at another place, on its own"
alone_body()
{
	install_tree
	atf_check -s exit:1 grep -rlF -e "$obj" -e "$PWD" dest
	# No library or header may come from the host.
	find dest -type l | while read -r link; do
		case $(readlink "$link") in
		/*)	echo "$link" ;;
		esac
		[ -e "$link" ] || echo "$link"
	done >links
	atf_check cat links

	mv dest moved
	unset OBJROOT MAKESYSPATH
	atf_check -o match:'0 failed' kyua --config=none --logfile=/dev/null \
	    test --kyuafile="$PWD/moved/usr/tests/Kyuafile" \
	    --results-file="$PWD/r.db" lib/csu/t_basecc
}

install_case pkgconfig "pkg-config leads to the installed library"
pkgconfig_body()
{
	atf_require_prog pkg-config
	install_tree
	export PKG_CONFIG_PATH="$PWD/dest/usr/lib/pkgconfig"
	cat >prog.c <<-END
	#include <stdlib.h>
	int main(void) { free(malloc(1)); return (0); }
	END
	atf_check $CC prog.c $(pkg-config --libs jemalloc) -o prog
	atf_check -o match:'NEEDED.*libjemalloc.so.1' readelf -d prog
	atf_check env LD_LIBRARY_PATH="$PWD/dest/usr/lib" ./prog
}

install_case needs_destdir "install without a good DESTDIR is refused"
needs_destdir_body()
{
	top=$(atf_config_get srctop)
	export OBJROOT="$(atf_config_get objroot)"
	export MAKESYSPATH="$top/share/mk"
	for dest in "" / // relative "$PWD/with blank"; do
		atf_check -s not-exit:0 -o ignore \
		    -e match:'install needs DESTDIR=' \
		    bmake -C "$top/share" install DESTDIR="$dest"
	done
}

atf_init_test_cases()
{
	for c in $cases; do
		atf_add_test_case "$c"
	done
}
