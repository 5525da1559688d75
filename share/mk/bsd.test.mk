# SPDX-License-Identifier: BSD-2-Clause
#
# Tests: ATF programs, their helper programs and their Kyuafile.
#
# A test directory has a Makefile that sets some of the variables below and
# ends with ".include <bsd.test.mk>".  Everything is built in the object
# directory, a Kyuafile is generated there, and all of it is installed in
# /usr/tests under the directory's own path (tests/lib/libc -> lib/libc).
#
# TESTS_SUBDIRS	directories below this one that have tests: all with a
#		Makefile, unless it is set.
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

.include <bsd.init.mk>

MALLOC_TESTS?=	no
.if !defined(TESTS_SUBDIRS)
TESTS_SUBDIRS!=	cd ${.CURDIR} && ls -d */Makefile 2>/dev/null || true
TESTS_SUBDIRS:=	${TESTS_SUBDIRS:S,/Makefile$,,}
.endif
TESTSDIR=	${TESTSBASE}/${RELDIR:C,^tests/?,,}
PROGSDIR=	${TESTSDIR}

# The allocator for ATF_TESTS_C and PROGS, by MALLOC_TESTS.
.if ${MALLOC_TESTS} == "yes" || ${MALLOC_TESTS} == "unit"
_malloc_a=	${OBJROOT}/lib/libjemalloc/libjemalloc.a
_malloc_cflags=	-fno-builtin
.elif ${MALLOC_TESTS} != "no"
.error MALLOC_TESTS=${MALLOC_TESTS}: the value must be no, yes or unit
.endif
.if ${MALLOC_TESTS} == "unit"
MK_MALLOC_DSS?=	no
.include "${SRCTOP}/lib/libc/stdlib/malloc/Makefile.inc"
_malloc_cflags+=	-I${SRCTOP}/lib/libc/stdlib/malloc ${MALLOC_CFLAGS}
.endif

.for p in ${ATF_TESTS_C} ${PROGS}
CFLAGS.${p}:=	${_malloc_cflags} ${CFLAGS.${p}}
LDADD.${p}+=	${_malloc_a}
DPADD.${p}+=	${_malloc_a}
.endfor
.for p in ${ATF_TESTS_C}
LDADD.${p}+=	-latf-c
.endfor

PROGS+=		${ATF_TESTS_C} ${HOST_PROGS}
TREE_CFLAGS+=	-D_GNU_SOURCE -pthread -I${SRCTOP}/tests ${TEST_CFLAGS}
LDADD+=		${TEST_LDADD} -pthread
.include <bsd.prog.mk>

# Programs on this tree's libc.  They are linked anew when libc is.
_basecc=	${STAGEDIR}/bin/basecc
_basecc_deps=	${_basecc} ${OBJROOT}/lib/libc/libc.a
.for p in ${BASECC_PROGS} ${BASECC_TESTS}
SRCS.${p}?=	${p}.c
. for kind flag in static -static pie -static-pie
${p}.${kind}: ${SRCS.${p}} ${_basecc_deps}
	${_basecc} ${CFLAGS} ${DEBUG_FLAGS} ${CSTD} ${WARNINGS} \
	    -fno-builtin ${PREFIX_MAP} \
	    -MD -MP -MF ${.TARGET}.d -MT ${.TARGET} ${BASECC_CFLAGS} \
	    ${CFLAGS.${p}} ${COPTS} ${flag} -o ${.TARGET} \
	    ${SRCS.${p}:@s@${.ALLSRC:M*/${s}:[1]}@} ${LDADD.${p}}
.dinclude "${.OBJDIR}/${p}.${kind}.d"
_basecc_progs+=	${p}.${kind}
. endfor
.endfor

# ATF programs in shell.
.for t in ${ATF_TESTS_SH}
${t}: ${SRCTOP}/tests/tree.subr ${t}.sh
	{ echo '#! /usr/bin/env atf-sh'; cat ${.ALLSRC}; } >${.TARGET}
	chmod +x ${.TARGET}
.endfor
.if !empty(BASECC_TESTS)
_basecc_test=	t_basecc
t_basecc: ${SRCTOP}/tests/basecc.subr
	{ echo '#! /usr/bin/env atf-sh'; echo 'progs="${BASECC_TESTS}"'; \
	    cat ${.ALLSRC}; } >${.TARGET}
	chmod +x ${.TARGET}
.endif

# A name alone would be found in the source directory, and up to date.
.for f in ${TESTS_FILES} ${TESTS_SCRIPTS}
all: ${.OBJDIR}/${f}
${.OBJDIR}/${f}: ${.CURDIR}/${f}
	cp ${.ALLSRC} ${.TARGET}
.endfor

# The Kyuafile is written anew with each change of the lists.
_programs=	${ATF_TESTS_C} ${ATF_TESTS_SH} ${_basecc_test}
Kyuafile:
	{ echo 'syntax(2)'; echo 'test_suite("libc")'; \
	${TESTS_SUBDIRS:@d@echo 'include("${d}/Kyuafile")';@} \
	${_programs:@t@echo 'atf_test_program{name="${t}"${TEST_METADATA.${t}:@m@, $m@:ts }}';@} \
	} >${.TARGET}

_made=		${_basecc_progs} ${ATF_TESTS_SH} ${_basecc_test}
all: ${_made} Kyuafile

install: installtests
installtests: .PHONY
	${INSTALL.DIR} -d ${DESTDIR}${TESTSDIR}
	${INSTALL.TESTS} Kyuafile ${TESTS_FILES} ${DESTDIR}${TESTSDIR}
.if !empty(_made) || !empty(TESTS_SCRIPTS)
	${INSTALL.BIN} ${_made} ${TESTS_SCRIPTS} ${DESTDIR}${TESTSDIR}
.endif

SUBDIR+=	${TESTS_SUBDIRS}
.include <bsd.subdir.mk>
