# SPDX-License-Identifier: BSD-2-Clause
#
# Runs of the whole test suite, for the Makefile at the top.
#
# test		builds, then runs all tests, or those named by TESTS=: paths of
#		test programs under tests, program:case for one case.
# test-all	the same for the default and two other sets of knobs, each in
#		an object tree of its own under OBJROOT.
# nightly	the same with each knob flipped, one at a time.
#
# The last line says how many cases passed, failed and were skipped.  An
# expected failure has passed; a broken test has failed.

TEST_JOBS?=	2
_tests_sum=	${OBJROOT}/tests.sum
_tests_db=	${OBJROOT}/tests.db
_kyua=		env -i PATH="$$PATH" HOME=${OBJROOT} \
		${KYUA} --config=none --logfile=/dev/null

test: all .NOTMAIN .PHONY
	@rm -f ${_tests_sum} ${_tests_db}
	@command -v ${KYUA} >/dev/null || \
	    { echo "${KYUA} not found: install it (.ci/setup)" >&2; exit 1; }
	@[ ${MK_TESTS} = yes ] || { echo "MK_TESTS=no: no tests" >&2; exit 1; }
	@${_kyua} -v parallelism=${TEST_JOBS} \
	    -v test_suites.libc.srctop=${SRCTOP} \
	    -v test_suites.libc.objroot=${OBJROOT} \
	    -v test_suites.libc.cc='${CC}' \
	    test --kyuafile=${OBJROOT}/tests/Kyuafile \
	    --results-file=${_tests_db} ${TESTS} || [ $$? -eq 1 ]
	@${_kyua} report --results-file=${_tests_db} --verbose \
	    --results-filter=broken,failed
	@${_kyua} report --results-file=${_tests_db} | \
	    sh ${SRCTOP}/share/mk/testsum.sh >${_tests_sum}
	@${_tests_say}

# Says the sums of test, test-all and nightly alike; fails if a test did.
_tests_say=	sh ${SRCTOP}/share/mk/testsum.sh -s ${_tests_sum}

# Sets of knobs.  A failing one does not keep the next from being run.
VARIANTS.test-all=	default debug off
VARIANT.default=	# as they are
VARIANT.debug=		MK_MALLOC_DEBUG=yes
VARIANT.off=		MK_MALLOC_DSS=no MK_MALLOC_TCACHE=no \
			MK_MALLOC_TINY=no MK_MALLOC_TLS=no
.for k in ${MALLOC_KNOBS:NDSS}
VARIANTS.nightly+=	${k}
VARIANT.${k}=	MK_MALLOC_${k}=${MK_MALLOC_${k}:S/no/flip/:S/yes/no/:S/flip/yes/}
.endfor
# The default of DSS differs between the libraries.
VARIANTS.nightly+=	DSS-no DSS-yes
VARIANT.DSS-no=		MK_MALLOC_DSS=no
VARIANT.DSS-yes=	MK_MALLOC_DSS=yes

.for t in test-all nightly
${t}: .NOTMAIN .PHONY .MAKE
	@rm -f ${_tests_sum}
. for v in ${VARIANTS.${t}}
	@echo "== ${v}: ${VARIANT.${v}:Udefault knobs}"
	@cd ${SRCTOP} && ${.MAKE} OBJROOT=${OBJROOT}/${v} ${VARIANT.${v}} \
	    test || true
	@cat ${OBJROOT}/${v}/tests.sum >>${_tests_sum} 2>/dev/null || \
	    echo "0 1 0" >>${_tests_sum}
. endfor
	@${_tests_say}
.endfor

# What make itself says about a failure comes before this.
.ERROR:
	@case " ${.TARGETS} " in \
	*" test "*|*" test-all "*|*" nightly "*) ;; \
	*) exit 0 ;; \
	esac; \
	[ ${.MAKE.LEVEL} -gt 0 ] || [ ! -s ${_tests_sum} ] || \
	    ${_tests_say} || true
