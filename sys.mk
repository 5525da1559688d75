# SPDX-License-Identifier: BSD-2-Clause
#
# What every make in this tree reads first.  Plain bmake at the top finds this
# file because it stands in the current directory; in the directories below,
# share/mk/sys.mk leads here.  It replaces the host's system makefile, so that
# none of the host's rules or suffixes take part.

.if !target(__<sys.mk>__)
__<sys.mk>__: .NOTMAIN

SRCTOP:=	${.PARSEDIR:tA}
.CURDIR:=	${.CURDIR:tA}

.if ${SRCTOP:[#]} != 1
.error the path of the source tree, ${SRCTOP}, has a blank in it
.endif

# From here on <...> is share/mk, here and in the makes below this one.
.if empty(.MAKEFLAGS:M${SRCTOP}/share/mk)
.MAKEFLAGS:	-m ${SRCTOP}/share/mk
.endif

# Objects mirror the sources under OBJROOT.
OBJROOT?=	${SRCTOP}/build
.if empty(OBJROOT:M/*) || ${OBJROOT:[#]} != 1
.error OBJROOT=${OBJROOT} is not an absolute path without blanks
.endif
RELDIR:=	${.CURDIR:S,^${SRCTOP},,:S,^/,,}
.if ${.CURDIR} == ${SRCTOP} || ${.CURDIR:M${SRCTOP}/*} != ""
_objdir:=	${OBJROOT}${RELDIR:S,^,/,:N/}
. if !exists(${_objdir}) && empty(.MAKEFLAGS:M-V)
_mkobj!=	mkdir -p ${_objdir} || echo failed
.  if !empty(_mkobj)
.   error the object directory ${_objdir} cannot be made
.  endif
. endif
.OBJDIR:	${_objdir}
.endif

# A command that changed makes its target out of date: a knob, a flag or
# another compiler rebuilds what it concerns and nothing else.
.MAKE.MODE=	meta nofilemon verbose silent=yes
.MAKE.META.PREFIX=	${RELDIR:S,$,/,}${.TARGET:T}
MAKE_PRINT_VAR_ON_ERROR=	.ERROR_TARGET .ERROR_META_FILE
.MAKE.ALWAYS_PASS_JOB_QUEUE=	yes
.MAKE.JOB.PREFIX=

# Without check and errFlag, "a; b" and loops would go on after a failure.
.SHELL:	name=sh path=/bin/sh hasErrCtl=yes check="set -e" ignore="set +e" \
	echo="set -v" quiet="set +v" filter="set +v" \
	echoFlag=v errFlag=e newline="'\n'"

.SUFFIXES:
.SUFFIXES:	.o .pico .a .c .S .sh

CC?=		cc
AR?=		ar
NM?=		nm
INSTALL?=	install
MANDOC?=	mandoc
KYUA?=		kyua

# The user's own: CFLAGS and DEBUG_FLAGS replace these defaults, COPTS adds
# to them.  What the tree cannot do without is in bsd.cc.mk.
CFLAGS?=	-O2
DEBUG_FLAGS?=	-g

.endif
