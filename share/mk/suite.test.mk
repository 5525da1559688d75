# SPDX-License-Identifier: BSD-2-Clause
#
# Runs of the whole test suite, for the Makefile at the top.
#
# test		builds, then runs all tests, or those named by TESTS=: paths of
#		test programs under tests, program:case for one case.
# test-all	the same for the default and two other sets of knobs, these in
#		object trees of their own under OBJROOT, then pairwise.
# pairwise	builds the allocator in about twenty configurations of compiler,
#		knobs and options, in which any two values are together once at
#		least, see tests/pairwise, and runs three directories of its
#		tests in each: api, misuse and stress, the last in small.
#		ROWS="name ..." runs some of the configurations.
# nightly	all tests with each knob flipped, one at a time, then pairwise
#		with ten times as much of the long runs, and with the cases
#		that take long.
# plant		puts faults into copies of the allocator, one at a time, and
#		fails if the test named for one does not: tests/plant.
#		FAULTS="name ..." plants some of them.
#
# The last line says how many cases passed, failed and were skipped.  An
# expected failure has passed; a broken test has failed.

TEST_JOBS?=	2
# Whether "test" runs programs again under single options: t_conf.
TEST_CONF?=	yes
PAIRWISE_FLAGS?=	-s 2
TESTSUM=	sh ${SRCTOP}/share/mk/testsum.sh
_tests_sum=	${OBJROOT}/tests.sum
_pairwise_sum=	${OBJROOT}/pairwise/tests.sum
_tests_db=	${OBJROOT}/tests.db
_kyua=		env -i PATH="$$PATH" HOME=${OBJROOT} \
		${KYUA} --config=none --logfile=/dev/null

# These targets run alone, not as jobs of a make with -j, so that the summary
# comes after all that make says.  What they build is built under -j.
.if make(test) || make(test-all) || make(nightly) || \
    make(pairwise) || make(plant)
.MAKE.MODE+=	compat
.endif
_j=		${.MAKE.JOBS:D-j ${.MAKE.JOBS}}

# A failing .MAKE target ends make without a word and without .ERROR: such
# targets only lead to those that can say something.
_test_all: .NOTMAIN .PHONY .MAKE
	@cd ${SRCTOP} && ${.MAKE} ${_j} all

test: _test_all .NOTMAIN .PHONY
	@rm -f ${_tests_sum} ${_tests_db}
	@for tool in ${KYUA} atf-sh; do \
		command -v $$tool >/dev/null || { \
		    echo "$$tool not found: install it (.ci/setup)"; exit 1; }; \
	done
	@[ ${MK_TESTS} = yes ] || { echo "MK_TESTS=no: no tests" >&2; exit 1; }
	@${_kyua} -v parallelism=${TEST_JOBS} \
	    -v test_suites.libc.srctop=${SRCTOP} \
	    -v test_suites.libc.objroot=${OBJROOT} \
	    -v test_suites.libc.cc='${CC}' \
	    -v test_suites.libc.conf=${TEST_CONF} \
	    test --kyuafile=${OBJROOT}/tests/Kyuafile \
	    --results-file=${_tests_db} ${TESTS} || [ $$? -eq 1 ]
	@${_kyua} report --results-file=${_tests_db} --verbose \
	    --results-filter=broken,failed
	@${_kyua} report --results-file=${_tests_db} | \
	    ${TESTSUM} >${_tests_sum}
	@sum=$$(${TESTSUM} -s ${_tests_sum}) && echo "$$sum"

pairwise: .NOTMAIN .PHONY
	@rm -f ${_pairwise_sum}
	@python3 ${SRCTOP}/tests/pairwise/pairwise.py ${PAIRWISE_FLAGS} \
	    -j ${TEST_JOBS} -m ${.MAKE} ${SRCTOP} ${OBJROOT}/pairwise \
	    ${ROWS} || [ $$? -eq 1 ]
	@sum=$$(${TESTSUM} -s ${_pairwise_sum}) && echo "$$sum"

# Sets of knobs.  A failing one does not keep the next from being run.  What
# t_conf does is left to the array where that comes as well.
VARIANTS.test-all=	default debug off pairwise
_objroot.default=	${OBJROOT}
VARIANT.debug=		MK_MALLOC_DEBUG=yes TEST_CONF=no
VARIANT.off=		TEST_CONF=no \
			MK_MALLOC_DSS=no MK_MALLOC_FILL=no MK_MALLOC_STATS=no \
			MK_MALLOC_SWAP=no MK_MALLOC_SYSV=no \
			MK_MALLOC_TCACHE=no MK_MALLOC_TINY=no \
			MK_MALLOC_TLS=no MK_MALLOC_XMALLOC=no
.for k in ${MALLOC_KNOBS:NDSS}
VARIANTS.nightly+=	${k}
VARIANT.${k}=	MK_MALLOC_${k}=${MK_MALLOC_${k}:S/no/flip/:S/yes/no/:S/flip/yes/}
.endfor
# The default of DSS differs between the libraries.
VARIANTS.nightly+=	DSS-no DSS-yes
VARIANT.DSS-no=		MK_MALLOC_DSS=no
VARIANT.DSS-yes=	MK_MALLOC_DSS=yes
VARIANTS.nightly+=	pairwise-long

.for v in ${VARIANTS.test-all:Ndefault} ${VARIANTS.nightly}
_objroot.${v}=	${OBJROOT}/${v}
_run.${v}=	OBJROOT=${_objroot.${v}} ${VARIANT.${v}} test
.endfor
_run.default=	test
# These two are no sets of knobs.
VARIANT.pairwise=	the array of configurations
_run.pairwise=		pairwise
VARIANT.pairwise-long=	the array of configurations, long cases too
_run.pairwise-long=	PAIRWISE_FLAGS='-a -s 20' pairwise
_objroot.pairwise-long=	${OBJROOT}/pairwise

.for t in test-all nightly
_${t}_runs: .NOTMAIN .PHONY .MAKE
	@rm -f ${OBJROOT}/${t}.sum
. for v in ${VARIANTS.${t}}
	@echo "== ${v}: ${VARIANT.${v}:Uthe default knobs}"
	@rm -f ${_objroot.${v}}/tests.sum
	@cd ${SRCTOP} && ${.MAKE} ${_j} ${_run.${v}} || true
	@[ -s ${_objroot.${v}}/tests.sum ] || \
	    echo "0 1 0" >${_objroot.${v}}/tests.sum
	@cat ${_objroot.${v}}/tests.sum >>${OBJROOT}/${t}.sum
. endfor

${t}: _${t}_runs .NOTMAIN .PHONY
	@sum=$$(${TESTSUM} -s ${OBJROOT}/${t}.sum) && echo "$$sum"
.endfor

plant: .NOTMAIN .PHONY
	@rm -f ${OBJROOT}/plant/sum
	@python3 ${SRCTOP}/tests/plant/plant.py -j ${TEST_JOBS} -m ${.MAKE} \
	    -c '${CC}' ${SRCTOP} ${OBJROOT}/plant ${FAULTS}

# Where tests failed, the sum comes after what make itself says about it.
_sum.test=	${_tests_sum}
_sum.pairwise=	${_pairwise_sum}
_sum.test-all=	${OBJROOT}/test-all.sum
_sum.nightly=	${OBJROOT}/nightly.sum
.ERROR:
	@for sum in ${.TARGETS:@t@${_sum.${t}}@}; do \
		[ ! -s $$sum ] || ${TESTSUM} -s $$sum || true; \
	done
	@for t in ${.TARGETS:Mplant}; do \
		[ ! -s ${OBJROOT}/plant/sum ] || cat ${OBJROOT}/plant/sum; \
	done
