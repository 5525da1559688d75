# SPDX-License-Identifier: BSD-2-Clause
#
# Tests: ATF programs, their helper programs and their Kyuafile.
#
# A test directory has a Makefile that sets some of the variables below and
# ends with ".include <bsd.test.mk>".  Everything is built in the object
# directory, a Kyuafile is generated there, and all of it is installed in
# /usr/tests under the directory's own path (tests/lib/libc -> lib/libc).
#
# TESTS_SUBDIRS	directories below this one that have tests.
# ATF_TESTS_C	ATF programs in C: NAME is built from NAME.c (t_malloc from
#		t_malloc.c), linked with -latf-c, run by kyua.
# ATF_TESTS_SH	ATF programs in shell: NAME is built from NAME.sh, which
#		needs no first line.  tests/tree.subr comes before it: see
#		there for usr_tree and the other functions it may call.
# TEST_METADATA.NAME	metadata of one program, in the words of the Kyuafile:
#		TEST_METADATA.t_fork+= is_exclusive=true timeout=600
#		A text goes in double quotes.
# PROGS		helper programs, built as ATF_TESTS_C are but without
#		-latf-c.  kyua does not run them; a test finds them in its
#		source directory: atf_tc_get_config_var(tc, "srcdir") in C,
#		$(atf_get_srcdir) in shell.  Names begin with h_.
# HOST_PROGS	helper programs with the host's own allocator, for instance
#		to be run under LD_PRELOAD.
# BASECC_PROGS	helper programs built with this tree's basecc: NAME.c becomes
#		NAME.static and NAME.pie (static-PIE).
# BASECC_TESTS	as BASECC_PROGS, and each is a test: it is run without
#		arguments as NAME.static and as NAME.pie, and passes when it
#		exits with 0 and writes nothing on standard error.  The cases
#		are those of the generated ATF program t_basecc.
# TESTS_FILES	other files of this directory that the tests read.
# TESTS_SCRIPTS	the same, executable.
#
# SRCS.NAME	the sources of one program, if not NAME.c alone; use .PATH
#		for those of another directory.
# CFLAGS.NAME LDFLAGS.NAME LDADD.NAME	more for one program;
# TEST_CFLAGS TEST_LDADD	more for each program of the directory, except
#		those built by basecc; BASECC_CFLAGS is for these.
#
# MALLOC_TESTS	whether ATF_TESTS_C and PROGS get this tree's allocator:
#		no	the host's malloc (the default)
#		yes	-fno-builtin, linked with libjemalloc.a of the object
#			tree, so that the program's malloc replaces the host's
#		unit	the same, and in addition the allocator's private
#			headers and ${MALLOC_CFLAGS} (the knobs)
#		All of them are programs of the host: they see the host's
#		headers and never those of this tree's libc.  -D_GNU_SOURCE,
#		-std=c11, -pthread and the tree's warnings (errors) are on.
#
# Variables for a test at run time (atf_tc_get_config_var, atf_config_get):
#	srcdir	where the program and its helpers are
#	srctop	the source tree       \  set by "bmake test" only; put
#	objroot	the object tree        > require.config in the head of a
#	cc	the compiler          /  test that needs them
# The tree with bin/basecc and lib/libjemalloc.so.1 is found from srcdir
# upwards, the same way in the object tree and when installed: usr_tree in
# tests/tree.subr, tree_path() in tests/tree.h.
