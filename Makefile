# SPDX-License-Identifier: BSD-2-Clause
#
# bmake			builds everything under build/, or OBJROOT
# bmake install DESTDIR=/dir	installs it there
# bmake test		runs the tests; TESTS="path ..." runs some of them
# bmake test-all	tests with the default knobs and two other sets, and then
#			does what pairwise does
# bmake pairwise	runs a part of the tests in some twenty configurations of
#			compiler, knobs and options: all pairs of their values
# bmake nightly		tests with each knob flipped, and pairwise at length
# bmake plant		plants faults in the allocator and runs the tests that must
#			catch them
# bmake demo		runs real programs on the allocator and on the system's
# bmake bench		compares it with the allocators of the system, in ten
#			minutes; BENCH=full all of it: tests/bench/README.md
# bmake lint		asks mandoc about the manual pages
# bmake clean		removes what was built
# Knobs and the like: share/mk/bsd.own.mk.

.if !target(__<sys.mk>__)
.error bmake did not read this tree's sys.mk (a directory obj here, or \
	MAKEOBJDIR* in the environment): set MAKESYSPATH=${.CURDIR}/share/mk
.endif

.include <bsd.own.mk>

SUBDIR=		include lib share
SUBDIR_DEPEND_lib=	include
.if ${MK_TESTS} == "yes"
SUBDIR+=	tests
SUBDIR_DEPEND_tests=	include lib
.endif

.include <bsd.subdir.mk>
.include <suite.test.mk>

# Their progress is to be seen: not as jobs of a make with -j.
.if make(demo) || make(bench)
.MAKE.MODE+=	compat
.endif
demo bench: all .NOTMAIN .PHONY .MAKE
	@cd ${SRCTOP}/tests/${.TARGET} && ${.MAKE} ${.TARGET}

# Here install builds first; in the directories below it does not.
.for d in ${SUBDIR}
_install_${d}: all
.endfor

clean: .NOTMAIN .PHONY
	cd ${OBJROOT} && rm -rf ${SUBDIR} tests tests.db *.sum usr plant \
	    ${VARIANTS.test-all:Ndefault} ${VARIANTS.nightly}
