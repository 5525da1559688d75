# SPDX-License-Identifier: BSD-2-Clause
#
# How C and assembler sources are compiled, for libraries and programs alike.
#
# A makefile of the tree adds its own flags to TREE_CFLAGS, or to
# CFLAGS.file.c for one source.  It leaves CFLAGS, DEBUG_FLAGS and COPTS alone:
# these belong to the user, and a value from the command line would wipe out
# what was added to them.

.if !target(__<bsd.cc.mk>__)
__<bsd.cc.mk>__: .NOTMAIN

.include <bsd.own.mk>

CSTD?=		-std=c11
WARNINGS=	-Wall -Wextra -Werror -Wcast-qual -Wmissing-declarations \
		-Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
		-Wshadow -Wstrict-prototypes -Wundef -Wvla -Wwrite-strings

# The bytes of an object must not depend on where the trees are.  gcc takes
# the last map that fits, clang the longest: the object tree may lie in the
# source tree.
PREFIX_MAP=	-ffile-prefix-map=${SRCTOP}=/src \
		-ffile-prefix-map=${OBJROOT}=/obj

_depend=	-MD -MP -MF ${.TARGET:T}.d -MT ${.TARGET:T}
_compile=	${CC} ${CFLAGS} ${DEBUG_FLAGS} ${CSTD} ${WARNINGS} \
		-fno-common ${PREFIX_MAP} ${_depend} ${TREE_CFLAGS}

# COMPILE: a source by a suffix rule.
COMPILE=	${_compile} ${CFLAGS.${.IMPSRC:T}} ${COPTS}

# Link options of all programs and shared objects.
TREE_LDFLAGS=	-Wl,-z,relro,-z,now,-z,text,-z,noexecstack \
		-Wl,--build-id=sha1 -Wl,--fatal-warnings

.c.o .S.o:
	${COMPILE} ${PICFLAG.o} -c -o ${.TARGET} ${.IMPSRC}

.c.pico .S.pico:
	${COMPILE} ${PICFLAG.pico} -c -o ${.TARGET} ${.IMPSRC}

# Everything can go into a position-independent executable.
PICFLAG.o?=	-fPIE
PICFLAG.pico?=	-fPIC -DPIC

# What the compiler wrote about headers the last time.
.for o in ${DEPEND_OBJS:O:u}
.dinclude "${.OBJDIR}/${o}.d"
.endfor

.endif
