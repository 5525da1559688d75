# SPDX-License-Identifier: BSD-2-Clause
#
# A library.
#
# LIB		its name without "lib"; libLIB.a is built from SRCS.
# SHLIB_MAJOR	if set, libLIB.so.N is built too, from .pico objects, with a
#		link libLIB.so to it.
# VERSION_MAP	the version script that says which names libLIB.so.N exports.
# LDADD		libraries of the link of libLIB.so.N.

.include <bsd.init.mk>

_ar=		lib${LIB}.a
OBJS=		${SRCS:C/\.[cS]$/.o/}
.if defined(SHLIB_MAJOR)
_so=		lib${LIB}.so
_shlib=		${_so}.${SHLIB_MAJOR}
PICOBJS=	${SRCS:C/\.[cS]$/.pico/}
.endif
DEPEND_OBJS+=	${OBJS} ${PICOBJS}

.include <bsd.cc.mk>

# One directory holds all objects of a library.
.if ${SRCS:R:O:u:[#]} != ${SRCS:[#]}
.error two sources of lib${LIB} have one name: \
	${:!printf '%s\n' ${SRCS:R} | sort | uniq -d!}
.endif

all: ${_ar} ${_shlib} stage

${_ar}: ${OBJS}
	rm -f ${.TARGET}
	${AR} crD ${.TARGET} ${OBJS}

.if defined(SHLIB_MAJOR)
${_shlib}: ${PICOBJS} ${VERSION_MAP}
	${CC} -shared -o ${.TARGET} ${CFLAGS} ${DEBUG_FLAGS} ${TREE_LDFLAGS} \
	    -Wl,-soname,${_shlib} -Wl,-z,defs \
	    ${VERSION_MAP:D-Wl,--version-script,${.ALLSRC:M*${VERSION_MAP}}} \
	    ${COPTS} ${LDFLAGS} ${PICOBJS} ${LDADD}
.endif

.for f in ${_ar} ${_shlib}
stage: ${STAGEDIR}/lib/${f}
${STAGEDIR}/lib/${f}: .NOMETA
	@mkdir -p ${.TARGET:H}
	@ln -sf ${.OBJDIR}/${f} ${.TARGET}
.endfor
.if defined(SHLIB_MAJOR)
stage: ${STAGEDIR}/lib/${_so}
${STAGEDIR}/lib/${_so}: .NOMETA
	@mkdir -p ${.TARGET:H}
	@ln -sf ${_shlib} ${.TARGET}
.endif
stage: .PHONY

install: installlib
installlib: .PHONY
	${INSTALL.DIR} -d ${DESTDIR}${LIBDIR}
	${INSTALL.LIB} ${_ar} ${_shlib} ${DESTDIR}${LIBDIR}
.if defined(SHLIB_MAJOR)
	ln -sf ${_shlib} ${DESTDIR}${LIBDIR}/${_so}
.endif
