# SPDX-License-Identifier: BSD-2-Clause
#
# Knobs, tools, and where things are installed, as whom and with which modes.

.if !target(__<bsd.own.mk>__)
__<bsd.own.mk>__: .NOTMAIN

# The knobs of the allocator, all yes or no.  MK_MALLOC_DSS has no default
# here: it is yes in libc and no in libjemalloc, unless it is given.
# MALLOC_PRODUCTION, defined, turns MK_MALLOC_DEBUG off whatever it says.
MALLOC_KNOBS=	DEBUG DSS DYNAMIC_PAGE_SHIFT FILL LAZY_LOCK STATS SWAP SYSV \
		TCACHE TINY TLS XMALLOC

MK_MALLOC_DEBUG?=	no
MK_MALLOC_DYNAMIC_PAGE_SHIFT?=	no
MK_MALLOC_FILL?=	yes
MK_MALLOC_LAZY_LOCK?=	no
MK_MALLOC_STATS?=	yes
MK_MALLOC_SWAP?=	yes
MK_MALLOC_SYSV?=	yes
MK_MALLOC_TCACHE?=	yes
MK_MALLOC_TINY?=	yes
MK_MALLOC_TLS?=		yes
MK_MALLOC_XMALLOC?=	yes

# Whether the tests are built and installed; they need the ATF library.
MK_TESTS?=		yes

# Variables of the environment are seen by the first make only; those of the
# command line by all.
_given:=	${.MAKEOVERRIDES:MMK_MALLOC_*}
.if ${.MAKE.LEVEL} == 0
_given+=	${:!env | sed -n 's/^\(MK_MALLOC_[A-Za-z0-9_]*\)=.*/\1/p'!}
.endif
.for k in ${_given:O:u}
. if empty(MALLOC_KNOBS:M${k:S/^MK_MALLOC_//})
.  error ${k} is no knob of this tree: there are ${MALLOC_KNOBS:S/^/MK_MALLOC_/}
. endif
.endfor
.for k in ${MALLOC_KNOBS:S/^/MK_MALLOC_/} MK_TESTS
. if defined(${k}) && ${${k}} != "yes" && ${${k}} != "no"
.  error ${k}=${${k}}: the value must be yes or no
. endif
.endfor

.if defined(MALLOC_PRODUCTION) && ${MK_MALLOC_DEBUG} == "yes"
_debug_off=	yes
. if empty(.MAKEOVERRIDES:MMK_MALLOC_DEBUG)
MK_MALLOC_DEBUG=	no
. else
.MAKEFLAGS:	MK_MALLOC_DEBUG=no
. endif
.endif

# Facts about the compiler, asked once and handed to the makes below:
# kind (gcc or clang), CPU, its own headers, and the two directories that
# hold the kernel's headers linux, asm-generic and asm.
_tools:=	${CC:hash}${AR:hash}${KERNEL_HEADERS:U:hash}
.if !defined(TREE_TOOLS) || ${TREE_TOOLS:[1]} != ${_tools}
TREE_TOOLS!=	CC='${CC}' AR='${AR}' KERNEL_HEADERS='${KERNEL_HEADERS}' \
		sh ${SRCTOP}/share/mk/tools.sh
. if ${TREE_TOOLS:[1]} == "error:"
.  error ${TREE_TOOLS:[2..-1]}
. endif
TREE_TOOLS:=	${_tools} ${TREE_TOOLS}
.export TREE_TOOLS
.endif
COMPILER_TYPE:=	${TREE_TOOLS:[2]}
TARGET_CPU:=	${TREE_TOOLS:[3]}
COMPILER_INCDIR:=	${TREE_TOOLS:[4]}
KERNEL_INCDIR:=	${TREE_TOOLS:[5]}
KERNEL_ASMDIR:=	${TREE_TOOLS:[6]}

.if !exists(${SRCTOP}/lib/libc/arch/${TARGET_CPU})
.error ${CC} compiles for ${TARGET_CPU}, for which there is no lib/libc/arch
.endif

# The tree of the build, laid out as an installed one: usr/bin, usr/include
# and usr/lib, so that basecc and the tests need to know one layout only.
STAGEDIR=	${OBJROOT}/usr

BINDIR?=	/usr/bin
INCLUDEDIR?=	/usr/include
LIBDIR?=	/usr/lib
MANDIR?=	/usr/share/man
TESTSBASE?=	/usr/tests

BINMODE?=	555
INCMODE?=	444
LIBMODE?=	444
MANMODE?=	444
TESTSMODE?=	444
DIRMODE?=	755

.for x in BIN INC LIB MAN TESTS DIR
${x}OWN?=	root
${x}GRP?=	root
.endfor

# Only root can give files away; others install as themselves.
.if make(install)
. if empty(DESTDIR:M/*) || ${DESTDIR:[#]} != 1 || ${DESTDIR:tA} == "/"
.  error install needs DESTDIR=/an/absolute/directory: it would write over \
	the host's own libc and headers otherwise
. endif
_uid!=		id -u
.endif
.for x in BIN INC LIB MAN TESTS DIR
. if ${_uid:U1} == 0
INSTALL.${x}=	${INSTALL} -o ${${x}OWN} -g ${${x}GRP} -m ${${x}MODE}
. else
INSTALL.${x}=	${INSTALL} -m ${${x}MODE}
. endif
.endfor

.endif
