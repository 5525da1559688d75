# SPDX-License-Identifier: BSD-2-Clause
#
# The ways into a program other than LD_PRELOAD of the overlay alone: linked,
# statically linked, by ld.so.preload, beside another preloaded library; and
# programs that must not be reached.

# build NAME ARGUMENTS...: compiles h_linked.c.
build()
{
	_out=$1
	shift
	atf_check $cc -D_GNU_SOURCE -O1 -pthread -o "$_out" \
	    "$data/h_linked.c" "$@"
}

# A directory for -L: usr/lib itself has a libc.a, not for the host.
link_directory()
{
	mkdir link
	ln -s "$(usr_tree)/lib/libjemalloc.so" link
}

# works PROGRAM: it runs on this tree's malloc, and misuse is reported.
works()
{
	atf_check -o inline:'overlay\n' "$1"
	atf_check -s signal:abrt -o inline:'overlay\n' \
	    -e match:'^<jemalloc>: Error in free\(\): double free of 0x' \
	    "$1" double
}

# one_malloc FILE: it has one malloc, and none of glibc's allocator's parts.
one_malloc()
{
	[ "$(nm "$1" | grep -c ' [TtWw] malloc$')" -eq 1 ] ||
	    atf_fail "$1: $(nm "$1" | grep ' malloc$')"
	atf_check -s exit:1 grep -E ' (_int_malloc|ptmalloc_init)$' <<-EOF
		$(nm "$1")
	EOF
}

atf_test_case dynamic
dynamic_head()
{
	atf_set descr "cc x.c -ljemalloc"
	atf_set require.progs cc readelf
}
dynamic_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	link_directory
	build linked -Llink -ljemalloc -Wl,-rpath,"$(usr_tree)/lib"
	atf_check -o match:'NEEDED.*\[libjemalloc\.so\.1\]' readelf -d linked
	works ./linked
	# Linked and preloaded at once is the same library once.
	check_overlay -o match:'^overlay$' -o match:'libjemalloc\.so\.1$' \
	    ./linked objects
	[ "$(overlay ./linked objects | grep -c libjemalloc)" -eq 1 ] ||
	    atf_fail "libjemalloc.so.1 is loaded twice"
}

atf_test_case dlopened
dlopened_head()
{
	atf_set descr "a module of a program that is linked with it"
	atf_set require.progs cc
}
dlopened_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	cat >module.c <<-'EOF'
		#include <stdlib.h>
		#include <string.h>
		char *module(char *);
		char *
		module(char *s)
		{
			char *t = strdup(s);
			free(s);
			return (t);
		}
	EOF
	cat >main.c <<-'EOF'
		#include <dlfcn.h>
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		int
		main(void)
		{
			for (int i = 0; i < 50; i++) {
				void *h = dlopen("./module.so", RTLD_NOW);
				char *(*f)(char *);
				void *p;
				if (h == NULL)
					return (1);
				p = dlsym(h, "module");
				memcpy(&f, &p, sizeof(p));
				p = f(strdup("given and taken"));
				if (i == 49)
					puts(p);
				free(p);
				dlclose(h);
			}
			return (0);
		}
	EOF
	atf_check $cc -shared -fPIC -D_GNU_SOURCE -o module.so module.c
	link_directory
	atf_check $cc -D_GNU_SOURCE -o main main.c -Llink -ljemalloc \
	    -Wl,-rpath,"$(usr_tree)/lib"
	atf_check -o inline:'given and taken\n' ./main
}

atf_test_case archive
archive_head()
{
	atf_set descr "cc x.c libjemalloc.a"
	atf_set require.progs cc nm readelf
}
archive_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	build linked "$(usr_tree)/lib/libjemalloc.a"
	atf_check -s exit:1 grep libjemalloc <<-EOF
		$(readelf -d linked)
	EOF
	one_malloc linked
	works ./linked
}

atf_test_case static
static_head()
{
	atf_set descr "cc -static x.c libjemalloc.a, with glibc's archives"
	atf_set require.progs cc nm
}
static_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	[ -f "$($cc -print-file-name=libc.a)" ] || atf_skip "no static libc"
	for kind in -static -static-pie; do
		build linked$kind $kind "$(usr_tree)/lib/libjemalloc.a"
		one_malloc linked$kind
		works ./linked$kind
	done
}

atf_test_case two_libraries
two_libraries_head()
{
	atf_set descr "another preloaded library, before and after the overlay"
	atf_set require.progs cc
}
two_libraries_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	atf_check $cc -D_GNU_SOURCE -shared -fPIC -o wrap.so "$data/h_wrap.c"
	# First, it has all calls and passes them on.
	atf_check -o inline:'overlay\nwrapped: many calls\n' \
	    env LD_PRELOAD="$PWD/wrap.so:$so" "$data/h_linked"
	atf_check -o match:'^overlay$' -o match:'^wrapped: many calls$' \
	    -o match:'^.*/wrap\.so$' -o match:'libjemalloc\.so\.1$' \
	    env LD_PRELOAD="$PWD/wrap.so $so" "$data/h_linked" objects
	# Last, it has none but still has its own constructor.
	atf_check -o inline:'overlay\nwrapped: few calls\n' \
	    env LD_PRELOAD="$so:$PWD/wrap.so" "$data/h_linked"
	atf_check -o inline:'host\nwrapped: many calls\n' \
	    env LD_PRELOAD="$PWD/wrap.so" "$data/h_linked"
}

# A copy of a program that runs as another user than the one who calls it.
setuid_copy()
{
	[ "$(id -u)" -eq 0 ] || atf_skip "needs root to make a setuid program"
	atf_check chmod 755 .
	atf_check cp "$data/h_linked" setuid
	atf_check chown nobody setuid
	atf_check chmod 4755 setuid
}

atf_test_case setuid
setuid_head()
{
	atf_set descr "LD_PRELOAD does not reach setuid programs, nor harm them"
}
setuid_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	setuid_copy
	atf_check -o inline:'host\n' ./setuid
	# Through a shell that has it, as from a user's session.
	check_overlay -o save:objects sh -c './setuid objects; true'
	! grep libjemalloc objects || atf_skip "this file system is nosuid"
	atf_check -o match:'^host$' cat objects
}

# with_preload_file SCRIPT: runs it in a mount namespace whose
# /etc/ld.so.preload names the overlay.
with_preload_file()
{
	unshare -m true 2>unshare.err ||
	    atf_skip "no mount namespace: $(cat unshare.err)"
	mkdir etc
	cat >inside <<-EOF
		set -e
		mount -t tmpfs tmpfs "$PWD/etc"
		cp -a /etc/. "$PWD/etc"
		echo "$so" >"$PWD/etc/ld.so.preload"
		mount --bind "$PWD/etc" /etc
	EOF
	cat >>inside
	unshare -m sh -c 'mount -t tmpfs tmpfs etc' 2>unshare.err ||
	    atf_skip "no mount in a namespace: $(cat unshare.err)"
}

atf_test_case preload_file
preload_file_head()
{
	atf_set descr "every program of a system, by /etc/ld.so.preload"
	atf_set require.progs unshare mount
	atf_set timeout 120
}
preload_file_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	with_preload_file <<-EOF
		"$data/h_linked"
		"$data/h_linked" objects | grep -c "^$so\$"
		env -i "$data/h_linked"
		awk 'BEGIN { for (i = 0; i < 9999; i++) a[i] = i; print i }'
		seq 99999 | sort -rn --parallel=2 | tail -n 1
		ls / | grep -c etc
	EOF
	atf_check -o inline:'overlay\n1\noverlay\n9999\n1\n1\n' \
	    unshare -m sh inside
	# Nothing of it is left outside.
	atf_check -o inline:'host\n' "$data/h_linked"
}

atf_test_case preload_file_setuid
preload_file_setuid_head()
{
	atf_set descr "setuid programs have it by the file, not their callers' options"
	atf_set require.progs unshare mount
	atf_set timeout 120
}
preload_file_setuid_body()
{
	. "$(atf_get_srcdir)/overlay.subr"
	setuid_copy
	check_overlay -o save:objects sh -c './setuid objects; true'
	! grep libjemalloc objects || atf_skip "this file system is nosuid"
	with_preload_file <<-EOF
		MALLOC_CONF=stats_print:true ./setuid
	EOF
	# Of sh itself, mount, and so on nothing is asked: only of setuid.
	atf_check -o inline:'overlay\n' unshare -m sh inside
	sed -i 's/\.\/setuid$/"$data\/h_linked"/' inside
	data=$data atf_check -o inline:'overlay\n' \
	    -e match:'Begin jemalloc statistics' env data="$data" \
	    unshare -m sh inside
}

atf_init_test_cases()
{
	for t in dynamic dlopened archive static two_libraries setuid \
	    preload_file preload_file_setuid; do
		atf_add_test_case $t
	done
}
