# SPDX-License-Identifier: BSD-2-Clause
#
# Programs of the host, built from C.
#
# PROG or PROGS	their names; NAME is built from
# SRCS.NAME	which is NAME.c if not set, with
# CFLAGS.NAME LDFLAGS.NAME LDADD.NAME DPADD.NAME, after what holds for all of
#		them: TREE_CFLAGS, TREE_LDFLAGS, LDADD and DPADD.
# PROGSDIR	where they are installed (default BINDIR).

.include <bsd.init.mk>

PROGS+=		${PROG}
PROGSDIR?=	${BINDIR}

# An object bears the name of its program: one source may be compiled for
# several programs, with flags of each.
.for p in ${PROGS}
SRCS.${p}?=	${p}.c
OBJS.${p}:=	${SRCS.${p}:R:S/^/${p}-/:S/$/.o/}
DEPEND_OBJS+=	${OBJS.${p}}
.endfor

.include <bsd.cc.mk>

.for p in ${PROGS}
. for s in ${SRCS.${p}}
${p}-${s:R}.o: ${s}
	${_compile} ${PICFLAG.o} ${CFLAGS.${p}} ${COPTS} \
	    -c -o ${.TARGET} ${.ALLSRC:M*.c:[1]}
. endfor

${p}: ${OBJS.${p}} ${DPADD} ${DPADD.${p}}
	${CC} -pie ${CFLAGS} ${DEBUG_FLAGS} ${TREE_LDFLAGS} ${COPTS} \
	    ${LDFLAGS} ${LDFLAGS.${p}} -o ${.TARGET} ${OBJS.${p}} \
	    ${LDADD.${p}} ${LDADD}
.endfor

all: ${PROGS}

.if !empty(PROGS)
install: installprog
installprog: .PHONY
	${INSTALL.DIR} -d ${DESTDIR}${PROGSDIR}
	${INSTALL.BIN} ${PROGS} ${DESTDIR}${PROGSDIR}
.endif
